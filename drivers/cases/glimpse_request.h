// A look at a picture, as a decision: no picture is shown but a blurred, grey one, to
// whoever may view pictures and says why, and each is in the audit log before it is
// decoded. The one way to a picture, for every door.
#ifndef WINNOW_DRIVERS_CASES_GLIMPSE_REQUEST_H_
#define WINNOW_DRIVERS_CASES_GLIMPSE_REQUEST_H_

#include <cstdint>

#include "base/result.h"
#include "drivers/cases/decision_case.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/store/audit_log.h"
#include "scanner/supervise/glimpse.h"

namespace winnow {

[[nodiscard]] Judged judge_glimpse(const GlimpseRequest& request,
                                   const DecisionCase& of, std::int64_t now_seconds);

// The whole way of a request that names exhibit, place and signatures: what is on
// record of the picture, the judge, the event, the child. `log` is of the case, opened
// for who asks. A fault of kind `usage` is a refusal, which is on record, or says that
// there is no such picture, or that the exhibit is another one; any other says why
// nothing can be seen. Where it comes behind the event, `view_failed` follows that.
// Takes as long as the exhibit's inventory and the one file do.
[[nodiscard]] Result<Glimpse> view_picture(GlimpseRequest request, DecisionCase& of,
                                           AuditLog& log, std::int64_t now_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_GLIMPSE_REQUEST_H_
