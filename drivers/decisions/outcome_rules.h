// The rules that an outcome and a draw keep before they are put on record. Each
// function gives the refusal, one clause that names what to do, or nothing. Pure.
#ifndef WINNOW_DRIVERS_DECISIONS_OUTCOME_RULES_H_
#define WINNOW_DRIVERS_DECISIONS_OUTCOME_RULES_H_

#include <cstdint>
#include <string>

#include "drivers/decisions/decision_rules.h"
#include "drivers/decisions/decisions.h"

namespace winnow {

// By outcome.by; `facts` are those of the exhibit before.
[[nodiscard]] Refusal refusal_of_outcome(const Outcome& outcome, const CaseFacts& facts,
                                         const People& people,
                                         std::int64_t now_seconds);
[[nodiscard]] Refusal refusal_of_draw(const std::string& by, const People& people);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_OUTCOME_RULES_H_
