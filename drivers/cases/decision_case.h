// What every door through which decisions are put on record shares: the case with what
// was decided before, and the way of a request into the audit log. None of it needs the
// case's lock: people decide while a scan is at work.
#ifndef WINNOW_DRIVERS_CASES_DECISION_CASE_H_
#define WINNOW_DRIVERS_CASES_DECISION_CASE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/decision_rules.h"
#include "drivers/decisions/decisions.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_folder.h"
#include "scanner/ledger/answer.h"

namespace winnow {

struct DecisionCase {
  CaseFolder folder;
  Decisions decisions;
};

// A case that is there. What of its log could not be understood is in the decisions'
// remarks, for the door to tell.
[[nodiscard]] Result<DecisionCase> open_decisions(const std::string& case_path);
// The same, begun if there is none: an exhibit can be on record before any scan.
[[nodiscard]] Result<DecisionCase> begin_decisions(const std::string& case_path);

// As it was typed if an exhibit is called so, else without the blanks at both ends,
// which would make it another exhibit.
[[nodiscard]] std::string reference_in(const DecisionCase& of,
                                       const std::string& typed);
// Whether anything is known of it; a Fault that says how to begin otherwise.
[[nodiscard]] Result<void> check_exhibit(const DecisionCase& of,
                                         const std::string& ref);
struct ScanOnRecord {
  std::vector<Finding> findings;
  Coverage coverage;
};
// What its journal says; nothing if it was never scanned. Of a damaged journal the
// coverage is never complete.
[[nodiscard]] Result<std::optional<ScanOnRecord>> scan_on_record(
    const CaseFolder& folder, const std::string& ref);

[[nodiscard]] std::int64_t now_seconds();
// Who asks and who countersigns, as they were typed.
struct SignatureOptions {
  std::string operator_name;
  std::string countersigned_by;
  std::string reason;
  std::optional<std::int64_t> at_seconds;  // now, if it is not given
};
[[nodiscard]] Signatures signatures_of(const SignatureOptions& options,
                                       std::int64_t now);

// What becomes of a request, given what is on record: the event that was asked for, why
// it is refused if it is, and the line that tells what was done.
struct Judged {
  AuditEvent event;
  Refusal refusal;
  std::string told;
};
using Judge = std::function<Result<Judged>(const DecisionCase&)>;

// Judges the request and puts it on record behind the very event that it was judged at,
// or that it was refused; what others decided meanwhile is read into `of`, and the
// request judged anew.
[[nodiscard]] Result<Judged> put_judged(DecisionCase& of, const Judge& judge,
                                        AuditLog& log);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_DECISION_CASE_H_
