#include "drivers/cli/set_record.h"

#include <algorithm>
#include <string>

#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

// rapidjson takes a document apart and puts it together by recursion.
bool is_shallow(const std::string& json) {
  constexpr int kDeepest = 16;  // our own records have five levels
  int depth = 0;
  for (const char c : json) {  // brackets in texts count too: only caution is lost
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return false;
  }
  return true;
}

std::optional<std::int64_t> moment_in(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd() || !member->value.IsString()) return std::nullopt;
  return parse_utc({member->value.GetString(), member->value.GetStringLength()});
}

std::optional<std::int64_t> oldest_list(const rapidjson::Value& record) {
  const auto files = record.FindMember("source_files");
  if (files == record.MemberEnd() || !files->value.IsArray()) return std::nullopt;
  std::optional<std::int64_t> oldest;
  for (const auto& file : files->value.GetArray()) {
    const auto released =
        file.IsObject() ? moment_in(file, "released_on") : std::nullopt;
    if (!released) return std::nullopt;
    oldest = std::min(oldest.value_or(*released), *released);
  }
  return oldest;
}

}  // namespace

rapidjson::Document record_of(const HashSet& set) {
  rapidjson::Document record;
  const std::string& json = set.import_record_json();
  if (is_shallow(json)) record.Parse(json.c_str(), json.size());
  if (record.HasParseError()) record.SetNull();
  return record;
}

std::optional<std::int64_t> date_of(const HashSet& set) {
  const rapidjson::Document record = record_of(set);
  if (!record.IsObject()) return std::nullopt;
  if (const auto released = moment_in(record, "released_on")) return released;
  if (const auto released = oldest_list(record)) return released;
  return moment_in(record, "imported_at_utc");
}

}  // namespace winnow
