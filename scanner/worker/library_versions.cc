#include "scanner/worker/library_versions.h"

#include "scanner/evidence/evidence_versions.h"
#include "scanner/volumes/volume_versions.h"

namespace winnow {

std::string library_versions_json() {
  // Version strings are the libraries' own plain ASCII: nothing to escape.
  std::string json = "{";
  for (const auto& [name, version] : evidence_library_versions()) {
    json += "\"" + name + "\":\"" + version + "\",";
  }
  return json + "\"libtsk\":\"" + volume_library_version() + "\"}";
}

}  // namespace winnow
