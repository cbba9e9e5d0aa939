#include "drivers/cli/scan_decisions.h"

#include <optional>

#include "base/text.h"
#include "drivers/cli/console.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/decision_rules.h"
#include "drivers/decisions/decisions.h"
#include "drivers/decisions/signed_policy.h"

namespace winnow {

Result<Policy> policy_for_scan(const std::string& case_path, const std::string& actor,
                               AuditLog& log) {
  const auto decisions = read_decisions(case_path);
  if (!decisions) return decisions.error();
  if (const auto refusal = refusal_of_role(decisions->people, actor, Deed::scan)) {
    const AuditEvent asked{"start", "scan", "begun", {{"account", actor_of("")}}};
    if (auto done = log.append(refused_event(asked, *refusal)); !done) {
      return std::move(done).error();
    }
    return Fault{FaultKind::usage, *refusal, "scan", std::nullopt};
  }
  auto policy = policy_in_force(*decisions);
  if (policy) return policy;
  say("winnow: " + printable_utf8(policy.error().line()) +
      "; the shipped policy is used");
  return shipped_policy();
}

}  // namespace winnow
