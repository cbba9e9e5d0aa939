// NTFS by its Master File Table, not by its folders.
//
// libtsk's own folder walk compares every name of a folder with every other (100,000
// names take 15 s); the table holds, for each file, its names and the folder each lies
// in, so one pass over it and a map of folders give every path in linear time (0.08 s).
#ifndef WINNOW_SCANNER_VOLUMES_NTFS_WALKER_H_
#define WINNOW_SCANNER_VOLUMES_NTFS_WALKER_H_

#include "scanner/volumes/tsk_handles.h"
#include "scanner/volumes/walker.h"

namespace winnow {

// Fails only if nothing at all can be listed.
[[nodiscard]] Result<void> walk_ntfs(TskVolume& volume, Walk& walk);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_NTFS_WALKER_H_
