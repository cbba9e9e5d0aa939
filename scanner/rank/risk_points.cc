#include "scanner/rank/risk_points.h"

#include <string>

namespace winnow {
namespace {

// Half, upwards: even one point is more than a no has.
std::int64_t half_of(std::int64_t points) {
  return (points + 1) / 2;
}

std::vector<Reason> points_without_intake(const Policy& policy) {
  std::int64_t points = 0;
  for (const std::int64_t full : policy.risk) points += half_of(full);
  if (points == 0) return {};
  return {{"risk to children not known: there is no intake", points}};
}

}  // namespace

std::vector<Reason> points_for_risk(const CaseFacts& facts, const Policy& policy,
                                    std::int64_t as_of_seconds) {
  if (!facts.has_intake) return points_without_intake(policy);
  std::vector<Reason> reasons;
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const auto question = static_cast<RiskQuestion>(i);
    const Answer answer = facts.intake.risk.of(question).at(as_of_seconds);
    const std::int64_t full = policy.risk[i];
    if (answer == Answer::no || full == 0) continue;
    if (answer == Answer::yes) {
      reasons.push_back({words_of(question), full});
    } else {
      reasons.push_back(
          {std::string("not known: ") + words_of(question), half_of(full)});
    }
  }
  return reasons;
}

std::vector<Reason> points_for_review(const CaseFacts& facts, const Policy& policy,
                                      bool met_exactly) {
  std::vector<Reason> reasons;
  const Review& review = facts.review;
  const bool holds =
      review.verdict == Verdict::match || review.verdict == Verdict::creation;
  if (holds && !met_exactly && policy.listed.of(1) > 0) {
    reasons.push_back(
        {"a lead was checked and holds, by " + review.reviewer, policy.listed.of(1)});
  }
  if (review.verdict == Verdict::creation && policy.creation > 0) {
    reasons.push_back(
        {"credible signs of creation, by " + review.reviewer, policy.creation});
  }
  return reasons;
}

}  // namespace winnow
