#include "drivers/decisions/outcome_events.h"

namespace winnow {

void take_outcome_event(const AuditLine& line, Decisions& decisions) {
  if (line.what.event != "outcome") return;
  decisions.exhibits[line.what.object].facts.is_examined = true;
}

}  // namespace winnow
