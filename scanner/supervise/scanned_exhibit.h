// An exhibit of a case, attached again after its scan, for an errand: its files as they
// lie there now, and the settings that its scan had.
#ifndef WINNOW_SCANNER_SUPERVISE_SCANNED_EXHIBIT_H_
#define WINNOW_SCANNER_SUPERVISE_SCANNED_EXHIBIT_H_

#include <string>

#include "base/result.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/supervisor.h"

namespace winnow {

struct ScannedExhibit {
  Exhibit exhibit;  // without a journal: nothing is put on record
  ScanSettings settings;
};
// A fault if the ledger holds no run, if the files are not where they were scanned, or
// are not the same evidence (fingerprint_of()).
[[nodiscard]] Result<ScannedExhibit> attach_again(const Ledger& ledger,
                                                  const std::string& ref);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_SCANNED_EXHIBIT_H_
