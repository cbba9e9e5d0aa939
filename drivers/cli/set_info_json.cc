#include "drivers/cli/set_info_json.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/text.h"

namespace winnow {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void put(JsonWriter& writer, const char* name, const std::string& value) {
  writer.Key(name);
  writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

// rapidjson takes a document apart and puts it together by recursion, and the record
// came out of a file that anybody may have made.
bool is_shallow(const std::string& json) {
  constexpr int kDeepest = 16;  // our own records have three levels
  int depth = 0;
  for (const char c : json) {  // brackets in texts count too: only caution is lost
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return false;
  }
  return true;
}

}  // namespace

std::string set_info_json(const HashSet& set, SizeRule size_rule) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  put(writer, "name", printable_utf8(set.name()));
  put(writer, "type", to_string(set.type()));
  put(writer, "id", set.id());
  writer.Key("entries");
  writer.Uint64(set.entry_count());
  writer.Key("digests");
  writer.StartObject();
  for (const Algorithm algorithm : kAlgorithms) {
    writer.Key(to_string(algorithm));
    writer.Uint64(set.digest_count(algorithm));
  }
  writer.EndObject();
  writer.Key("sizes");
  writer.StartObject();
  writer.Key("count");
  writer.Uint64(set.size_count());
  put(writer, "rule", to_string(size_rule));
  writer.EndObject();
  writer.Key("head_blocks");
  writer.Uint64(set.head_block_count());
  writer.Key("blocks");
  writer.Uint64(set.block_count());
  // The record came out of a file: it is taken apart and put together again, so that it
  // cannot break the document.
  rapidjson::Document record;
  const std::string& json = set.import_record_json();
  if (is_shallow(json)) record.Parse(json.c_str(), json.size());
  writer.Key("import");
  if (!is_shallow(json) || record.HasParseError()) {
    writer.Null();
  } else {
    record.Accept(writer);
  }
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
