// Every file system that libtsk lists by its folders: FAT, exFAT, HFS+, APFS, ISO 9660,
// UFS.
//
// Its search for orphans, which reads the whole volume, is left out. A set of visited
// folders of our own ends cycles and cross links.
#ifndef WINNOW_SCANNER_VOLUMES_FOLDER_TREE_WALKER_H_
#define WINNOW_SCANNER_VOLUMES_FOLDER_TREE_WALKER_H_

#include "scanner/volumes/tsk_handles.h"
#include "scanner/volumes/walker.h"

namespace winnow {

// Fails only if nothing at all can be listed.
[[nodiscard]] Result<void> walk_folder_tree(TskVolume& volume, Walk& walk);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_FOLDER_TREE_WALKER_H_
