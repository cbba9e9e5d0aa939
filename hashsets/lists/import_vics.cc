// Project VIC's data model (VICS), 1.0 to 2.0:
//
//   {"@odata.context": "<models>/2.0.xml/<profile>/$metadata#Media" | "...#Cases",
//    "value": [media, ...] | [{"CaseID": ..., "Media": [media, ...]}, ...]}
//   media = {"MD5": ..., "SHA1": ..., "SHA256": ..., "Category": ..., "MediaSize": ...,
//            "AlternativeHashes": [{"HashName": ..., "HashValue": ...}], ...}
//
// In 1.x the first key is "odata.metadata" and the address names no profile. Exporters
// write "#Media" above cases and the other way round, so the content decides. Keys are
// matched in any case; keys that are not named above are passed over with all that is
// in them, so the MD5 of a media's files, Exifs or alternative hashes is never taken
// for its own. A Category that is absent, null or "" is not graded; 0 is a category.
//
// Numbers of categories are regional. What the operator gives as profile says what they
// mean; without it the profile's name in the address is kept beside the number, and for
// the United Kingdom, where a number stands for a legal grade, the list is refused.
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text_pieces.h"
#include "hashsets/lists/category_profile.h"
#include "hashsets/lists/json_entry.h"
#include "hashsets/lists/json_source.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::string_view kNotVics =
    "is JSON, but not a VICS list: it has no array \"value\" of media or cases";
constexpr std::array<std::string_view, 5> kVersions = {"1.0", "1.1", "1.2", "1.3",
                                                       "2.0"};

// What the address in the first key says.
struct VicsContext {
  std::string version;  // "2.0"; "" if the address is none of VICS
  std::string profile;  // "UK"; "" in 1.x
};

bool is_plain_name(std::string_view name) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of(kLetters) == std::string_view::npos;
}

VicsContext parse_context(std::string_view address) {
  constexpr std::string_view kModels = "/DataModels/";
  constexpr std::string_view kSuffix = ".xml";
  const std::size_t models = address.find(kModels);
  if (models == std::string_view::npos) return {};
  address.remove_prefix(models + kModels.size());
  const std::size_t suffix = address.find(kSuffix);
  if (suffix == std::string_view::npos) return {};
  VicsContext context{std::string(address.substr(0, suffix)), ""};
  address.remove_prefix(suffix + kSuffix.size());
  if (address.substr(0, 1) != "/") return context;
  address.remove_prefix(1);
  const std::string_view profile = address.substr(0, address.find('/'));
  if (profile.size() < address.size() && is_plain_name(profile)) {
    context.profile = profile;
  }
  return context;
}

bool begins_with_key(std::string_view text, std::string_view name) {
  return same_key(text.substr(0, name.size()), name);
}

// Whether categories of this profile are the legal grades of the United Kingdom.
bool is_uk(std::string_view profile) {
  return begins_with_key(profile, "uk") || begins_with_key(profile, "caid");
}
bool is_us(std::string_view profile) {
  return same_key(profile, "us");
}

struct Media {
  JsonEntry entry;
  std::optional<std::int64_t> code;
  bool is_case = false;
  std::uint64_t offset = 0;

  void start(std::uint64_t at) {
    entry.clear();
    code.reset();
    is_case = false;
    offset = at;
  }
};

// A key whose value is wanted.
enum class Field : std::uint8_t {
  none,
  context,
  values,
  case_id,
  media,
  hash,
  size,
  category,
  alternatives,
  hash_name,
  hash_value,
};

class VicsReader : public JsonEvents {
 public:
  VicsReader(const ListSource& source, const ImportOptions& options, RowSink& sink)
      : source_(source), sink_(sink), profile_(options.profile) {}

  JsonWant key(std::string_view name) override;
  void value(const JsonScalar& scalar) override;
  bool begin(JsonContainer container, std::uint64_t offset) override;
  void end(JsonContainer container) override;

  [[nodiscard]] bool found_values() const { return found_values_; }

