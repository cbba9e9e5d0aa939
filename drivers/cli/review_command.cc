// review: what a reviewer says of what a scan met, and of the lane it made.
#include <algorithm>
#include <string>
#include <vector>

#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/decision_case.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

bool is_lead(const Finding& finding) {
  return finding.kind != FindingKind::exact || finding.is_hint();
}

// The lane as the rules alone give it, which is what a reviewer lowers, and whether
// there is a lead, were nothing reviewed before.
Result<ReviewBasis> basis_of(const DecisionCase& of, const std::string& ref,
                             std::int64_t now) {
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto scan = scan_on_record(of.folder, ref);
  if (!scan) return scan.error();
  const auto known = of.decisions.exhibits.find(ref);
  CaseFacts facts =
      known == of.decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  facts.lowered_to.reset();
  const bool is_scanned = scan->has_value();
  const std::vector<Finding> findings =
      is_scanned ? (*scan)->findings : std::vector<Finding>();
  const Coverage* const coverage = is_scanned ? &(*scan)->coverage : nullptr;
  ReviewBasis basis;
  basis.is_scanned = is_scanned;
  basis.by_rules = lane_of(findings, coverage, facts, *policy, now).lane;
  facts.review = {};
  basis.has_leads = facts.met_before == Met::lead ||
                    std::any_of(findings.begin(), findings.end(), is_lead) ||
                    !lane_of(findings, coverage, facts, *policy, now).review.empty();
  return basis;
}

}  // namespace

int run_review(const ReviewOptions& options) {
  auto of = open_decisions(options.case_path);
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
  const std::string told =
      ref + (request.lower_to
                 ? ": lowered to lane " + std::string(to_string(*request.lower_to))
                 : ": reviewed, " + std::string(to_string(*request.verdict)));
  return put_on_record(
      *of, request.signatures.by, [&](const DecisionCase& on_record) -> Result<Judged> {
        const auto basis = basis_of(on_record, ref, now);
        if (!basis) return basis.error();
        if (request.lower_to) request.lower_from = basis->by_rules;
        return Judged{review_event(request),
                      refusal_of_review(request, on_record.decisions, *basis, now),
                      told};
      });
}

}  // namespace winnow
