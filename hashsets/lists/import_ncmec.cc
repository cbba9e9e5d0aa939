// NCMEC Hash Sharing v2, XML of the namespace below:
//
//   queryResult > images|videos @count > image|video|deletedImage|deletedVideo
//     > member@id, timestamp, id, classification, fingerprints > md5, sha1, pdq, ...
//
// The classification (A1, A2, B1, B2) is NCMEC's own scale: it becomes a label of the
// profile "NCMEC" and never a code. A document type is refused with everything that
// could be declared in it; depth, texts and what the parser may hold back are bounded.
#include <expat.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/ncmec_deletions.h"

namespace winnow {
namespace {

constexpr std::string_view kNamespace = "https://hashsharing.ncmec.org/hashsharing/v2";
constexpr char kSeparator = '|';
constexpr std::size_t kDeepest = 32;
constexpr std::size_t kLongestText = 4096;
// One tag, comment or the like, which the parser keeps until its end has come.
constexpr std::uint64_t kLongestToken = std::uint64_t{1} << 20;
constexpr std::size_t kPiece = std::size_t{64} << 10;

// What an image or a video says of itself, as text.
struct Entry {
  std::uint64_t offset = 0;  // byte at which it begins
  bool deleted = false;
  std::string member;
  std::string id;
  std::string time;
  std::string classification;
  std::array<std::string, 3> digests;  // by algorithm
  std::string pdq;
  bool unused = false;     // fingerprints of other kinds
  bool ambiguous = false;  // says something twice, or at too great length
};

using TakeEntry = std::function<Result<void>(const Entry&)>;

class NcmecParser {
 public:
  NcmecParser(ListSource& source, TakeEntry take)
      : source_(source), take_(std::move(take)) {}

  Result<void> run();
  // The latest moment that a group of entries states; "" if none does.
  [[nodiscard]] const std::string& latest() const { return latest_; }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  static void on_start(void* self, const char* name, const char** attributes);
  static void on_end(void* self, const char* name);
  static void on_text(void* self, const char* text, int length);
  static void on_doctype(void* self, const char* name, const char* system,
                         const char* publisher, int has_subset);

  void start(std::string_view name, const char** attributes);
  void end();
  void text(std::string_view more);
  void start_part(std::string_view name, const char** attributes);
  void start_fingerprint(std::string_view name);
  void take_into(std::string& target);
  void end_group();
  void stop(FaultKind kind, const std::string& what);
  [[nodiscard]] std::uint64_t here() const;
  [[nodiscard]] Result<void> check(XML_Status status, std::uint64_t fed);
  [[nodiscard]] Fault parser_fault() const;

  ListSource& source_;
  TakeEntry take_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::optional<Fault> fault_;
  std::size_t depth_ = 0;
  bool in_group_ = false;         // images or videos
  bool in_fingerprints_ = false;  // of the entry itself
  std::optional<std::uint64_t> stated_;
  std::uint64_t entries_ = 0;  // of the group
  std::string latest_;
  std::optional<Entry> entry_;
  std::string* target_ = nullptr;  // where text goes, while inside such an element
  std::size_t target_depth_ = 0;
};

std::string_view attribute(const char** attributes, std::string_view name) {
  for (; attributes[0] != nullptr; attributes += 2) {
    if (attributes[0] == name) return attributes[1];
  }
  return {};
}

std::string_view stripped(std::string_view text) {
  return trimmed(text, " \t\r\n");
}

void NcmecParser::on_start(void* self, const char* name, const char** attributes) {
  static_cast<NcmecParser*>(self)->start(name, attributes);
}
void NcmecParser::on_end(void* self, const char* /*name*/) {
  static_cast<NcmecParser*>(self)->end();
}
void NcmecParser::on_text(void* self, const char* text, int length) {
  static_cast<NcmecParser*>(self)->text({text, static_cast<std::size_t>(length)});
}
void NcmecParser::on_doctype(void* self, const char* /*name*/, const char* /*system*/,
                             const char* /*publisher*/, int /*has_subset*/) {
  static_cast<NcmecParser*>(self)->stop(
      FaultKind::malformed,
      "has a document type, which no list of NCMEC's has and which could make the "
      "reader fetch or multiply text; get the list from its source again");
}

std::uint64_t NcmecParser::here() const {
  return static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_.get()));
}

void NcmecParser::stop(FaultKind kind, const std::string& what) {
  if (!fault_) fault_ = Fault{kind, what, source_.name(), here()};
  XML_StopParser(parser_.get(), XML_FALSE);
}

