#include "drivers/decisions/weight_proposal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::int64_t kMostPoints = 1000;  // of any weight of a policy file
constexpr std::int64_t kMillionth = 1'000'000;

// Whether an exhibit has a kind of reason is asked of judge() itself, under a policy in
// which nothing else has points: so the kinds are just those that the order knows.
struct Kind {
  std::string key;
  CountPoints in_force;    // `first` alone, but for counts
  bool is_count = false;   // three numbers, not one
  Policy alone;            // kProbe points for it
  std::int64_t least = 1;  // of them, if an exhibit has it
};
constexpr std::int64_t kProbe = 2;
constexpr std::int64_t kProbeOfShares = 1000;  // any share of which is a point

Policy without_points(const Policy& policy) {
  Policy none = policy;
  for (auto& [id, profile] : none.severity) {
    for (auto& [code, points] : profile.points) points = 0;
  }
  none.listed = none.alike = none.similar = none.records = none.parts = {};
  none.unsure = none.hints = none.traces = {};
  none.any_live = none.half_live = none.peoples_place = none.recovered = 0;
  none.within_month = none.within_year = none.creation = none.unseen = 0;
  none.class_percent = none.classes_most = 0;
  none.risk = {};
  return none;
}

void add_counts(const Policy& policy, const Policy& none, std::vector<Kind>& kinds) {
  static constexpr std::array<std::pair<const char*, CountPoints Policy::*>, 8>
      kCounts = {{{"listed", &Policy::listed},
                  {"alike", &Policy::alike},
                  {"similar", &Policy::similar},
                  {"records", &Policy::records},
                  {"parts", &Policy::parts},
                  {"unsure", &Policy::unsure},
                  {"hints", &Policy::hints},
                  {"traces", &Policy::traces}}};
  for (const auto& [key, member] : kCounts) {
    Kind kind{key, policy.*member, true, none};
    kind.alone.*member = {kProbe, 0, kProbe};
    kinds.push_back(std::move(kind));
  }
}

void add_numbers(const Policy& policy, const Policy& none, std::vector<Kind>& kinds) {
  static constexpr std::array<std::pair<const char*, std::int64_t Policy::*>, 7>
      kNumbers = {{{"any_live", &Policy::any_live},
                   {"half_live", &Policy::half_live},
                   {"recovered", &Policy::recovered},
                   {"peoples_place", &Policy::peoples_place},
                   {"within_month", &Policy::within_month},
                   {"within_year", &Policy::within_year},
                   {"creation", &Policy::creation}}};
  for (const auto& [key, member] : kNumbers) {
    Kind kind{key, {policy.*member, 0, 0}, false, none};
    kind.alone.*member = kProbe;
    kinds.push_back(std::move(kind));
  }
  Kind classes{"classes_most", {policy.classes_most, 0, 0}, false, none};
  classes.alone.class_percent = 100;
  classes.alone.classes_most = kProbe;
  kinds.push_back(std::move(classes));
  Kind unseen{"unseen", {policy.unseen, 0, 0}, false, none};
  unseen.alone.unseen = kProbeOfShares;
  kinds.push_back(std::move(unseen));
}

void add_risk(const Policy& policy, const Policy& none, std::vector<Kind>& kinds) {
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const char* const key = to_string(static_cast<RiskQuestion>(i));
    Kind kind{std::string("risk.") + key, {policy.risk[i], 0, 0}, false, none, kProbe};
    kind.alone.risk[i] = kProbe;  // of which "not known" is half
    kinds.push_back(std::move(kind));
  }
}

void add_severity(const Policy& policy, const Policy& none, std::vector<Kind>& kinds) {
  for (const auto& [id, profile] : policy.severity) {
    for (const auto& [code, points] : profile.points) {
      Kind kind{"severity." + id + ".points." + std::to_string(code),
                {points, 0, 0},
                false,
                none};
      kind.alone.severity.find(id)->second.points[code] = kProbe;
      kinds.push_back(std::move(kind));
    }
  }
}

std::vector<Kind> kinds_of(const Policy& policy) {
  const Policy none = without_points(policy);
  std::vector<Kind> kinds;
  add_counts(policy, none, kinds);
  add_numbers(policy, none, kinds);
  add_risk(policy, none, kinds);
  add_severity(policy, none, kinds);
  return kinds;
}

Cases count_cases(const std::vector<WeighedCase>& all, const Kind& kind) {
  Cases cases;
  for (const WeighedCase& one : all) {
    const bool has =
        judge(one.answer, kind.alone, one.as_of_seconds).score >= kind.least;
    if (one.is_holding) {
      ++(has ? cases.holding_with : cases.holding_without);
    } else {
      ++(has ? cases.others_with : cases.others_without);
    }
  }
  return cases;
}

bool are_enough(const Cases& cases) {
  return cases.holding_with + cases.others_with >= kLeastOfAKind &&
         cases.holding_without + cases.others_without >= kLeastOfAKind;
}

// The points in force of all that can be weighed are shared out anew.
void share_out(std::vector<WeightLine>& lines) {
  std::int64_t points = 0;
  std::int64_t worths = 0;
  for (const WeightLine& line : lines) {
    if (!line.has_enough) continue;
    points += line.in_force;
    worths += std::max<std::int64_t>(line.worth, 0);
  }
  if (worths == 0) return;  // nothing speaks for material: all stays as it is
  for (WeightLine& line : lines) {
    if (!line.has_enough) continue;
    const std::int64_t worth = std::max<std::int64_t>(line.worth, 0);
    line.proposed = std::min((points * worth + worths / 2) / worths, kMostPoints);
  }
}