 private:
  // The open containers that are listened to, from the outermost.
  enum class Where : std::uint8_t {
    outside,
    document,
    values,
    element,  // of "value": a media, or a case
    media_list,
    media,  // of a case
    alternatives,
    alternative,
  };

  JsonWant want(Field field, JsonWant how) {
    field_ = field;
    return how;
  }
  JsonWant document_key(std::string_view name);
  JsonWant media_key(std::string_view name);
  JsonWant alternative_key(std::string_view name);
  [[nodiscard]] Where inside(JsonContainer container) const;
  Media& media() { return media_[in_case_ ? 1 : 0]; }

  void take_context(const JsonScalar& scalar);
  void take_category(const JsonScalar& scalar);
  void take_alternative();
  void finish_media();
  bool set_category(ListRow& row);
  void refuse(FaultKind kind, std::string what) {
    stop(Fault{kind, std::move(what), source_.name(), std::nullopt});
  }
  void check_region(std::string_view region);

  const ListSource& source_;
  RowSink& sink_;
  const CategoryProfile* profile_;  // the operator's, or the one that is part of us
  std::optional<CategoryProfile> shipped_;
  std::string profile_name_;  // where there is no profile; "" before it is known
  std::string context_;       // the address as it stands in the list
  std::vector<Where> path_ = {Where::outside};
  Field field_ = Field::none;
  HashKey hash_ = HashKey::none;
  bool in_case_ = false;
  bool found_values_ = false;
  std::uint64_t last_begin_ = 0;
  std::array<Media, 2> media_;  // of the element, of the case's media
  HashKey alternative_ = HashKey::none;
  std::string alternative_name_;
  std::string alternative_value_;
  bool alternative_is_text_ = true;
};

JsonWant VicsReader::key(std::string_view name) {
  switch (path_.back()) {
    case Where::document:
      return document_key(name);
    case Where::element:
      if (same_key(name, "media")) return want(Field::media, JsonWant::all);
      if (same_key(name, "caseid")) return want(Field::case_id, JsonWant::scalar);
      return media_key(name);
    case Where::media:
      return media_key(name);
    case Where::alternative:
      return alternative_key(name);
    default:
      return want(Field::none, JsonWant::nothing);
  }
}

JsonWant VicsReader::document_key(std::string_view name) {
  if (same_key(name, "value")) return want(Field::values, JsonWant::all);
  if (same_key(name, "@odata.context") || same_key(name, "odata.metadata")) {
    return want(Field::context, JsonWant::scalar);
  }
  return want(Field::none, JsonWant::nothing);
}

// The length tells most of the two dozen keys of a media apart.
JsonWant VicsReader::media_key(std::string_view name) {
  switch (name.size()) {
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
      hash_ = hash_key(name);
      if (hash_ != HashKey::none) return want(Field::hash, JsonWant::scalar);
      break;
    case 8:
      if (same_key(name, "category")) return want(Field::category, JsonWant::scalar);
      if (same_key(name, "photodna")) {
        hash_ = HashKey::unused;
        return want(Field::hash, JsonWant::scalar);
      }
      break;
    case 9:
      if (same_key(name, "mediasize")) return want(Field::size, JsonWant::scalar);
      break;
    case 17:
      if (same_key(name, "alternativehashes")) {
        return want(Field::alternatives, JsonWant::all);
      }
      break;
    default:
      break;
  }
  return want(Field::none, JsonWant::nothing);
}

JsonWant VicsReader::alternative_key(std::string_view name) {
  if (same_key(name, "hashname")) return want(Field::hash_name, JsonWant::scalar);
  if (same_key(name, "hashvalue")) return want(Field::hash_value, JsonWant::scalar);
  return want(Field::none, JsonWant::nothing);
}

