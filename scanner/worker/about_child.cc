#include "scanner/worker/about_child.h"

#include "scanner/evidence/evidence_versions.h"
#include "scanner/volumes/volume_versions.h"

namespace winnow {
namespace {

// All texts here are the libraries' or our own plain ASCII: nothing to escape.
std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

std::string list_json(const std::vector<std::string>& texts) {
  std::string json;
  for (const std::string& text : texts) {
    json += (json.empty() ? "" : ",") + quoted(text);
  }
  return "[" + json + "]";
}

}  // namespace

std::string about_child_json(const Confined& confined) {
  std::string json = "{\"libraries\":{";
  for (const auto& [name, version] : evidence_library_versions()) {
    json += quoted(name) + ":" + quoted(version) + ",";
  }
  return json + "\"libtsk\":" + quoted(volume_library_version()) +
         "},\"confinement\":{\"in_force\":" + list_json(confined.in_force) +
         ",\"lacking\":" + list_json(confined.lacking) + "}}";
}

}  // namespace winnow
