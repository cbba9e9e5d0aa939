// Findings as CSV (RFC 4180, UTF-8, no spreadsheet takes a cell for a formula): a line
// of heads, then a line for each finding, in the stable order of `winnow findings`.
//
// held_in is the path of the file that holds a member; then inode, runs and times are
// that file's, for a member has none of its own. runs are byte offset + length in the
// exhibit. times are UTC as the file system of times_from states them; FAT's and
// exFAT's are the local time of the device that wrote them, and end in no Z. What no
// set lists, an indication, has no set and no entry.
#ifndef WINNOW_DRIVERS_EXCHANGE_CSV_EXPORT_H_
#define WINNOW_DRIVERS_EXCHANGE_CSV_EXPORT_H_

#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

[[nodiscard]] Result<Exported> write_csv(const ExchangeCase& exchange, NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_CSV_EXPORT_H_
