// A new name in a folder outlasts a power cut only once the folder is on the disk.
#ifndef WINNOW_BASE_SYNC_FOLDER_H_
#define WINNOW_BASE_SYNC_FOLDER_H_

#include <string>

#include "base/result.h"

namespace winnow {

// Brings the folder that `path` lies in to the disk. File systems that cannot do that
// for a folder (FAT) are no fault.
[[nodiscard]] Result<void> sync_folder_of(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_BASE_SYNC_FOLDER_H_
