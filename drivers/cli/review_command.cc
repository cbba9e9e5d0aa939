// review: what a reviewer says of what a scan met, and of the lane it made.
#include <algorithm>
#include <string>
#include <vector>

#include "drivers/cases/decision_case.h"
#include "drivers/cases/judges.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
int run_review(const ReviewOptions& options) {
  auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (!options.verdict && !options.lower_to) {
    return fail({FaultKind::usage, "say what it is with --verdict or --lower-to",
                 "review", std::nullopt});
  }
  const std::int64_t now = now_seconds();
  ReviewRequest request{ref, options.verdict, options.lower_to,
                        signatures_of(options.signatures, now)};
  return put_on_record(*of, request.signatures.by, [&](const DecisionCase& on_record) {
    return judge_review(request, on_record, now);
  });
}

}  // namespace winnow
