// ext2, ext3 and ext4: inode tables in bulk, folder blocks, paths from our own map.
#ifndef WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_
#define WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_

#include "scanner/volumes/ext_format.h"
#include "scanner/volumes/walker.h"

namespace winnow {

// Fails only if nothing at all can be listed.
[[nodiscard]] Result<void> walk_ext(Walk& walk, const ExtLayout& layout);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_EXT_WALKER_H_
