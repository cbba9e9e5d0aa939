// Every file of the case as a bodyfile of The Sleuth Kit (3.0 and later), for
// timelines:
//
//   line = MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime newline
//
// times are whole seconds since 1970, 0 where there is none; so is an MD5 that was not
// taken. name is "<exhibit>:<path>", as `fls -m` puts a mount point in front; a control
// character in it stands as \xHH and so does '|', which the format cannot hold; a mark
// that turns the direction of text stands as \u{202e} (visible_text.h). A
// deleted file ends in " (deleted)", one whose bytes may belong to another file by now
// in " (deleted-realloc)". mode, UID and GID are not kept by scans: r/r---------, 0, 0.
#ifndef WINNOW_DRIVERS_EXCHANGE_BODYFILE_EXPORT_H_
#define WINNOW_DRIVERS_EXCHANGE_BODYFILE_EXPORT_H_

#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

[[nodiscard]] Result<Exported> write_bodyfile(const ExchangeCase& exchange,
                                              NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_BODYFILE_EXPORT_H_
