#include "drivers/exchange/dfxml_export.h"

#include <algorithm>
#include <set>

#include "drivers/answers/words.h"
#include "drivers/cases/tool_version.h"
#include "drivers/exchange/cautions.h"
#include "drivers/exchange/xml_text.h"

namespace winnow {
namespace {

constexpr char kRoot[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<dfxml xmlns=\"http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
    "xmlns:winnow=\"http://winnow.invalid/dfxml\" version=\"2.0.0-beta.0\">\n";

class DfxmlWriter {
 public:
  DfxmlWriter(const ExchangeCase& exchange, NewFile& file)
      : exchange_(exchange), file_(file) {}

  Result<Exported> write();

 private:
  void put_head();
  void put_environment();
  Result<void> put_exhibit(const ExchangeExhibit& exhibit);
  Result<void> put_volume(const ExchangeExhibit& exhibit, const VolumeRecord& volume);
  // Those of one volume, or those that are in none of the exhibit's.
  Result<void> put_files(const ExchangeExhibit& exhibit, const VolumeRecord* volume);
  void put_file(const WalkedFile& walked, const VolumeRecord* volume);
  void put_member(const WalkedFile& holder, const WalkedMember& member);
  void put_runs(const WalkedFile& walked, const VolumeRecord* volume);
  void put_times(const FileTimes& times, bool is_local);
  void put_digests(const Digests& digests);
  void put_outcome(FileOutcome outcome, const std::string& reason);
  void put_error(FileOutcome outcome, const std::string& reason);
  void put(const char* name, std::string_view text) {
    file_.put(xml_element(name, text));
  }
  void put(const char* name, std::uint64_t number) {
    put(name, std::to_string(number));
  }

  const ExchangeCase& exchange_;
  NewFile& file_;
  std::uint64_t volumes_ = 0;
  std::uint64_t files_ = 0;
  std::uint64_t members_ = 0;
  std::uint64_t without_runs_ = 0;
};

void DfxmlWriter::put_environment() {
  const ExchangeExhibit& first = exchange_.exhibits.front();
  // There is one environment for all exhibits: what they differ in is not stated.
  const auto put_common = [&](const char* name, auto value_of) {
    const std::string& value = value_of(first);
    const bool is_common =
        std::all_of(exchange_.exhibits.begin(), exchange_.exhibits.end(),
                    [&](const ExchangeExhibit& one) { return value_of(one) == value; });
    if (is_common && !value.empty()) put(name, value);
  };
  using Exhibit = const ExchangeExhibit&;
  file_.put("<execution_environment>\n");
  put("os_sysname", "Linux");
  put_common(
      "command_line", [](Exhibit one) -> auto& { return one.times.command; });
  put_common(
      "username", [](Exhibit one) -> auto& { return one.scan.operator_name; });
  put_common(
      "start_time", [](Exhibit one) -> auto& { return one.times.begun; });
  file_.put("</execution_environment>\n");
}

void DfxmlWriter::put_head() {
  file_.put(kRoot);
  file_.put("<metadata>\n");
  for (const bool is_folder : {false, true}) {
    const bool is_any = std::any_of(
        exchange_.exhibits.begin(), exchange_.exhibits.end(),
        [&](const auto& one) { return one.coverage.evidence.is_folder == is_folder; });
    if (is_any) put("dc:type", is_folder ? "Folder" : "Disk Image");
  }
  put("dc:description", caution_text(cautions_of(exchange_)));
  file_.put("</metadata>\n<creator>\n");
  put("program", "winnow");
  put("version", tool_version());
  file_.put("<build_environment>\n");
  put("compiler", tool_compiler());
  file_.put("</build_environment>\n");
  put_environment();
  file_.put("</creator>\n<source>\n");
  for (const ExchangeExhibit& exhibit : exchange_.exhibits) {
    put("image_filename", exhibit.scan.path);
  }
  file_.put("</source>\n");
}

void DfxmlWriter::put_times(const FileTimes& times, bool is_local) {
  const std::pair<const char*, const std::optional<Instant>*> named[] = {
      {"mtime", &times.modified},
      {"ctime", &times.changed},
      {"atime", &times.accessed},
      {"crtime", &times.created}};
  for (const auto& [name, instant] : named) {
    const std::string text = moment_text(*instant, is_local);
    if (!text.empty()) put(name, text);
  }
}

void DfxmlWriter::put_digests(const Digests& digests) {
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = digests.get(algorithm);
    if (!digest) continue;
    file_.put(std::string("<hashdigest type=\"") + to_string(algorithm) + "\">" +
              digest->hex() + "</hashdigest>\n");
  }
}

void DfxmlWriter::put_error(FileOutcome outcome, const std::string& reason) {
  const bool is_error = outcome == FileOutcome::unreadable ||
                        outcome == FileOutcome::failed ||
                        outcome == FileOutcome::encrypted;
  if (!is_error) return;
  put("error", std::string(to_string(outcome)) + (reason.empty() ? "" : ": ") + reason);
}

void DfxmlWriter::put_outcome(FileOutcome outcome, const std::string& reason) {
  put("winnow:outcome", to_string(outcome));
  if (!reason.empty()) put("winnow:reason", reason);
}

// A reader takes runs one behind the other for the content that the digests are of: of
// what is kept otherwise, compressed above all, nothing is said.
void DfxmlWriter::put_runs(const WalkedFile& walked, const VolumeRecord* volume) {
  const FileRecord& file = walked.file;
  if (file.runs.empty()) return;
  if (file.content != ContentKind::runs) {
    ++without_runs_;
    return;
  }
  file_.put("<byte_runs>\n");
  std::uint64_t at = 0;
  for (const Run& run : file.runs) {
    const std::uint64_t length =
        std::min(run.length, file.size - std::min(at, file.size));
    const std::uint64_t begin = at;
    at += std::min(run.length, Run::kHole - at);
    if (length == 0) continue;
    std::string element = "<byte_run";
    const auto put_number = [&element](const char* name, std::uint64_t number) {
      element += std::string(" ") + name + "=\"" + std::to_string(number) + "\"";
    };
    put_number("file_offset", begin);
    if (run.is_hole()) {
      put_number("fill", 0);
    } else {
      if (volume != nullptr && run.offset >= volume->offset) {
        put_number("fs_offset", run.offset - volume->offset);
      }
      put_number("img_offset", run.offset);
    }
    put_number("len", length);
    file_.put(element + "/>\n");
  }
  file_.put("</byte_runs>\n");
}

void DfxmlWriter::put_file(const WalkedFile& walked, const VolumeRecord* volume) {
  const FileRecord& file = walked.file;
  file_.put("<fileobject>\n");
  put("filename", volume == nullptr ? file.path : path_in_volume(file.path));
  put_error(walked.outcome, walked.reason);
  if (volume != nullptr) put("partition", std::uint64_t{volume->index} + 1);
  put("id", std::uint64_t{file.id} + 1);
  put("name_type", "r");
  put("filesize", file.size);
  put("alloc", std::uint64_t{file.allocated});
  put("inode", file.inode);
  put_times(file.times, volume != nullptr && keeps_local_time(*volume));
  put_runs(walked, volume);
  put_digests(walked.digests);
  put_outcome(walked.outcome, walked.reason);
  file_.put("</fileobject>\n");
  ++files_;
}

void DfxmlWriter::put_member(const WalkedFile& holder, const WalkedMember& member) {
  file_.put("<fileobject>\n");
  put("filename", path_in_volume(holder.file.path) + "//" + member.path);
  put_error(member.outcome, member.reason);
  put("id", std::to_string(holder.file.id + std::uint64_t{1}) + "." +
                std::to_string(member.number));
  put("name_type", "r");
  put("filesize", member.size);
  put("alloc", std::uint64_t{holder.file.allocated && member.is_allocated});
  put_digests(member.digests);
  put_outcome(member.outcome, member.reason);
  put("winnow:member", "yes");
  file_.put("</fileobject>\n");
  ++members_;
}

Result<void> DfxmlWriter::put_files(const ExchangeExhibit& exhibit,
                                    const VolumeRecord* volume) {
  std::set<std::uint32_t> known;
  if (volume == nullptr) {
    for (const VolumeRecord& one : exhibit.coverage.volumes) known.insert(one.index);
  }
  auto walk = exchange_.store->walk_files(
      exhibit.ref, volume == nullptr ? std::nullopt : std::optional(volume->index));
  if (!walk) return std::move(walk).error();
  while (true) {
    const auto walked = walk->next();
    if (!walked) return walked.error();
    if (!*walked) return {};
    if (known.contains((*walked)->file.volume)) continue;
    put_file(**walked, volume);
    while (true) {
      const auto member = walk->next_member();
      if (!member) return member.error();
      if (!*member) break;
      put_member(**walked, **member);
    }
    if (auto written = file_.check(); !written) return written;
  }
}

Result<void> DfxmlWriter::put_volume(const ExchangeExhibit& exhibit,
                                     const VolumeRecord& volume) {
  file_.put("<volume offset=\"" + std::to_string(volume.offset) + "\">\n<byte_runs>\n");
  file_.put("<byte_run img_offset=\"" + std::to_string(volume.offset) + "\" len=\"" +
            std::to_string(volume.length) + "\"/>\n</byte_runs>\n");
  put("partition_offset", volume.offset);
  if (!volume.filesystem.empty()) put("ftype_str", volume.filesystem);
  ++volumes_;
  if (auto done = put_files(exhibit, &volume); !done) return done;
  if (volume.outcome != VolumeOutcome::examined) {
    put("error", std::string(to_string(volume.outcome)) +
                     (volume.reason.empty() ? "" : ": ") + volume.reason);
  }
  file_.put("</volume>\n");
  return {};
}

Result<void> DfxmlWriter::put_exhibit(const ExchangeExhibit& exhibit) {
  const std::uint64_t before = files_;
  for (const VolumeRecord& volume : exhibit.coverage.volumes) {
    if (auto done = put_volume(exhibit, volume); !done) return done;
  }
  if (files_ - before == exhibit.coverage.files.listed) return {};
  return put_files(exhibit, nullptr);
}

Result<Exported> DfxmlWriter::write() {
  put_head();
  const bool are_several = exchange_.exhibits.size() > 1;
  for (const ExchangeExhibit& exhibit : exchange_.exhibits) {
    const std::string error = not_examined_text(exhibit);
    const bool has_object = are_several || !error.empty();
    if (has_object) {
      file_.put("<diskimageobject>\n");
      put("winnow:exhibit", exhibit.ref);
    }
    if (auto done = put_exhibit(exhibit); !done) return std::move(done).error();
    if (!error.empty()) put("error", error);
    if (has_object) file_.put("</diskimageobject>\n");
  }
  file_.put("</dfxml>\n");
  if (auto written = file_.check(); !written) return std::move(written).error();
  Exported exported{{{"exhibits", exchange_.exhibits.size()},
                     {"volumes", volumes_},
                     {"files", files_},
                     {"members", members_}},
                    {"DFXML has no element for what a scan met: findings are in csv, "
                     "case and vics."}};
  if (without_runs_ > 0) {
    exported.left_out.push_back(
        "The byte runs of " + counted_text(without_runs_, "file") +
        ", not kept as they are, but compressed or the like: the bytes in those runs "
        "are not the content that the hashes are of.");
  }
  return exported;
}

}  // namespace

Result<Exported> write_dfxml(const ExchangeCase& exchange, NewFile& file) {
  return DfxmlWriter(exchange, file).write();
}

}  // namespace winnow
