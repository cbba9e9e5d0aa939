// A proposal of weights from outcomes: what full examinations say about how much
// oftener each kind of reason was there on exhibits that held material than on others.
//
// It is printed and never applied: an agency that agrees puts it into its policy file
// and signs that. What it rests on is one-sided: exhibits are examined because of these
// very reasons, and those drawn at random (proposals.h) are few.
//
//   worth    doublings of the odds of holding, drawn towards none the fewer the cases
//            are (shares.h): odds twice as great are one
//   weight   the points in force of all kinds with enough cases, shared out by their
//            worths; a worth below none gets no points, as a reason never counts
//            against an exhibit
//
// A kind of which either side, with it or without it, has fewer than kLeastOfAKind
// cases keeps its weight. Whole numbers throughout; pure functions.
#ifndef WINNOW_DRIVERS_DECISIONS_WEIGHT_PROPOSAL_H_
#define WINNOW_DRIVERS_DECISIONS_WEIGHT_PROPOSAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/decisions.h"
#include "drivers/decisions/shares.h"
#include "scanner/rank/policy.h"
#include "scanner/rank/ranking.h"

namespace winnow {

// Below these there is no proposal at all.
inline constexpr std::uint32_t kLeastOutcomes = 50;  // that say whether it held any
inline constexpr std::uint32_t kLeastHolding = 10;
inline constexpr std::uint32_t kLeastOthers = 10;
inline constexpr std::uint32_t kLeastOfAKind = 5;

// One exhibit with an outcome. It is judged as of its start, or else of its outcome.
struct WeighedCase {
  ExhibitAnswer answer;
  std::int64_t as_of_seconds = 0;
  bool is_holding = false;
};

struct WeightLine {
  std::string key;  // of the policy file: "listed", "risk.lives-with-children"
  std::int64_t in_force = 0;  // points; of counts those for the first
  std::int64_t proposed = 0;
  Cases cases;
  std::int64_t worth = 0;  // millionths of a doubling; 0 if there are too few cases
  bool has_enough = false;
};

struct WeightProposal {
  std::uint32_t outcomes = 0;
  std::uint32_t holding = 0;
  std::vector<WeightLine> lines;  // in the order of the policy file
};

// A fault, which says how many are there and how many are needed, if they are too few.
[[nodiscard]] Result<WeightProposal> propose_weights(
    const std::vector<WeighedCase>& cases, const Policy& policy);
// As a fragment of a policy file.
[[nodiscard]] std::string weights_toml(const WeightProposal& proposal,
                                       const Policy& policy);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_WEIGHT_PROPOSAL_H_
