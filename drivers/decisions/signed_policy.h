// The policy in force: the one that a supervisor signed last, as the audit log keeps
// its text, else the shipped proposal.
#ifndef WINNOW_DRIVERS_DECISIONS_SIGNED_POLICY_H_
#define WINNOW_DRIVERS_DECISIONS_SIGNED_POLICY_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "drivers/decisions/decisions.h"
#include "scanner/rank/policy.h"

namespace winnow {

// A fault if the signed one cannot be read by this version: what an agency signed is
// not replaced by something else in silence.
[[nodiscard]] Result<Policy> policy_in_force(const Decisions& decisions);
[[nodiscard]] std::string policy_text_in_force(const Decisions& decisions);

// A text of several lines as one text of an event, and back: '\' stands before '\', 'n'
// for a new line, 't' for a tab, 'r' for a carriage return. Nothing for what an event
// cannot hold whole, or for what is no such text.
[[nodiscard]] std::optional<std::string> as_event_text(std::string_view lines);
[[nodiscard]] std::optional<std::string> from_event_text(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_SIGNED_POLICY_H_
