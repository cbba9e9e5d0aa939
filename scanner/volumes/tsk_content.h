// From libtsk's attributes to file records.
#ifndef WINNOW_SCANNER_VOLUMES_TSK_CONTENT_H_
#define WINNOW_SCANNER_VOLUMES_TSK_CONTENT_H_

#include "scanner/volumes/tsk_handles.h"
#include "scanner/wire/records.h"

namespace winnow {

// Fills size, content kind, runs and inline content of `record` from `attribute`, and
// says why when the content cannot be had. record.allocated must be set already.
void fill_content(TSK_FS_INFO* fs, const TSK_FS_ATTR* attribute, FileRecord& record);

[[nodiscard]] FileTimes times_of(const TSK_FS_META& meta);

// Appends the device runs of a non-resident attribute, whatever it holds.
void append_runs(TSK_FS_INFO* fs, const TSK_FS_ATTR* attribute, std::vector<Run>& runs);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_TSK_CONTENT_H_
