// review: what a reviewer says of what a scan met, and of the lane it made.
#include <string>

#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/decision_case.h"

namespace winnow {

int run_review(const ReviewOptions& options) {
  const auto of = open_decisions(options.case_path);
  if (!of) return fail(of.error());
  const std::string ref = printable_utf8(options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (!options.verdict && !options.lower_to) {
    return fail({FaultKind::usage, "say what it is with --verdict or --lower-to",
                 "review", std::nullopt});
  }
  const std::int64_t now = now_seconds();
  const ReviewRequest request{ref, options.verdict, options.lower_to,
                              signatures_of(options.signatures, now)};
  const std::string told =
      ref + (request.lower_to
                 ? ": lowered to lane " + std::string(to_string(*request.lower_to))
                 : ": reviewed, " + std::string(to_string(*request.verdict)));
  return put_on_record(*of, request.signatures.by, review_event(request),
                       refusal_of_review(request, of->decisions, now), told);
}

}  // namespace winnow
