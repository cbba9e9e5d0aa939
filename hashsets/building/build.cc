#include "hashsets/building/build.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "hashsets/building/import_record.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/lists/category_profile.h"
#include "hashsets/lists/detect.h"
#include "hashsets/lists/line_reader.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/ncmec_deletions.h"
#include "hashsets/sealing/sealed_reader.h"
#include "hashsets/wset_format.h"

namespace winnow {
namespace {

// As much of a rejected line as a person needs to find it.
constexpr std::size_t kShownText = 80;
constexpr std::size_t kLongestName = 1024;
// Two unrelated pictures are often nearer than this already.
constexpr std::uint32_t kGreatestAlertDistance = 64;

std::string shown(std::string_view line) {
  std::string text = printable_utf8(line.substr(0, kShownText));
  if (line.size() > kShownText) text += "...";
  return text;
}

constexpr char kNoProfile[] =
    "with a category code that no profile explains; the code is kept, and its row "
    "counts as a hit (hashset build --profile says what codes mean)";
constexpr char kUnknownCode[] =
    "with a category code that the profile does not list; the code is kept, and its "
    "row counts as a hit";

constexpr char kMayBePdq[] =
    "as SHA-256, as 64 digits without a name for their algorithm are (hashset build "
    "--format pdq takes them for PDQ hashes)";

// Takes the rows of all sources into the writer and keeps the counts.
class Collector : public RowSink {
 public:
  Collector(SetWriter& writer, BuildReport& report, const CategoryProfile* profile)
      : writer_(writer), report_(report), profile_(profile) {}

  void begin_source(const std::string& path, const std::string& name,
                    ListFormat format) {
    path_ = path;
    is_bare_ = format == ListFormat::bare_hex;
    rows_ = accepted_ = malformed_ = empty_ = withdrawn_ = 0;
    first_rejected_.clear();
    first_malformed_.clear();
    publisher_.clear();
    version_.clear();
    released_on_.clear();
    writer_.begin_source(name);
  }

  void about(const ListFacts& facts) override {
    publisher_ = shown(facts.publisher);
    version_ = shown(facts.version);
    released_on_ = shown(facts.released_on);
  }

  void take(const ListRow& row, const RowPlace& place) override {
    std::size_t digests = 0;
    std::size_t empty = 0;
    for (const auto& digest : row.digests.by_algorithm) {
      if (!digest) continue;
      ++digests;
      if (*digest == empty_digest(digest->algorithm)) ++empty;
    }
    if (empty > 0 && empty < digests) return reject(RowReason::contradiction, place);
    ++rows_;
    if (empty > 0) {
      ++empty_;
      ++report_.empty_file_rows;
      return;
    }
    ++accepted_;
    if (is_bare_ && row.digests.get(Algorithm::sha256)) {
      count(report_.remarks, kMayBePdq, place);
    }
    // Most lists say nothing of a row but its digest.
    if (row.label.empty() && !row.code) return keep(row);
    ListRow graded = row;
    label_ = printable_utf8(row.label);
    graded.label = label_;
    grade(graded, place);
    keep(graded);
  }