// depth: 1 queryResult, 2 images, 3 image, 4 its parts, 5 fingerprints.
void NcmecParser::start(std::string_view full_name, const char** attributes) {
  if (fault_) return;
  if (++depth_ > kDeepest) {
    return stop(FaultKind::malformed, "is nested deeper than any list of NCMEC's");
  }
  const bool ours =
      full_name.substr(0, kNamespace.size()) == kNamespace &&
      full_name.substr(kNamespace.size(), 1) == std::string_view(&kSeparator, 1);
  const std::string_view name =
      ours ? full_name.substr(kNamespace.size() + 1) : std::string_view();
  if (depth_ == 1 && name != "queryResult") {
    return stop(FaultKind::unsupported,
                "is not a list of NCMEC's hash sharing, version 2, which is the XML "
                "that is read; get the list in that version, or as CSV");
  }
  if (depth_ == 2 && (name == "images" || name == "videos")) {
    in_group_ = true;
    entries_ = 0;
    stated_ = parse_size(attribute(attributes, "count"));
    const std::string_view moment = attribute(attributes, "maxTimestamp");
    const auto time = parse_ncmec_time(moment);
    if (time && (latest_.empty() || *time > *parse_ncmec_time(latest_))) {
      latest_ = moment;
    }
  } else if (depth_ == 3 && in_group_) {
    const bool deleted = name == "deletedImage" || name == "deletedVideo";
    if (!deleted && name != "image" && name != "video") return;
    ++entries_;
    entry_.emplace();
    entry_->offset = here();
    entry_->deleted = deleted;
  } else if (depth_ == 4 && entry_) {
    start_part(name, attributes);
  } else if (depth_ == 5 && in_fingerprints_) {
    start_fingerprint(name);
  }
}

void NcmecParser::start_part(std::string_view name, const char** attributes) {
  if (name == "member") {
    entry_->member = attribute(attributes, "id");
    if (entry_->member.size() > kLongestText) entry_->ambiguous = true;
  } else if (name == "timestamp") {
    take_into(entry_->time);
  } else if (name == "id") {
    take_into(entry_->id);
  } else if (name == "classification") {
    take_into(entry_->classification);
  } else if (name == "fingerprints") {
    in_fingerprints_ = true;
  }
}

void NcmecParser::start_fingerprint(std::string_view name) {
  if (name == "pdq") return take_into(entry_->pdq);
  if (const auto algorithm = parse_algorithm(name)) {
    return take_into(entry_->digests[static_cast<std::size_t>(*algorithm)]);
  }
  entry_->unused = true;
}

void NcmecParser::take_into(std::string& target) {
  if (!target.empty()) entry_->ambiguous = true;
  target_ = &target;
  target_depth_ = depth_;
}

void NcmecParser::text(std::string_view more) {
  if (fault_ || target_ == nullptr) return;
  if (depth_ != target_depth_ || more.size() > kLongestText - target_->size()) {
    entry_->ambiguous = true;
    return;
  }
  target_->append(more);
}

void NcmecParser::end() {
  if (fault_) return;
  if (target_ != nullptr && depth_ == target_depth_) target_ = nullptr;
  if (depth_ == 4) in_fingerprints_ = false;
  if (depth_ == 3 && entry_) {
    auto taken = take_(*entry_);
    entry_.reset();
    if (!taken) {
      fault_ = std::move(taken).error();
      XML_StopParser(parser_.get(), XML_FALSE);
      return;
    }
  }
  if (depth_ == 2) end_group();
  --depth_;
}

void NcmecParser::end_group() {
  if (in_group_ && stated_ && *stated_ != entries_) {
    stop(FaultKind::malformed, "says that it has " + grouped(*stated_) +
                                   " entries and has " + grouped(entries_) +
                                   "; nothing was imported, get a whole copy of it");
  }
  in_group_ = false;
}

Fault NcmecParser::parser_fault() const {
  const XML_Error error = XML_GetErrorCode(parser_.get());
  const bool cut =
      error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
      error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNCLOSED_CDATA_SECTION;
  if (error == XML_ERROR_NO_MEMORY) {
    return Fault{FaultKind::out_of_memory, "not enough memory to read the list",
                 source_.name(), here()};
  }
  const std::string what = XML_ErrorString(error);
  return Fault{cut ? FaultKind::truncated : FaultKind::malformed,
               (cut ? "is truncated XML (" : "is not well-formed XML (") + what +
                   "); nothing was imported, get a whole copy of it",
               source_.name(), here()};
}

Result<void> NcmecParser::check(XML_Status status, std::uint64_t fed) {
  if (fault_) return *fault_;
  if (status != XML_STATUS_OK) return parser_fault();
  if (fed - here() > kLongestToken) {
    return Fault{FaultKind::malformed,
                 "has a tag or comment longer than any in a list of NCMEC's",
                 source_.name(), here()};
  }
  return {};
}

