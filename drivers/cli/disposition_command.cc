// disposition: what is decided of an exhibit, from its receipt to its return.
#include <string>

#include "base/text.h"
#include "drivers/answers/disposition_json.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/judges.h"
#include "drivers/cases/open_case.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/blanks.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/return_rules.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

// ---- the history ----

std::string step_text(const DispositionStep& step) {
  std::string text = "  " + moment_text(step.at) + "  " + to_string(step.to);
  if (!step.assigned_to.empty()) text += " to " + step.assigned_to;
  if (step.until) text += " until " + moment_text(*step.until);
  text += ", by " + step.by;
  if (!step.countersigned_by.empty()) {
    text += ", countersigned by " + step.countersigned_by;
  }
  if (!step.reason.empty()) text += ": " + step.reason;
  return text + "\n";
}

std::string history_text(const std::string& ref, const ExhibitDecisions& exhibit) {
  std::string text = ref + ": " + to_string(exhibit.facts.disposition) + "\n";
  for (const DispositionStep& step : exhibit.steps) text += step_text(step);
  return text;
}

// ---- a step ----

int take_step(DecisionCase& of, const DispositionOptions& options,
              const std::string& ref) {
  const std::int64_t now = now_seconds();
  DispositionRequest request{ref,
                             *options.to,
                             printable_utf8(without_outer_blanks(options.to_examiner)),
                             options.until,
                             options.is_exception,
                             {},
                             signatures_of(options.signatures, now)};
  return put_on_record(of, request.signatures.by, [&](const DecisionCase& on_record) {
    return judge_disposition(request, on_record, now);
  });
}

}  // namespace

int run_disposition(const DispositionOptions& options) {
  auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (options.to) return take_step(*of, options, ref);
  const ExhibitDecisions exhibit = decisions_of(*of, ref);
  options.json ? print(history_json(ref, exhibit) + "\n")
               : tell(history_text(ref, exhibit));
  return finish_answer(kExitDone);
}

}  // namespace winnow
