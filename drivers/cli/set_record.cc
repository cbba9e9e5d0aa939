#include "drivers/cli/set_record.h"

#include <string>

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

}  // namespace

rapidjson::Document record_of(const HashSet& set) {
  rapidjson::Document record;
  const std::string& json = set.import_record_json();
  if (is_shallow(json)) record.Parse(json.c_str(), json.size());
  if (record.HasParseError()) record.SetNull();
  return record;
}

}  // namespace winnow
