// Exceptions: what a supervisor has to look at, in one list. Nothing in it goes away
// but by being mended: whoever may end an entry, and how, stands in it.
//
// Sorted: by kind in the order below, then the oldest first, then by reference. Pure
// functions.
#ifndef WINNOW_DRIVERS_DECISIONS_EXCEPTIONS_H_
#define WINNOW_DRIVERS_DECISIONS_EXCEPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/decisions/decisions.h"
#include "scanner/rank/policy.h"
#include "scanner/rank/ranking.h"

namespace winnow {

enum class ExceptionKind : std::uint8_t {
  unanswered_referral,  // nobody decided yet whether to pass on what is known
  overdue,              // waits beyond its due day
  no_intake,            // scanned, and nobody took it in: it has no due day
  unallocated,         // on record for longer than its lane's target, and nobody has it
  unsigned_return,     // given back without a second person, or against the rules
  expired_assessment,  // a lowered risk answer is past its review
  unreviewed_lead,     // near only: a person has to look
  lowered_lane,        // by one reviewer's word, while it waits
  held_past_date,
  unsigned_policy,
};
inline constexpr std::size_t kExceptionKinds = 10;
[[nodiscard]] const char* to_string(ExceptionKind kind);  // "unanswered referral"

struct ExceptionEntry {
  ExceptionKind kind = ExceptionKind::unanswered_referral;
  std::string exhibit;  // "" for the case as a whole
  std::string what;     // in words
  std::optional<std::int64_t> since;
  std::string who;     // may end it: "reviewer or supervisor"
  std::string remedy;  // how
};

// `judged`: every exhibit of the case, those that left the backlog too.
[[nodiscard]] std::vector<ExceptionEntry> exceptions_of(
    const Decisions& decisions, const std::vector<RankedExhibit>& judged,
    const Policy& policy, std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_EXCEPTIONS_H_
