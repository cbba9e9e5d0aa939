#include "scanner/volumes/volume_versions.h"

#include <tsk/libtsk.h>

namespace winnow {

std::string volume_library_version() {
  return tsk_version_get_str();
}

}  // namespace winnow
