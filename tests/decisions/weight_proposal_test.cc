#include "drivers/decisions/weight_proposal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace winnow {
namespace {

void answer_yes(RiskQuestion question, WeighedCase& one) {
  RiskAnswer& answer =
      one.answer.facts.intake.risk.answers[static_cast<std::size_t>(question)];
  answer = {Answer::yes, true, {}};
}

// Of 60, the first 22 held material. A prior record had 20 of the 22 and 3 of the 38,
// children at home 11 and 19 of them: half of each.
std::vector<WeighedCase> sixty() {
  std::vector<WeighedCase> cases(60);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].answer.ref = "e" + std::to_string(i);
    cases[i].answer.facts.has_intake = true;
    cases[i].is_holding = i < 22;
    const std::size_t of_its_kind = i < 22 ? i : i - 22;
    if (of_its_kind < (i < 22 ? 20u : 3u)) {
      answer_yes(RiskQuestion::prior_record, cases[i]);
    }
    if (of_its_kind < (i < 22 ? 11u : 19u)) {
      answer_yes(RiskQuestion::lives_with_children, cases[i]);
    }
  }
  return cases;
}

const WeightLine& line_of(const WeightProposal& proposal, const std::string& key) {
  return *std::find_if(proposal.lines.begin(), proposal.lines.end(),
                       [&key](const WeightLine& line) { return line.key == key; });
}

Policy two_weights() {
  Policy policy = shipped_policy();
  policy.risk[static_cast<std::size_t>(RiskQuestion::prior_record)] = 80;
  policy.risk[static_cast<std::size_t>(RiskQuestion::lives_with_children)] = 60;
  return policy;
}

TEST(WeightProposal, SharesThePointsInForceOutByWorth) {
  const auto proposal = propose_weights(sixty(), two_weights());
  ASSERT_TRUE(proposal);
  EXPECT_EQ(proposal->outcomes, 60u);
  EXPECT_EQ(proposal->holding, 22u);
  const WeightLine& prior = line_of(*proposal, "risk.prior-record");
  EXPECT_EQ(prior.cases.holding_with, 20u);
  EXPECT_EQ(prior.cases.holding_without, 2u);
  EXPECT_EQ(prior.cases.others_with, 3u);
  EXPECT_EQ(prior.cases.others_without, 35u);
  EXPECT_LE(std::abs(prior.worth - 3'618'396), 5);
  EXPECT_EQ(prior.proposed, 140);  // all of 80 + 60
  const WeightLine& lives = line_of(*proposal, "risk.lives-with-children");
  EXPECT_EQ(lives.worth, 0);
  EXPECT_EQ(lives.proposed, 0);
  const WeightLine& listed = line_of(*proposal, "listed");
  EXPECT_FALSE(listed.has_enough);
  EXPECT_EQ(listed.proposed, listed.in_force);
}

TEST(WeightProposal, NotKnownIsNotYes) {
  auto cases = sixty();
  for (WeighedCase& one : cases) {
    auto& answer = one.answer.facts.intake.risk
                       .answers[static_cast<std::size_t>(RiskQuestion::prior_record)];
    if (answer.answer == Answer::yes) answer.answer = Answer::unknown;
  }
  const auto proposal = propose_weights(cases, two_weights());
  ASSERT_TRUE(proposal);
  EXPECT_EQ(line_of(*proposal, "risk.prior-record").cases.holding_with, 0u);
  EXPECT_EQ(line_of(*proposal, "risk.prior-record").proposed, 80);
}

TEST(WeightProposal, CountsKeepTheirShape) {
  auto cases = sixty();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (i >= 20 && (i < 22 || i >= 25)) continue;
    Finding finding;
    finding.kind = FindingKind::exact;
    finding.file = FileId{};
    finding.path = "/volume-0/x";
    finding.allocated = false;
    cases[i].answer.findings = {finding};
  }
  Policy policy = shipped_policy();
  policy.listed = {60, 30, 600};
  policy.recovered = 20;
  const auto proposal = propose_weights(cases, policy);
  ASSERT_TRUE(proposal);
  const WeightLine& listed = line_of(*proposal, "listed");
  const WeightLine& recovered = line_of(*proposal, "recovered");
  ASSERT_TRUE(listed.has_enough);
  EXPECT_EQ(listed.worth, recovered.worth);
  EXPECT_EQ(listed.proposed, recovered.proposed);
  const std::string toml = weights_toml(*proposal, policy);
  const std::string first = std::to_string(listed.proposed);
  const std::string doubling = std::to_string((listed.proposed + 1) / 2);
  const std::string most =
      std::to_string(std::min<std::int64_t>(listed.proposed * 10, 1000));
  EXPECT_NE(toml.find("\nlisted = { first = " + first + ", doubling = " + doubling +
                      ", most = " + most +
                      " }  # in force 60; on 20 of 22 holding, 3 of 38 others; 3.61 "
                      "doublings of the odds\n"),
            std::string::npos)
      << toml;
}

