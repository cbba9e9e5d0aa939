// Deleted files whose clusters somebody else holds now.
#ifndef WINNOW_SCANNER_VOLUMES_MIXTURES_H_
#define WINNOW_SCANNER_VOLUMES_MIXTURES_H_

#include <cstddef>
#include <vector>

#include "scanner/wire/file_list.h"
#include "scanner/wire/records.h"

namespace winnow {

// Sets `uncertain` on every deleted record of one volume, the records from `first` on,
// that shares a byte of the device with a live file, with `occupied` (folders and the
// like), or with another deleted file. Sorts a copy of the runs, n log n in their
// number, where there is a deleted record with runs at all.
void mark_mixtures(FileList& files, std::size_t first,
                   const std::vector<Run>& occupied);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_MIXTURES_H_
