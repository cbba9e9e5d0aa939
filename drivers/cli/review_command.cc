// review: what a reviewer says of what a scan met, and of the lane it made.
#include <string>

#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/decision_case.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

// The lane as the rules alone give it, which is what a reviewer lowers.
Result<Lane> lane_by_rules(const DecisionCase& of, const std::string& ref,
                           std::int64_t now) {
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto scan = scan_on_record(of.folder, ref);
  if (!scan) return scan.error();
  const auto known = of.decisions.exhibits.find(ref);
  CaseFacts facts =
      known == of.decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  facts.lowered_to.reset();
  if (!scan->has_value()) return lane_of({}, nullptr, facts, *policy, now).lane;
  return lane_of((*scan)->findings, &(*scan)->coverage, facts, *policy, now).lane;
}

}  // namespace

int run_review(const ReviewOptions& options) {
  auto of = open_decisions(options.case_path);
  if (!of) return fail(of.error());
  const std::string ref = printable_utf8(options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (!options.verdict && !options.lower_to) {
    return fail({FaultKind::usage, "say what it is with --verdict or --lower-to",
                 "review", std::nullopt});
  }
  const std::int64_t now = now_seconds();
  ReviewRequest request{ref, options.verdict, options.lower_to,
                        signatures_of(options.signatures, now)};
  const std::string told =
      ref + (request.lower_to
                 ? ": lowered to lane " + std::string(to_string(*request.lower_to))
                 : ": reviewed, " + std::string(to_string(*request.verdict)));
  return put_on_record(
      *of, request.signatures.by, [&](const DecisionCase& on_record) -> Result<Judged> {
        const auto lane = lane_by_rules(on_record, ref, now);
        if (!lane) return lane.error();
        if (request.lower_to) request.lower_from = *lane;
        return Judged{review_event(request),
                      refusal_of_review(request, on_record.decisions, *lane, now),
                      told};
      });
}

}  // namespace winnow