  void reject(RowReason reason, const RowPlace& place) override {
    if (reason == RowReason::unused_value) {  // the row itself was taken
      return count(report_.remarks, to_string(reason), place);
    }
    count(report_.rejections, to_string(reason), place);
    ++rows_;
    if (reason == RowReason::withdrawn) ++withdrawn_;
    if (first_rejected_.empty()) {
      first_rejected_ =
          place_text(place) + ": " + shown(place.text) + ": " + to_string(reason);
    }
    if (!is_malformed(reason)) return;
    if (malformed_++ == 0) {
      first_malformed_ = place_text(place);
      first_malformed_text_ = shown(place.text);
    }
  }

  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  // By which rows were graded: the operator's, or one that a list named. May be null.
  [[nodiscard]] const CategoryProfile* profile() const {
    return profile_ != nullptr || !shipped_ ? profile_ : &*shipped_;
  }
  [[nodiscard]] const std::string& publisher() const { return publisher_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::string& released_on() const { return released_on_; }
  // Whether the source that was read to its end can be believed to be a list.
  [[nodiscard]] Result<void> check_source(bool may_be_empty) const {
    if (failed_) return *failed_;
    if (malformed_ > rows_ / 2) {
      return Fault{FaultKind::malformed,
                   "is not a row of a hash list (\"" + first_malformed_text_ +
                       "\"), and " + grouped(malformed_) + " of the list's " +
                       grouped(rows_) +
                       " rows are like it; mend the list, or take it out",
                   first_malformed_, std::nullopt};
    }
    if (accepted_ > 0 || (may_be_empty && rows_ == withdrawn_)) return {};
    std::string why = "it has no rows";
    if (empty_ > 0) why = "it lists only empty files";
    if (!first_rejected_.empty()) why = "the first row left out is " + first_rejected_;
    return Fault{FaultKind::malformed,
                 "holds no MD5, SHA-1 or SHA-256 digest that could be used: " + why +
                     "; take it out, or export it with one of these",
                 path_ + ":1", std::nullopt};
  }

 private:
  void keep(const ListRow& row) {
    // The rest of the list is read all the same: an importer knows nothing of us.
    if (failed_) return;
    if (auto added = writer_.add(row); !added) failed_ = std::move(added).error();
  }

  // The profile whose codes the row's are; null if nobody said.
  const CategoryProfile* profile_of(const ListRow& row) {
    if (row.profile.empty()) return profile_;
    if (profile_ != nullptr) {
      return row.profile == profile_->id() ? profile_ : nullptr;
    }
    // A list may name a region whose profile is part of us, and is labelled by it then.
    if (row.profile == "US" && !shipped_) {
      if (auto opened = CategoryProfile::open("us")) shipped_ = std::move(*opened);
    }
    return shipped_ && row.profile == shipped_->id() ? &*shipped_ : nullptr;
  }

  // Adds what the profile says of the row's code.
  void grade(ListRow& row, const RowPlace& place) {
    if (!row.code) return;
    const CategoryProfile* profile = profile_of(row);
    if (profile == nullptr) return count(report_.remarks, kNoProfile, place);
    const bool named_by_list = !row.profile.empty();
    row.profile = profile->id();
    const CategoryProfile::Entry* entry = profile->find(*row.code);
    if (entry == nullptr) return count(report_.remarks, kUnknownCode, place);
    if (!named_by_list) {
      const std::string own = label_;
      label_ = entry->label;
      if (!own.empty() && own != entry->label)
        label_ += " (the list says: " + own + ")";
      row.label = label_;
    }
    row.severity_rank = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(entry->severity_rank, 1, wset::kRankUnknown - 1));
    row.counts_as_hit = entry->counts_as_hit;
  }

  // "list.csv:12", "set.json: byte 1234".
  [[nodiscard]] std::string place_text(const RowPlace& place) const {
    const std::string number = std::to_string(place.number);
    switch (place.unit) {
      case RowPlace::Unit::line:
        return path_ + ":" + number;
      case RowPlace::Unit::byte:
        return path_ + ": byte " + number;
      case RowPlace::Unit::row:
        return path_ + ": row " + number;
    }
    return path_;
  }

  // The text of a place is made for the first only: a list may have a million others.
  void count(std::vector<BuildReport::Rejection>& all, const char* reason,
             const RowPlace& place) const {
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const auto& r) { return r.reason == reason; });
    if (known != all.end()) {
      ++known->count;
    } else {
      all.push_back({reason, 1, place_text(place) + ": " + shown(place.text)});
    }
  }

  SetWriter& writer_;
  BuildReport& report_;
  const CategoryProfile* profile_;  // the operator's; may be absent
  std::optional<CategoryProfile> shipped_;
  std::optional<Fault> failed_;
  std::string path_;
  bool is_bare_ = false;  // nothing but the number of digits tells the algorithm
  std::string label_;
  std::string publisher_;
  std::string version_;
  std::string released_on_;
  std::string first_rejected_;
  std::string first_malformed_;
  std::string first_malformed_text_;
  std::uint64_t rows_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t empty_ = 0;
  std::uint64_t withdrawn_ = 0;
};

Result<void> run_importer(ListFormat format, ListSource& source,
                          const ImportOptions& options, RowSink& sink) {
  LineReader lines(source);
  switch (format) {
    case ListFormat::sum_list:
      return import_sum_list(lines, sink);
    case ListFormat::bsd_list:
      return import_bsd_list(lines, sink);
    case ListFormat::bare_hex:
      return import_bare_hex(lines, sink);
    case ListFormat::hashdeep:
      return import_hashdeep(lines, sink);
    case ListFormat::csv:
      return import_csv(lines, sink);
    case ListFormat::vics:
      return import_vics(source, options, sink);
    case ListFormat::hashlookup:
      return import_hashlookup(lines, sink);
    case ListFormat::stix:
      return import_stix(source, options, sink);
    case ListFormat::rds_sqlite:
      return import_rds_sqlite(source, options, sink);
    case ListFormat::kdb:
      return import_kdb(source, options, sink);
    case ListFormat::hfind_index:
      return import_hfind_index(source, options, sink);
    case ListFormat::encase_hash:
      return import_encase_hash(source, options, sink);
    case ListFormat::ilook_v1:
      return import_ilook_v1(source, options, sink);
    case ListFormat::ncmec:
      return import_ncmec(source, options, sink);
    case ListFormat::pdq_list:
      return import_pdq_list(source, options, sink);
    case ListFormat::sqlite:  // detect_source() says which of the two
      break;
  }
  return Fault{FaultKind::unsupported, "has a format without an importer",
               source.name(), std::nullopt};
}

