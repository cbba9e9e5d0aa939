#include "drivers/web/practice_role.h"

#include <utility>

#include "drivers/cases/decision_case.h"
#include "drivers/decisions/decision_rules.h"
#include "drivers/store/audit_log.h"

namespace winnow {
namespace {

// Who grants the roles of the practice case; no person's name.
constexpr char kTraining[] = "Winnow training";

Result<void> grant(DecisionCase& of, const std::string& name, Role role) {
  const Signatures signatures =
      signatures_of({kTraining, "", "", std::nullopt}, now_seconds());
  auto log = AuditLog::open(of.folder.path(), actor_of(signatures.by));
  if (!log) return std::move(log).error();
  const auto judged = put_judged(
      of,
      [&](const DecisionCase& known) -> Result<Judged> {
        return Judged{grant_event(name, role, signatures),
                      refusal_of_grant(name, role, signatures, known.decisions), ""};
      },
      *log);
  if (!judged) return judged.error();
  if (!judged->refusal) return {};
  return Fault{FaultKind::usage, *judged->refusal, name, std::nullopt};
}

}  // namespace

Result<void> give_practice_role(const std::string& case_path, const std::string& name) {
  auto of = open_decisions(case_path);
  if (!of) return std::move(of).error();
  if (of->decisions.people.role_of(name) != Role::operator_) return {};
  if (!of->decisions.people.has_administrator()) {
    if (auto done = grant(*of, kTraining, Role::administrator); !done) return done;
  }
  return grant(*of, name, Role::examiner);
}

}  // namespace winnow
