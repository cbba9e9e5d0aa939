// The rules that a decision keeps before it is put on record: who may, with whom, and
// what has to be said. Each function gives the refusal, one clause that names what to
// do, or nothing. Pure.
#ifndef WINNOW_DRIVERS_DECISIONS_DECISION_RULES_H_
#define WINNOW_DRIVERS_DECISIONS_DECISION_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/decisions.h"
#include "scanner/rank/policy.h"

namespace winnow {

using Refusal = std::optional<std::string>;

[[nodiscard]] Refusal refusal_of_role(const People& people, const std::string& name,
                                      Deed deed);
// A second person, who is another one and may do this deed.
[[nodiscard]] Refusal refusal_of_second(const People& people,
                                        const Signatures& signatures, Deed deed);

// What the request leaves to be understood, said: by whom and when a safeguarding
// decision was made, and that an open one was not.
void fill_safeguarding(IntakeRequest& request);
// The answers that it lowers: yes to unknown or no, and unknown, if somebody said so,
// to no. A first answer lowers nothing. An answer whose time of review is over counts
// as unknown.
[[nodiscard]] std::vector<RiskQuestion> lowered_by(const IntakeRequest& request,
                                                   const CaseRisk& risk,
                                                   std::int64_t now_seconds);
[[nodiscard]] Refusal refusal_of_intake(const IntakeRequest& request,
                                        const Decisions& decisions,
                                        const Policy& policy, std::int64_t now_seconds);

// From what it is to what it shall be.
[[nodiscard]] bool is_possible(Disposition from, Disposition to);
// `hindrances` to a return are those of return_rules.h.
[[nodiscard]] Refusal refusal_of_disposition(const DispositionRequest& request,
                                             const Decisions& decisions,
                                             const std::vector<std::string>& hindrances,
                                             std::int64_t now_seconds);

// What a reviewer says something of.
struct ReviewBasis {
  Lane by_rules = Lane::D;  // the lane as the rules alone give it
  bool is_scanned = false;
  bool has_leads = false;  // near, block or record findings, indications; or before
};
// A lane is lowered below that which the rules give, and a verdict is about something
// that was met, or about a verdict or a return by exception before it.
[[nodiscard]] Refusal refusal_of_review(const ReviewRequest& request,
                                        const Decisions& decisions,
                                        const ReviewBasis& basis,
                                        std::int64_t now_seconds);

[[nodiscard]] Refusal refusal_of_glimpse(const GlimpseRequest& request,
                                         const Decisions& decisions,
                                         std::int64_t now_seconds);

// Before there is an administrator, anybody may name one, and do nothing else; but not
// where the record has gaps, which may hold who is one.
[[nodiscard]] Refusal refusal_of_grant(const std::string& name, Role role,
                                       const Signatures& signatures,
                                       const Decisions& decisions);

[[nodiscard]] Refusal refusal_of_policy(const Policy& policy,
                                        const Signatures& signatures,
                                        const People& people, std::int64_t now_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_DECISION_RULES_H_
