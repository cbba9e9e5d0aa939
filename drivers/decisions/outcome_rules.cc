#include "drivers/decisions/outcome_rules.h"

#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/outcome_figures.h"

namespace winnow {
namespace {

// Two clocks are never quite the same.
constexpr std::int64_t kClockSeconds = 60;

}  // namespace

Refusal refusal_of_outcome(const Outcome& outcome, const CaseFacts& facts,
                           const People& people, std::int64_t now_seconds) {
  if (auto refusal = refusal_of_role(people, outcome.by, Deed::record_outcome)) {
    return refusal;
  }
  if (outcome.at > now_seconds + kClockSeconds) {
    return "--at " + moment_text(outcome.at) +
           " lies in the future; give the time at which the examination ended";
  }
  const auto& seized_at = facts.intake.seized_at;
  if (seized_at && outcome.at < *seized_at) {
    return "--at " + moment_text(outcome.at) + " is before the seizure, " +
           moment_text(*seized_at) + "; put the one right that is wrong";
  }
  if (outcome.items > 0 && !is_holding(outcome.result)) {
    return std::string("an outcome \"") + to_string(outcome.result) +
           "\" has no items; say listed or unlisted if there were any";
  }
  return std::nullopt;
}

Refusal refusal_of_draw(const std::string& by, const People& people) {
  return refusal_of_role(people, by, Deed::record_outcome);
}

}  // namespace winnow
