// ext2, ext3 and ext4: inode tables in bulk, folder blocks, paths from our own map.
#ifndef WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_
#define WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_

#include <string>

#include "scanner/volumes/walker.h"

namespace winnow {

// Fails only if nothing at all can be listed. Gives the flavour: "ext2", "ext3",
// "ext4".
[[nodiscard]] Result<std::string> walk_ext(Walk& walk);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_
