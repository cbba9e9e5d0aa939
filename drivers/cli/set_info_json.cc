#include "drivers/cli/set_info_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/text.h"
#include "drivers/cli/set_record.h"

namespace winnow {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void put(JsonWriter& writer, const char* name, const std::string& value) {
  writer.Key(name);
  writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

}  // namespace

std::string set_uuid(const std::string& id) {
  std::string uuid = id.substr(0, 32);
  uuid[12] = '8';
  // Two bits of the variant are fixed, the other two are the id's.
  const auto digit =
      static_cast<unsigned>(std::string_view("0123456789abcdef").find(uuid[16]));
  uuid[16] = "89ab"[digit & 3];
  for (const std::size_t at : {20u, 16u, 12u, 8u}) uuid.insert(at, 1, '-');
  return uuid;
}

std::string set_info_json(const HashSet& set, SizeRule size_rule,
                          std::optional<std::uint32_t> probative_share_ppm) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  put(writer, "name", printable_utf8(set.name()));
  put(writer, "type", to_string(set.type()));
  put(writer, "id", set.id());
  put(writer, "set_uuid", set_uuid(set.id()));
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
  if (probative_share_ppm) {
    writer.Key("probative_share_ppm");
    writer.Uint(*probative_share_ppm);
  }
  // Taken apart and put together again, so that it cannot break the document.
  writer.Key("import");
  record_of(set).Accept(writer);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
