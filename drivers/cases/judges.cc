#include "drivers/cases/judges.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "drivers/cases/open_case.h"
#include "drivers/decisions/return_rules.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

// As of now, whenever the return is said to have been decided: sets are not in date for
// having been so once.
Result<std::vector<std::string>> hindrances(const DecisionCase& of,
                                            const DispositionRequest& request,
                                            std::int64_t now) {
  if (request.to != Disposition::returned) return std::vector<std::string>();
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto scan = scan_on_record(of.folder, request.ref);
  if (!scan) return scan.error();
  return hindrances_to_return(
      scan->has_value() ? &(*scan)->coverage : nullptr,
      scan->has_value() ? strongest((*scan)->findings, *policy) : Met::nothing,
      decisions_of(of, request.ref).facts, of.decisions.set_dates, *policy, now);
}

std::string told(const DispositionRequest& request) {
  std::string text = request.ref + ": " + to_string(request.to);
  if (!request.assigned_to.empty()) text += " to " + request.assigned_to;
  if (request.until) text += " until " + moment_text(*request.until);
  if (request.is_exception) text += ", as an exception";
  return text;
}

// Where it stands in the order now, so that the yield of the order can be told later;
// nothing for one that does not wait.
Result<StartPlace> place_of(const DecisionCase& of, const DispositionRequest& request,
                            std::int64_t now, const RankNow& rank) {
  StartPlace place;
  if (request.to != Disposition::assigned && request.to != Disposition::submitted) {
    return place;
  }
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto ranking = rank(of, *policy, now);
  if (!ranking) return ranking.error();
  for (const RankedExhibit& exhibit : ranking->waiting) {
    if (exhibit.ref != request.ref) continue;
    place = {exhibit.lane, exhibit.rank,
             static_cast<std::uint32_t>(ranking->waiting.size())};
  }
  return place;
}

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

ExhibitDecisions decisions_of(const DecisionCase& of, const std::string& ref) {
  const auto known = of.decisions.exhibits.find(ref);
  return known == of.decisions.exhibits.end() ? ExhibitDecisions() : known->second;
}

Judged judge_intake(IntakeRequest& request, const Decisions& decisions,
                    const Policy& policy, std::int64_t now) {
  fill_safeguarding(request);
  const auto known = decisions.exhibits.find(request.ref);
  const CaseFacts facts =
      known == decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  AuditEvent event = intake_event(request, !facts.has_intake,
                                  lowered_by(request, facts.intake.risk, now));
  std::string told = request.ref + ": " + event.outcome;
  return {std::move(event), refusal_of_intake(request, decisions, policy, now),
          std::move(told)};
}

Result<Judged> judge_intake(IntakeRequest& request, const DecisionCase& of,
                            std::int64_t now) {
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  return judge_intake(request, of.decisions, *policy, now);
}

Result<CaseRanking> rank_by_store(const DecisionCase& of, const Policy& policy,
                                  std::int64_t now) {
  auto open = open_store(of.folder.path());
  if (!open) return std::move(open).error();
  return rank_case(open->store, of.decisions, policy, now);
}

Result<Judged> judge_disposition(DispositionRequest& request, const DecisionCase& of,
                                 std::int64_t now, const RankNow& rank) {
  const auto place = place_of(of, request, now, rank);
  if (!place) return place.error();
  request.started = *place;
  const auto against = hindrances(of, request, now);
  if (!against) return against.error();
  return Judged{disposition_event(request),
                refusal_of_disposition(request, of.decisions, *against, now),
                told(request)};
}

Result<Judged> judge_review(ReviewRequest& request, const DecisionCase& of,
                            std::int64_t now) {
  const auto basis = basis_of(of, request.ref, now);
  if (!basis) return basis.error();
  if (request.lower_to) request.lower_from = basis->by_rules;
  return Judged{
      review_event(request), refusal_of_review(request, of.decisions, *basis, now),
      request.ref +
          (request.lower_to
               ? ": lowered to lane " + std::string(to_string(*request.lower_to))
               : ": reviewed, " + std::string(to_string(*request.verdict)))};
}

}  // namespace winnow