TEST(WeightProposal, TheFragmentNamesTablesAndCases) {
  const Policy policy = two_weights();
  const auto proposal = propose_weights(sixty(), policy);
  ASSERT_TRUE(proposal);
  const std::string toml = weights_toml(*proposal, policy);
  EXPECT_EQ(toml.find("# A proposal of weights, which is applied nowhere"), 0u);
  EXPECT_NE(toml.find("\n[points]\nlisted = {"), std::string::npos) << toml;
  EXPECT_NE(
      toml.find("\n[points.risk]\nlives-with-children = 0  # in force 60; on 11 of "
                "22 holding, 19 of 38 others; 0.00 doublings of the odds\n"),
      std::string::npos)
      << toml;
  EXPECT_NE(
      toml.find("\nprior-record = 140  # in force 80; on 20 of 22 holding, 3 of 38 "
                "others; 3.61 doublings of the odds\n"),
      std::string::npos)
      << toml;
  EXPECT_NE(toml.find("\n[severity.UK.points]\n1 = 150  # in force 150; on 0 of 22 "
                      "holding, 0 of 38 others; kept, too few to tell\n"),
            std::string::npos)
      << toml;
}

// The keys of a table of the shipped policy, in their order.
std::vector<std::string> keys_of(const std::string& table) {
  std::istringstream lines{std::string(shipped_policy_text())};
  std::vector<std::string> keys;
  std::string now;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t sign = line.find(" = ");
    if (line.starts_with('[')) now = line.substr(1, line.find(']') - 1);
    if (now != table || line.starts_with('#') || sign == std::string::npos) continue;
    keys.push_back(line.substr(0, sign));
  }
  return keys;
}

TEST(WeightProposal, SpeaksOfEveryWeight) {
  const auto proposal = propose_weights(sixty(), shipped_policy());
  ASSERT_TRUE(proposal);
  std::vector<std::string> wanted = keys_of("points");
  // How classes are counted, not what they weigh.
  for (const char* key : {"class_percent", "telling_class", "many_pictures"}) {
    EXPECT_EQ(std::erase(wanted, key), 1u) << key;
  }
  for (const std::string& key : keys_of("points.risk")) wanted.push_back("risk." + key);
  for (const char* id : {"UK", "US"}) {
    const std::string path = std::string("severity.") + id + ".points";
    for (const std::string& key : keys_of(path)) wanted.push_back(path + "." + key);
  }
  std::vector<std::string> spoken_of;
  for (const WeightLine& line : proposal->lines) spoken_of.push_back(line.key);
  std::sort(wanted.begin(), wanted.end());
  std::sort(spoken_of.begin(), spoken_of.end());
  EXPECT_EQ(spoken_of, wanted);
}

TEST(WeightProposal, TooFewAreRefused) {
  auto cases = sixty();
  cases.resize(49);
  const auto few = propose_weights(cases, shipped_policy());
  ASSERT_FALSE(few);
  EXPECT_EQ(
      few.error().what,
      "too few outcomes to propose weights from: 49 say whether material was held "
      "(50 are needed), 22 that it was (10), 27 that none was found (10); record "
      "more with winnow outcome");
  cases = sixty();
  for (std::size_t i = 9; i < 60; ++i) cases[i].is_holding = false;
  EXPECT_FALSE(propose_weights(cases, shipped_policy()));
  for (WeighedCase& one : cases) one.is_holding = true;
  EXPECT_FALSE(propose_weights(cases, shipped_policy()));
}

}  // namespace
}  // namespace winnow