void VicsReader::value(const JsonScalar& scalar) {
  const bool is_text = scalar.kind == JsonScalar::Kind::text;
  switch (path_.back()) {
    case Where::outside:
      return refuse(FaultKind::malformed, std::string(kNotVics));
    case Where::values:
    case Where::media_list:
      return sink_.reject(
          RowReason::not_an_object,
          RowPlace(RowPlace::Unit::byte, last_begin_, "at or after this byte"));
    case Where::alternatives:
      return media().entry.fail(RowReason::not_an_object, "AlternativeHashes");
    default:
      break;
  }
  switch (std::exchange(field_, Field::none)) {
    case Field::context:
      return take_context(scalar);
    case Field::case_id:
      media().is_case = true;
      return;
    case Field::media:  // null, where a case has none
      media().is_case |= scalar.kind == JsonScalar::Kind::null;
      return;
    case Field::hash:
      return media().entry.add(hash_, scalar);
    case Field::size:
      return media().entry.set_size(size_of_json(scalar));
    case Field::category:
      return take_category(scalar);
    case Field::hash_name:
      if (!alternative_name_.empty() && alternative_name_ != scalar.text) {
        media().entry.fail(RowReason::two_values, "HashName");
      }
      alternative_name_ = scalar.text;
      alternative_ = hash_key(trimmed(scalar.text));
      return;
    case Field::hash_value:
      if (!alternative_value_.empty() && alternative_value_ != scalar.text) {
        media().entry.fail(RowReason::two_values, "HashValue");
      }
      alternative_value_ = scalar.text;
      alternative_is_text_ = is_text || scalar.kind == JsonScalar::Kind::null;
      return;
    default:
      return;
  }
}

VicsReader::Where VicsReader::inside(JsonContainer container) const {
  const bool object = container == JsonContainer::object;
  switch (path_.back()) {
    case Where::outside:
      return object ? Where::document : Where::outside;
    case Where::document:
      return !object && field_ == Field::values ? Where::values : Where::outside;
    case Where::values:
      return object ? Where::element : Where::outside;
    case Where::media_list:
      return object ? Where::media : Where::outside;
    case Where::element:
      if (!object && field_ == Field::media) return Where::media_list;
      [[fallthrough]];
    case Where::media:
      if (field_ != Field::alternatives) return Where::outside;
      return object ? Where::alternative : Where::alternatives;
    case Where::alternatives:
      return object ? Where::alternative : Where::outside;
    case Where::alternative:
      return Where::outside;
  }
  return Where::outside;
}

bool VicsReader::begin(JsonContainer container, std::uint64_t offset) {
  const Where where = inside(container);
  field_ = Field::none;
  last_begin_ = offset;
  switch (where) {
    case Where::outside:
      // An array where an entry should be, or an object where a list should be.
      value({JsonScalar::Kind::container});
      return false;
    case Where::values:
      found_values_ = true;
      break;
    case Where::element:
      media().start(offset);
      break;
    case Where::media_list:
      media().is_case = true;
      in_case_ = true;
      media().start(offset);
      break;
    case Where::media:
      media().start(offset);
      break;
    case Where::alternative:
      alternative_ = HashKey::none;
      alternative_name_.clear();
      alternative_value_.clear();
      alternative_is_text_ = true;
      break;
    default:
      break;
  }
  path_.push_back(where);
  return true;
}

void VicsReader::end(JsonContainer) {
  const Where where = path_.back();
  path_.pop_back();
  if (where == Where::media_list) in_case_ = false;
  if (where == Where::element || where == Where::media) finish_media();
  if (where == Where::alternative) take_alternative();
}

void VicsReader::take_alternative() {
  if (alternative_ == HashKey::none && !alternative_name_.empty()) {
    alternative_ = HashKey::unused;
  }
  media().entry.add(alternative_, {alternative_is_text_ ? JsonScalar::Kind::text
                                                        : JsonScalar::Kind::container,
                                   0, 0, alternative_value_});
}

