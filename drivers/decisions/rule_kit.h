// The pieces that the rules of decisions (decision_rules.h) put their refusals together
// of. Pure.
#ifndef WINNOW_DRIVERS_DECISIONS_RULE_KIT_H_
#define WINNOW_DRIVERS_DECISIONS_RULE_KIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/decisions/decision_rules.h"

namespace winnow {

// The first refusal of several, asked in their order.
template <typename... Rules>
Refusal first_of(const Rules&... rules) {
  Refusal refusal;
  const auto ask = [&refusal](const auto& rule) {
    refusal = rule();
    return refusal.has_value();
  };
  static_cast<void>((ask(rules) || ...));
  return refusal;
}

// "a, b or c", if `last` is " or ".
[[nodiscard]] std::string joined_words(const std::vector<std::string>& words,
                                       const char* last);
// "a reviewer or a supervisor"
[[nodiscard]] std::string who_may(Deed deed);
// "reviewer or supervisor"
[[nodiscard]] std::string roles_for(Deed deed);

// `what` names the option; two clocks that differ by a minute are no future.
[[nodiscard]] Refusal refusal_of_future(const char* what,
                                        const std::optional<std::int64_t>& seconds,
                                        std::int64_t now_seconds);
[[nodiscard]] Refusal refusal_without_reason(const Signatures& signatures,
                                             const std::string& what);
[[nodiscard]] Refusal refusal_without_operator(const Signatures& signatures);
// Somebody who is named as the second person is one, whether one was needed or not.
[[nodiscard]] Refusal refusal_of_same_person(const Signatures& signatures);
// What holds for every decision: somebody asks, not in the future, and no person twice.
[[nodiscard]] Refusal refusal_of_signatures(const Signatures& signatures,
                                            std::int64_t now_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_RULE_KIT_H_