std::string base_name(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return printable_utf8(slash == std::string::npos ? path : path.substr(slash + 1));
}

// Adds what a source withdraws, if it is a list of NCMEC's. It is opened for this alone
// and read again later; what is wrong with it is said then.
Result<void> collect_deletions(const std::string& path, NcmecDeletions& deletions) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
  const auto fd = open_read_only(path);
  if (!fd) return {};
  ListSource source(fd->get(), path);
  const auto head = source.head();
  if (!head || !looks_like_ncmec(*head)) return {};
  return collect_ncmec_deletions(source, deletions);
}

// A list that can be read only once cannot be asked for its deletions first.
Result<void> check_read_twice(const DetectedList& detected, mode_t mode,
                              const std::string& path) {
  if (detected.format != ListFormat::ncmec || S_ISREG(mode)) return {};
  return Fault{FaultKind::usage,
               "is a list of NCMEC's that does not come from a file; write it to one "
               "first, it has to be read twice",
               path, std::nullopt};
}

Result<ImportedFile> import_source(const std::string& path, const std::string& format,
                                   const ImportOptions& options, Collector& collector,
                                   BuildReport& report) {
  auto fd = open_read_only(path);
  if (!fd) return std::move(fd).error();
  struct stat info {};
  if (::fstat(fd->get(), &info) != 0) {
    return fault_from_errno(errno, "cannot be read", path);
  }
  if (S_ISDIR(info.st_mode)) {
    return Fault{FaultKind::usage,
                 "is a folder, not a hash list; name the list files inside it", path,
                 std::nullopt};
  }
  ListSource source(fd->get(), path);
  const auto detected = format.empty() ? detect_source(source) : format_named(format);
  if (!detected) return detected.error();
  if (auto checked = check_read_twice(*detected, info.st_mode, path); !checked) {
    return std::move(checked).error();
  }
  const std::string name = base_name(path);
  collector.begin_source(path, name, detected->format);
  auto imported = run_importer(detected->format, source, options, collector);
  if (!imported) return std::move(imported).error();
  // One of several files of NCMEC's may hold nothing but deletions, or only what
  // another one deletes.
  const bool may_be_empty = detected->format == ListFormat::ncmec;
  if (auto checked = collector.check_source(may_be_empty); !checked) {
    return std::move(checked).error();
  }
  report.sources.push_back({path, detected->name, collector.rows()});
  return ImportedFile{name,
                      source.size(),
                      source.sha256(),
                      detected->name,
                      collector.rows(),
                      collector.publisher(),
                      collector.version(),
                      collector.released_on()};
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// An output that exists must be a set: the commonest mistake on a command line is to
// leave out the output, and then it would be the first list that is written over.
Result<void> check_output(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return {};  // replace_file() will say if it cannot
  if (S_ISREG(info.st_mode) && info.st_size == 0) return {};
  const auto fd = S_ISREG(info.st_mode) ? open_read_only(path) : Fd();
  if (!fd) return fd.error();
  std::array<std::byte, wset::kMagic.size()> head{};
  if (!fd->is_open() || !read_exactly(fd->get(), 0, head, path) ||
      (!looks_like_wset(head) && !looks_like_sealed(head))) {
    return Fault{FaultKind::usage,
                 "exists and is not a compiled set, so it is not written over; name "
                 "another file for the new set",
                 path, std::nullopt};
  }
  return {};
}

Result<ScratchFolder> scratch_folder_for(const BuildRequest& request) {
  const std::string path = folder_of(request.output);
  if (request.seal.passphrase == nullptr) return ScratchFolder(path);
  auto key = make_scratch_key();
  if (!key) return std::move(key).error();
  return ScratchFolder(path, std::move(*key));
}

std::unique_ptr<SetOutput> output_for(const BuildRequest& request, int fd) {
  if (request.seal.passphrase == nullptr) {
    return std::make_unique<PlainOutput>(fd, request.output);
  }
  return std::make_unique<SealedOutput>(fd, request.output, request.seal);
}

Result<void> check_request(const BuildRequest& request) {
  if (request.sources.empty()) {
    return Fault{FaultKind::usage, "a set is built from at least one hash list",
                 request.output, std::nullopt};
  }
  if (request.pdq_alert_distance.value_or(0) > kGreatestAlertDistance) {
    return Fault{FaultKind::usage, "a PDQ hash is not compared at a distance above 64",
                 request.output, std::nullopt};
  }
  if (!request.format.empty()) {
    const auto named = format_named(request.format);
    if (!named) return named.error();
  }
  return check_new_set(request.output, request.name);
}

}  // namespace

