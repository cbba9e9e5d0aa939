// Events of the audit log that say what a full examination found.
#ifndef WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_
#define WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_

#include "drivers/decisions/decisions.h"
#include "drivers/store/audit_line.h"

namespace winnow {

void take_outcome_event(const AuditLine& line, Decisions& decisions);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_OUTCOME_EVENTS_H_