Fault too_few(const WeightProposal& proposal) {
  return {
      FaultKind::usage,
      "too few outcomes to propose weights from: " + std::to_string(proposal.outcomes) +
          " say whether material was held (" + std::to_string(kLeastOutcomes) +
          " are needed), " + std::to_string(proposal.holding) + " that it was (" +
          std::to_string(kLeastHolding) + "), " +
          std::to_string(proposal.outcomes - proposal.holding) +
          " that none was found (" + std::to_string(kLeastOthers) +
          "); record more with winnow outcome",
      "", std::nullopt};
}

// "2.31", "-0.40"; rounded towards none.
std::string doublings_text(std::int64_t millionths) {
  const std::int64_t hundredths = (millionths < 0 ? -millionths : millionths) / 10'000;
  const std::string rest = std::to_string(hundredths % 100);
  return (millionths < 0 && hundredths > 0 ? "-" : "") +
         std::to_string(hundredths / 100) + (rest.size() < 2 ? ".0" : ".") + rest;
}

std::string remark_on(const WeightLine& line) {
  const Cases& cases = line.cases;
  const std::uint32_t holding = cases.holding_with + cases.holding_without;
  const std::uint32_t others = cases.others_with + cases.others_without;
  std::string text = "  # in force " + std::to_string(line.in_force) + "; on " +
                     std::to_string(cases.holding_with) + " of " +
                     std::to_string(holding) + " holding, " +
                     std::to_string(cases.others_with) + " of " +
                     std::to_string(others) + " others; ";
  if (!line.has_enough) return text + "kept, too few to tell";
  return text + doublings_text(line.worth) + " doublings of the odds";
}

std::int64_t scaled(std::int64_t points, const WeightLine& line) {
  if (line.in_force == 0) return points;
  return std::min((points * line.proposed + line.in_force / 2) / line.in_force,
                  kMostPoints);
}

std::string value_of(const WeightLine& line, const Kind& kind) {
  std::string first = std::to_string(line.proposed);
  if (!kind.is_count) return first;
  const std::int64_t most = std::max(scaled(kind.in_force.most, line), line.proposed);
  return "{ first = " + first +
         ", doubling = " + std::to_string(scaled(kind.in_force.doubling, line)) +
         ", most = " + std::to_string(most) + " }";
}

// Of "severity.UK.points.1" what is before the last point; of "listed" nothing.
std::string table_of(const std::string& key) {
  const std::size_t point = key.rfind('.');
  if (point == std::string::npos) return "points";
  const std::string path = key.substr(0, point);
  return path == "risk" ? "points.risk" : path;
}

std::string preamble(const WeightProposal& proposal, const Policy& policy) {
  return "# A proposal of weights, which is applied nowhere: to take it over, put it "
         "into "
         "the\n# policy file, and have that signed.\n#\n# From " +
         std::to_string(proposal.outcomes) + " outcomes, " +
         std::to_string(proposal.holding) +
         " of which held material, beside the policy \"" + printable_utf8(policy.name) +
         "\"\n# (" + policy.sha256 +
         ").\n# What was examined was mostly chosen by these very reasons, so this is "
         "one-sided; those\n# drawn at random (winnow outcome --propose) are what "
         "mends it. The points in force of all\n# kinds with enough cases are shared "
         "out by how much greater the odds of material were\n# with the kind than "
         "without it.\n";
}

}  // namespace

Result<WeightProposal> propose_weights(const std::vector<WeighedCase>& cases,
                                       const Policy& policy) {
  WeightProposal proposal;
  proposal.outcomes = static_cast<std::uint32_t>(cases.size());
  proposal.holding = static_cast<std::uint32_t>(
      std::count_if(cases.begin(), cases.end(),
                    [](const WeighedCase& one) { return one.is_holding; }));
  if (proposal.outcomes < kLeastOutcomes || proposal.holding < kLeastHolding ||
      proposal.outcomes - proposal.holding < kLeastOthers) {
    return too_few(proposal);
  }
  for (const Kind& kind : kinds_of(policy)) {
    WeightLine line{kind.key, kind.in_force.first, kind.in_force.first,
                    count_cases(cases, kind)};
    line.has_enough = are_enough(line.cases);
    if (line.has_enough) line.worth = odds_doublings(line.cases);
    proposal.lines.push_back(std::move(line));
  }
  share_out(proposal.lines);
  return proposal;
}

std::string weights_toml(const WeightProposal& proposal, const Policy& policy) {
  std::string text = preamble(proposal, policy);
  std::string table;
  const std::vector<Kind> kinds = kinds_of(policy);
  for (std::size_t i = 0; i < std::min(kinds.size(), proposal.lines.size()); ++i) {
    const WeightLine& line = proposal.lines[i];
    if (table_of(line.key) != table) {
      table = table_of(line.key);
      text += "\n[" + table + "]\n";
    }
    text += line.key.substr(line.key.rfind('.') + 1) + " = " +
            value_of(line, kinds[i]) + remark_on(line) + "\n";
  }
  return text;
}

}  // namespace winnow