Result<void> check_new_set(const std::string& output, const std::string& name) {
  const auto refuse = [&](const char* what) {
    return Fault{FaultKind::usage, what, output, std::nullopt};
  };
  if (output.empty()) return refuse("the new set needs a file name");
  if (name.empty()) return refuse("a set needs a name");
  if (name.size() > kLongestName) return refuse("the name of the set is too long");
  return check_output(output);
}

bool looks_like_wset(Bytes head) {
  return has_magic(head, 0, wset::kMagic);
}

Result<void> seal_set(const std::string& input, const std::string& output, Seal seal) {
  const auto source = open_read_only(input);
  if (!source) return source.error();
  const auto set = HashSet::open(source->get(), input);
  if (!set) return set.error();
  if (auto verified = set->verify(); !verified) return verified;
  if (auto checked = check_output(output); !checked) return checked;
  const auto mapping = Mapping::of(source->get(), input);
  if (!mapping) return mapping.error();
  auto file = FileReplacement::begin(output);
  if (!file) return std::move(file).error();
  SealedOutput sealed(file->fd(), output, seal);
  if (auto begun = sealed.begin(mapping->bytes().size()); !begun) return begun;
  if (auto written = sealed.write(0, mapping->bytes()); !written) return written;
  if (auto finished = sealed.finish(); !finished) return finished;
  return file->commit();
}

Result<BuildReport> build_set(const BuildRequest& request) {
  if (auto checked = check_request(request); !checked)
    return std::move(checked).error();
  std::optional<CategoryProfile> profile;
  if (!request.profile.empty()) {
    auto opened = CategoryProfile::open(request.profile);
    if (!opened) return std::move(opened).error();
    profile = std::move(*opened);
  }
  // Before the work: a folder that cannot be written to shall not cost an hour.
  auto file = FileReplacement::begin(request.output);
  if (!file) return std::move(file).error();
  BuildReport report;
  auto scratch = scratch_folder_for(request);
  if (!scratch) return std::move(scratch).error();
  SetWriter writer(request.memory_bytes, *scratch);
  Collector collector(writer, report, profile ? &*profile : nullptr);
  NcmecDeletions deletions;
  for (const std::string& path : request.sources) {
    if (auto collected = collect_deletions(path, deletions); !collected) {
      return std::move(collected).error();
    }
  }
  const ImportOptions options{profile ? &*profile : nullptr, &deletions};
  std::vector<ImportedFile> files;
  for (const std::string& path : request.sources) {
    auto imported = import_source(path, request.format, options, collector, report);
    if (!imported) return std::move(imported).error();
    files.push_back(std::move(*imported));
  }
  auto counts = writer.settle();
  if (!counts) {
    Fault fault = std::move(counts).error();
    if (fault.place.empty()) fault.place = request.output;
    return fault;
  }
  if (counts->entries == 0) {
    return Fault{FaultKind::malformed,
                 "would hold nothing: no row of its lists has a digest that a set can "
                 "hold and that stands",
                 request.output, std::nullopt};
  }
  report.entries = counts->entries;
  report.duplicates = counts->duplicates;
  report.conflicts = counts->conflicts;
  report.listed_conflicts = writer.listed_conflicts();
  report.inconsistencies = counts->inconsistencies;
  report.listed_inconsistencies = writer.listed_inconsistencies();
  const std::string name = printable_utf8(request.name);
  const std::string record = import_record_json(request, collector.profile(),
                                                std::move(files), report, *counts);
  if (record.size() > wset::kMaxProvenance) {
    return Fault{FaultKind::too_big, "has too many sources for one set; build several",
                 request.output, std::nullopt};
  }
  const auto output = output_for(request, file->fd());
  auto written = writer.write(*output, request.type, name, record);
  if (!written) return std::move(written).error();
  if (auto done = file->commit(); !done) return std::move(done).error();
  return report;
}

}  // namespace winnow
