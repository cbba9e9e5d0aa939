// A scan that has passed every check: exhibits and sets open, nothing written yet.
#ifndef WINNOW_DRIVERS_CLI_SCAN_REQUEST_H_
#define WINNOW_DRIVERS_CLI_SCAN_REQUEST_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cli/options.h"
#include "drivers/cli/set_sources.h"
#include "drivers/store/case_folder.h"
#include "scanner/supervise/supervisor.h"

namespace winnow {

struct ScanRequest {
  TemporaryFolder temporary;
  std::vector<ScanSet> sets;
  ScanSettings settings;
  std::vector<Exhibit> exhibits;
  CaseFolder folder;  // locked
  std::vector<std::string> remarks;
};

// Opens and checks all; only when all is well the case's folder is made, if there is
// none, and the sets that were compiled for it are put there.
[[nodiscard]] Result<ScanRequest> prepare_scan(const ScanOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SCAN_REQUEST_H_
