// Archives that were split over several files.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_PARTS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_PARTS_H_

#include "scanner/examine/content/content.h"

namespace winnow {

// Whether the archive says that it is one of several parts. By the formats' own words:
// zip (APPNOTE 6.3.10, 8.5.3 and 4.3.16), RAR 4 and 5 (technotes of RARLAB), cabinets
// (MS-CAB 2.1).
[[nodiscard]] bool is_part_of_several(Content& content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_PARTS_H_
