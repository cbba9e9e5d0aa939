// Version of the file system library, as it says itself at run time.
#ifndef WINNOW_SCANNER_VOLUMES_VOLUME_VERSIONS_H_
#define WINNOW_SCANNER_VOLUMES_VOLUME_VERSIONS_H_

#include <string>

namespace winnow {

[[nodiscard]] std::string volume_library_version();

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_VOLUME_VERSIONS_H_
