// Events of the audit log that say what became of an examination.
//
//   outcome       object = the exhibit, outcome = ExaminationResult; detail: at, items,
//                 minutes, band and confidence (what its scans had said until then)
//   proposed      object = the exhibit, drawn at random for examination (proposals.h)
//   disposition   of its detail only lane, place, of: where the exhibit stood when it
//                 was started; all else of it is taken elsewhere
//
// Pure. One event changes one exhibit; what cannot be understood is a remark.
#ifndef WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_
#define WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_

#include <string>

#include "drivers/decisions/decisions.h"
#include "drivers/store/audit_line.h"

namespace winnow {

void take_outcome_event(const AuditLine& line, Decisions& decisions);

// The event that take_outcome_event() makes the same outcome of.
[[nodiscard]] AuditEvent outcome_event(const std::string& ref, const Outcome& outcome);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_
