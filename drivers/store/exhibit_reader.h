// Reading an exhibit's answer back from the database: the same values that its ledger
// gave. A part of the store.
#ifndef WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_
#define WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/store/database.h"
#include "scanner/ledger/answer.h"

namespace winnow {

[[nodiscard]] Result<Coverage> read_coverage(Database& database,
                                             const std::string& ref);
// In their stable order.
[[nodiscard]] Result<std::vector<Finding>> read_findings(Database& database,
                                                         const std::string& ref);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_
