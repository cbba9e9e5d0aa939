// What-if: a decision that nobody made, supposed for an order that is only shown. It is
// taken as the same event of the audit log would be, so that it moves what that would.
#ifndef WINNOW_DRIVERS_DECISIONS_WHAT_IF_H_
#define WINNOW_DRIVERS_DECISIONS_WHAT_IF_H_

#include <string>

#include "base/result.h"
#include "drivers/decisions/decisions.h"

namespace winnow {

// `text` is REF:FIELD=VALUE, where FIELD is one of an intake (intake_fields.h),
// `verdict` (a Verdict) or `disposition`. A Fault says what of it cannot be. The
// exhibit need not be on record; whether the case knows it is the caller's to ask.
[[nodiscard]] Result<void> suppose(const std::string& text, std::int64_t at_seconds,
                                   Decisions& decisions);
// The exhibit that it is about; "" if the text has none.
[[nodiscard]] std::string exhibit_supposed(const std::string& text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_WHAT_IF_H_