Result<void> NcmecParser::run() {
  parser_.reset(XML_ParserCreateNS("UTF-8", kSeparator));
  if (!parser_) {
    return Fault{FaultKind::out_of_memory, "not enough memory to read the list",
                 source_.name(), std::nullopt};
  }
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser_.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  std::vector<std::byte> piece(kPiece);
  std::uint64_t fed = 0;
  for (;;) {
    const auto got = source_.read(piece);
    if (!got) return got.error();
    fed += *got;
    const XML_Status status =
        XML_Parse(parser_.get(), reinterpret_cast<const char*>(piece.data()),
                  static_cast<int>(*got), *got == 0 ? XML_TRUE : XML_FALSE);
    if (auto checked = check(status, fed); !checked) return checked;
    if (*got == 0) return {};
  }
}

// The row of an entry, or why there is none; `unused` is set if values were left out.
std::variant<RowReason, ListRow> row_of(const Entry& entry, bool& unused) {
  unused = entry.unused;
  if (entry.ambiguous || entry.member.empty() || stripped(entry.id).empty()) {
    return RowReason::bad_field;
  }
  ListRow row;
  bool any = false;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto hex = stripped(entry.digests[static_cast<std::size_t>(algorithm)]);
    if (hex.empty()) continue;
    const auto digest = parse_digest(hex);
    if (!digest || digest->algorithm != algorithm) return RowReason::not_a_digest;
    row.digests.set(*digest);
    any = true;
  }
  if (const auto hex = stripped(entry.pdq); !hex.empty()) {
    if (hex.size() != 64 || !is_hex(hex)) return RowReason::not_a_digest;
    row.pdq = parse_pdq(hex);
    // A flat picture's costs the entry its other digests nowhere but in a bad list.
    if (!row.pdq) unused = true;
    any = any || row.pdq.has_value();
  }
  if (!any) return unused ? RowReason::unused_algorithm : RowReason::no_digest;
  row.label = stripped(entry.classification);
  if (!row.label.empty()) row.profile = "NCMEC";
  return row;
}

void take_entry(const Entry& entry, const ImportOptions& options, RowSink& sink) {
  const std::string shown = entry.member + " " + std::string(stripped(entry.id));
  const RowPlace place(RowPlace::Unit::byte, entry.offset, shown);
  const auto time = parse_ncmec_time(stripped(entry.time));
  bool unused = false;
  const auto row = row_of(entry, unused);
  if (options.deletions != nullptr &&
      options.deletions->withdrawn(entry.member, stripped(entry.id), time)) {
    return sink.reject(RowReason::withdrawn, place);
  }
  if (const auto* reason = std::get_if<RowReason>(&row)) {
    return sink.reject(*reason, place);
  }
  sink.take(std::get<ListRow>(row), place);
  if (unused) sink.reject(RowReason::unused_value, place);
}

}  // namespace

bool looks_like_ncmec(Bytes head) {
  std::string_view text = text_of(head);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return stripped(text.substr(0, 256)).substr(0, 1) == "<" &&
         text.find("queryResult") != std::string_view::npos &&
         text.find("hashsharing.ncmec.org/hashsharing/") != std::string_view::npos;
}

Result<void> import_ncmec(ListSource& source, const ImportOptions& options,
                          RowSink& sink) {
  NcmecParser parser(source, [&](const Entry& entry) -> Result<void> {
    if (!entry.deleted) {
      take_entry(entry, options, sink);
      return {};
    }
    // A deletion that cannot be carried out must not pass unseen.
    if (entry.ambiguous || entry.member.empty() || stripped(entry.id).empty() ||
        !parse_ncmec_time(stripped(entry.time))) {
      const std::string shown = "deletion of " + entry.member + " " + entry.id;
      sink.reject(RowReason::bad_field,
                  RowPlace(RowPlace::Unit::byte, entry.offset, shown));
    }
    return {};
  });
  if (auto read = parser.run(); !read) return read;
  sink.about({"NCMEC", "", parser.latest()});
  return {};
}

Result<void> collect_ncmec_deletions(ListSource& source, NcmecDeletions& deletions) {
  NcmecParser parser(source, [&](const Entry& entry) -> Result<void> {
    const auto time = parse_ncmec_time(stripped(entry.time));
    if (!entry.deleted || entry.ambiguous || entry.member.empty() || !time) return {};
    const std::string_view id = stripped(entry.id);
    if (id.empty() || deletions.add(entry.member, id, *time)) return {};
    return Fault{FaultKind::too_big,
                 "has more deletions than are read in one build; build several sets",
                 source.name(), std::nullopt};
  });
  return parser.run();
}

}  // namespace winnow
