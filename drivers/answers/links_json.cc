#include "drivers/answers/links_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace winnow {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& json, const char* key, const std::string& text) {
  json.Key(key);
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

}  // namespace

std::string link_json(const ContentLink& link) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("digest");
  json.StartObject();
  put(json, to_string(link.digest.algorithm), link.digest.hex());
  json.EndObject();
  put(json, "kind", to_string(link.kind));
  put(json, "standing", to_string(link.standing));
  json.Key("exhibits");
  json.StartArray();
  for (const LinkedPlaces& one : link.exhibits) {
    json.StartObject();
    put(json, "exhibit", one.exhibit);
    put(json, "path", one.path);
    json.Key("places");
    json.Uint64(one.places);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