void VicsReader::take_context(const JsonScalar& scalar) {
  if (scalar.kind != JsonScalar::Kind::text) return;
  if (!context_.empty() && context_ != scalar.text) {
    return refuse(FaultKind::malformed,
                  "says twice, and differently, what its categories mean "
                  "(@odata.context); get a whole copy of it");
  }
  context_ = scalar.text;
  const VicsContext context = parse_context(scalar.text);
  if (context.version.empty()) return;
  bool known = false;
  for (const std::string_view version : kVersions) known |= version == context.version;
  if (!known) {
    return refuse(FaultKind::unsupported,
                  "is VICS of a version that is not read; 1.0 to 2.0 are");
  }
  check_region(context.profile);
  // 1.x names no profile: then its numbers are those of that version.
  profile_name_ = context.profile.empty() ? "VICS " + context.version : context.profile;
}

// `region` is what the list's address names.
void VicsReader::check_region(std::string_view region) {
  if (profile_ != nullptr && !shipped_) {
    const std::string& given = profile_->region();
    if ((is_uk(region) && is_us(given)) || (is_us(region) && is_uk(given))) {
      refuse(FaultKind::usage, "is a list of the " + std::string(region) +
                                   ", and the profile given is of the " + given +
                                   ": the same numbers mean other things there; give "
                                   "the profile of the list's region");
    }
    return;
  }
  if (is_uk(region)) {
    return refuse(FaultKind::usage,
                  "is a list of the UK, and which legal grade a category number "
                  "stands for is regional and not written in the list; say it with "
                  "winnow hashset build --profile (uk, or a file of your own)");
  }
  if (!is_us(region) || shipped_) return;
  auto profile = CategoryProfile::open("us");
  if (!profile) return stop(std::move(profile).error());
  shipped_ = std::move(*profile);
  profile_ = &*shipped_;
}

void VicsReader::take_category(const JsonScalar& scalar) {
  std::optional<std::int64_t> code;
  switch (scalar.kind) {
    case JsonScalar::Kind::null:
      return;
    case JsonScalar::Kind::integer:
      code = scalar.integer;
      break;
    case JsonScalar::Kind::text: {
      const std::string_view text = trimmed(scalar.text);
      if (text.empty()) return;
      std::int64_t number = 0;
      const char* end = text.data() + text.size();
      const auto parsed = std::from_chars(text.data(), end, number);
      if (parsed.ec == std::errc() && parsed.ptr == end) code = number;
      break;
    }
    default:
      break;
  }
  Media& now = media();
  if (!code) {
    now.entry.fail(RowReason::bad_category,
                   scalar.text.empty() ? std::string_view("Category") : scalar.text);
  } else if (now.code && now.code != code) {
    now.entry.fail(RowReason::two_values, "Category");
  } else {
    now.code = code;
  }
}

void VicsReader::finish_media() {
  Media& done = media();
  const auto refused = done.entry.refused();
  if (done.is_case && refused == RowReason::no_digest) return;
  if (!refused && done.code && !set_category(done.entry.row())) return;
  done.entry.give(sink_,
                  RowPlace(RowPlace::Unit::byte, done.offset, done.entry.shown()));
}

bool VicsReader::set_category(ListRow& row) {
  row.code = media().code;
  if (profile_ != nullptr) {
    row.profile = profile_->id();
    if (const auto* entry = profile_->find(*row.code)) row.label = entry->label;
    return true;
  }
  if (profile_name_.empty()) {
    refuse(FaultKind::usage,
           "has category numbers and does not say before them whose they are "
           "(@odata.context); say it with winnow hashset build --profile (us, uk, or a "
           "file of your own)");
    return false;
  }
  row.profile = profile_name_;
  return true;
}

}  // namespace

Result<void> import_vics(ListSource& source, const ImportOptions& options,
                         RowSink& sink) {
  VicsReader reader(source, options, sink);
  if (auto read = read_json(source, reader); !read) return read;
  if (reader.found_values()) return {};
  return Fault{FaultKind::malformed, std::string(kNotVics), source.name(),
               std::nullopt};
}

}  // namespace winnow
