// AuditHistory: all that is left of what was done with a case, the audit logs that were
// set aside for damage among it.
//
// Each log that was begun in place of a damaged one names that one in its first event,
// with its SHA-256 (audit_log.h). From the log in use back, only logs that are so named
// and are still the same bytes are the case's: a file that merely has such a name may
// be of another case.
//
// Plain values; any thread. All texts are taken for hostile.
#ifndef WINNOW_DRIVERS_STORE_AUDIT_HISTORY_H_
#define WINNOW_DRIVERS_STORE_AUDIT_HISTORY_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/store/audit_line.h"
#include "drivers/store/audit_log.h"

namespace winnow {

struct OldAuditLog {
  std::string name;  // "audit.1.jsonl.old"
  std::string text;
  std::string fault;  // for which it was set aside
};

struct AuditHistory {
  AuditFiles files;              // the log in use
  std::vector<OldAuditLog> old;  // in the order in which they were set aside
  // Old logs that are missing, were changed since, or are none of this case's: each
  // names its file.
  std::vector<std::string> faults;
};
[[nodiscard]] Result<AuditHistory> read_audit_history(const std::string& case_path);

using TakeAuditLine = std::function<void(const AuditLine&)>;

// Every line of the log that is valid in itself, in order, so that damage takes away no
// more than the lines it lies in. What is wrong with the others goes to `remarks`;
// gives how many were.
std::size_t read_audit_lines(const std::string& name, std::string_view log,
                             const TakeAuditLine& take,
                             std::vector<std::string>& remarks);
// The same of a log that was set aside: of that there is always a remark.
void read_old_audit_log(const OldAuditLog& old, const TakeAuditLine& take,
                        std::vector<std::string>& remarks);

// A case of which a log was removed with its head: every command that makes a case
// begins one.
[[nodiscard]] bool is_without_audit_log(const AuditFiles& files);
inline constexpr char kNoAuditLog[] =
    "audit.jsonl: is missing or holds no event, though every command that makes a case "
    "begins it: what was decided and done before is not known";

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_AUDIT_HISTORY_H_
