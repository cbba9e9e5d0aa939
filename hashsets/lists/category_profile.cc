#include "hashsets/lists/category_profile.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace winnow {
namespace {

using Json = rapidjson::Value;

// Some hundred entries of full sentences are far below it.
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view text_of_json(const Json& json) {
  return {json.GetString(), json.GetStringLength()};
}

// Takes the members of one object one by one and keeps the first complaint.
class Fields {
 public:
  Fields(const Json& object, std::string place, std::string name)
      : object_(object), place_(std::move(place)), name_(std::move(name)) {
    if (!object.IsObject()) complain("must be a JSON object");
  }

  std::string text(const char* key) {
    const Json* json = take(key);
    if (json == nullptr) return "";
    if (json->IsString() && json->GetStringLength() > 0 &&
        is_printable_utf8(text_of_json(*json))) {
      return std::string(text_of_json(*json));
    }
    complain(field(key) +
             " must be text that is not empty, without control characters");
    return "";
  }
  std::string optional_text(const char* key) {
    return has(key) ? text(key) : std::string();
  }
  std::int64_t whole_number(const char* key) {
    const Json* json = take(key);
    if (json == nullptr) return 0;
    if (json->IsInt64()) return json->GetInt64();
    complain(field(key) + " must be a whole number");
    return 0;
  }
  bool yes_or_no(const char* key) {
    const Json* json = take(key);
    if (json == nullptr) return false;
    if (json->IsBool()) return json->GetBool();
    complain(field(key) + " must be true or false");
    return false;
  }
  const Json* array(const char* key) {
    const Json* json = take(key);
    if (json != nullptr && json->IsArray()) return json;
    complain(field(key) + " must be an array");
    return nullptr;
  }

  // After the last field: what was not asked for is not known.
  void finish() {
    if (!object_.IsObject()) return;
    for (const auto& member : object_.GetObject()) {
      const std::string_view key = text_of_json(member.name);
      if (std::find(taken_.begin(), taken_.end(), key) == taken_.end()) {
        complain(field(key) + " is not a field of a profile");
      }
    }
  }
  void complain(const std::string& what) {
    if (fault_) return;
    fault_ = Fault{FaultKind::malformed,
                   "is not a category profile: " + what + "; correct the file", name_,
                   std::nullopt};
  }
  [[nodiscard]] std::string field(std::string_view key) const {
    return place_ + "\"" + printable_utf8(key) + "\"";
  }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  [[nodiscard]] bool has(const char* key) const {
    return object_.IsObject() && object_.HasMember(key);
  }

  const Json* take(const char* key) {
    taken_.emplace_back(key);
    if (!object_.IsObject()) return nullptr;
    const Json* found = nullptr;
    for (const auto& member : object_.GetObject()) {
      if (text_of_json(member.name) != key) continue;
      if (found != nullptr) complain(field(key) + " is given twice");
      found = &member.value;
    }
    if (found == nullptr) complain(field(key) + " is missing");
    return found;
  }

  const Json& object_;
  std::string place_;  // "entry 2: ", or nothing
  std::string name_;
  std::vector<std::string_view> taken_;
  std::optional<Fault> fault_;
};

Result<CategoryProfile::Entry> parse_entry(const Json& json, std::size_t number,
                                           const std::string& name) {
  Fields fields(json, "entry " + std::to_string(number) + ": ", name);
  CategoryProfile::Entry entry;
  entry.code = fields.whole_number("code");
  entry.label = fields.text("label");
  entry.legal_letter = fields.optional_text("legal_letter");
  entry.severity_rank = fields.whole_number("severity_rank");
  if (entry.severity_rank < 1) {
    fields.complain(fields.field("severity_rank") + " must be 1 or more");
  }
  entry.notable = fields.yes_or_no("notable");
  entry.counts_as_hit = fields.yes_or_no("counts_as_hit");
  fields.finish();
  if (fields.fault()) return *fields.fault();
  return entry;
}

bool lower_code(const CategoryProfile::Entry& a, const CategoryProfile::Entry& b) {
  return a.code < b.code;
}

}  // namespace

Result<CategoryProfile> CategoryProfile::parse(const std::string& json,
                                               const std::string& name) {
  const bool marked = json.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0;
  const std::size_t skipped = marked ? kByteOrderMark.size() : 0;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data() + skipped,
                                                 json.size() - skipped);
  // rapidjson takes a NUL byte after a whole document for the end of the file.
  if (!document.HasParseError() && json.find('\0') != std::string::npos) {
    return Fault{FaultKind::malformed, "has a NUL byte, so is not a category profile",
                 name, json.find('\0')};
  }
  if (document.HasParseError()) {
    return Fault{FaultKind::malformed,
                 std::string("is not JSON, so not a category profile: ") +
                     rapidjson::GetParseError_En(document.GetParseError()),
                 name, document.GetErrorOffset() + skipped};
  }
  Fields fields(document, "", name);
  CategoryProfile profile;
  profile.id_ = fields.text("profile_id");
  profile.region_ = fields.text("region");
  profile.source_ref_ = fields.text("source_ref");
  profile.version_ = fields.text("version");
  const Json* entries = fields.array("entries");
  fields.finish();
  if (entries != nullptr && entries->Empty()) fields.complain("it has no entries");
  if (fields.fault()) return *fields.fault();
  for (const Json& json_entry : entries->GetArray()) {
    auto entry = parse_entry(json_entry, profile.entries_.size() + 1, name);
    if (!entry) return std::move(entry).error();
    profile.entries_.push_back(std::move(*entry));
  }
  std::stable_sort(profile.entries_.begin(), profile.entries_.end(), lower_code);
  const auto twice = std::adjacent_find(
      profile.entries_.begin(), profile.entries_.end(),
      [](const Entry& a, const Entry& b) { return a.code == b.code; });
  if (twice != profile.entries_.end()) {
    fields.complain("the \"code\" " + std::to_string(twice->code) + " is given twice");
    return *fields.fault();
  }
  return profile;
}

Result<CategoryProfile> CategoryProfile::open(const std::string& name_or_path) {
  for (const ShippedProfile& shipped : shipped_profiles()) {
    if (shipped.name == name_or_path) {
      return parse(std::string(shipped.json), std::string(shipped.name));
    }
  }
  auto json = read_whole_file(name_or_path, kLargestFile);
  if (json) return parse(*json, name_or_path);
  Fault fault = std::move(json).error();
  fault.what =
      "the category profile " + fault.what + "; give a profile file, or one of";
  for (const ShippedProfile& shipped : shipped_profiles()) {
    fault.what.append(" ").append(shipped.name);
  }
  return fault;
}

const CategoryProfile::Entry* CategoryProfile::find(std::int64_t code) const {
  Entry wanted;
  wanted.code = code;
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), wanted, lower_code);
  return found != entries_.end() && found->code == code ? &*found : nullptr;
}

}  // namespace winnow
