// What people decided of a case, as far as a scan of it asks: who may scan, and by
// which policy it is told how strong a finding is.
#ifndef WINNOW_DRIVERS_CLI_SCAN_DECISIONS_H_
#define WINNOW_DRIVERS_CLI_SCAN_DECISIONS_H_

#include <string>

#include "base/result.h"
#include "drivers/store/audit_log.h"
#include "scanner/rank/policy.h"

namespace winnow {

// A fault, which stands in the log as `refused`, if `actor` may not scan. A signed
// policy that this version cannot read keeps no device from being scanned: the shipped
// one is then taken, and that is said.
[[nodiscard]] Result<Policy> policy_for_scan(const std::string& case_path,
                                             const std::string& actor, AuditLog& log);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SCAN_DECISIONS_H_
