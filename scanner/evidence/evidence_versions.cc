#include "scanner/evidence/evidence_versions.h"

#include <stdint.h>  // afflib's header uses these names and includes nothing
#include <sys/types.h>

#include <afflib/afflib.h>
#include <libbfio.h>
#include <libewf.h>
#include <libvhdi.h>
#include <libvmdk.h>

namespace winnow {

std::vector<std::pair<std::string, std::string>> evidence_library_versions() {
  return {{"libewf", libewf_get_version()},
          {"libvhdi", libvhdi_get_version()},
          {"libvmdk", libvmdk_get_version()},
          {"libbfio", libbfio_get_version()},
          {"afflib", af_version()}};
}

}  // namespace winnow
