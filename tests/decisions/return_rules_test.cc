#include "drivers/decisions/return_rules.h"

#include <gtest/gtest.h>

#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

using Texts = std::vector<std::string>;

class ReturnRules : public testing::Test {
 protected:
  ReturnRules() {
    coverage_.complete = true;
    coverage_.sets = {{"grade1", "00", SetType::notable}, {"os", "11", SetType::known}};
    dates_ = {{"00", kNoon - 10 * kADay}, {"11", kNoon - 20 * kADay}};
    facts_.intake.safeguarding.referral = Referral::referred;
    policy_.sets_in_date_days = 30;
  }
  [[nodiscard]] Texts hindrances() const {
    return hindrances_to_return(&coverage_, met_, facts_, dates_, policy_, kNoon);
  }

  Coverage coverage_;
  Met met_ = Met::nothing;
  CaseFacts facts_;
  std::map<std::string, std::int64_t> dates_;
  Policy policy_;
};

TEST_F(ReturnRules, NothingStandsAgainstAWholeRecord) {
  EXPECT_EQ(hindrances(), Texts());
  facts_.intake.safeguarding.referral = Referral::not_needed;
  EXPECT_EQ(hindrances(), Texts());
}

TEST_F(ReturnRules, AScanIsComplete) {
  coverage_.complete = false;
  EXPECT_EQ(hindrances(),
            Texts{"its scan is not complete (winnow coverage tells what is left)"});
  EXPECT_EQ(hindrances_to_return(nullptr, met_, facts_, dates_, policy_, kNoon),
            Texts{"it was never scanned"});
  coverage_.complete = true;
  coverage_.sets.clear();
  EXPECT_EQ(hindrances(), Texts{"it was compared with no set"});
}

TEST_F(ReturnRules, EverySetIsInDate) {
  dates_["11"] = kNoon - 30 * kADay;
  EXPECT_EQ(hindrances(), Texts()) << "on the last day";
  dates_["11"] -= 1;
  ASSERT_EQ(hindrances().size(), 1u);
  EXPECT_EQ(
      hindrances()[0],
      "the set os is of 2026-12-16T07:59:59Z, older than the 30 days that the "
      "policy allows (winnow rematch with an issue of the same name that is in date, "
      "made by winnow hashset build with --released or --imported-at; or scan "
      "again)");
  dates_.erase("00");
  EXPECT_EQ(hindrances().size(), 2u);
  EXPECT_EQ(hindrances()[0], "the set grade1 has no known date") << "one remedy";
  dates_ = {{"00", kNoon + 3 * kADay}, {"11", kNoon}};
  ASSERT_EQ(hindrances().size(), 1u);
  EXPECT_NE(hindrances()[0].find("still to come"), std::string::npos);
}

TEST_F(ReturnRules, ANewerIssueMakesUpForASetThatIsOutOfDate) {
  dates_["00"] = kNoon - 31 * kADay;
  coverage_.sets.push_back({"grade1", "22", SetType::known});
  dates_["22"] = kNoon;
  EXPECT_EQ(hindrances().size(), 1u) << "of another type";
  coverage_.sets.back().type = SetType::notable;
  EXPECT_EQ(hindrances(), Texts());
  dates_.erase("00");
  EXPECT_EQ(hindrances(), Texts());
  dates_.erase("22");
  EXPECT_EQ(hindrances().size(), 2u);
}

TEST_F(ReturnRules, AListedFileWasExamined) {
  const Texts listed = {
      "a listed file was found on it, and no full examination since is on record "
      "(winnow "
      "outcome)"};
  for (const Met met : {Met::listed, Met::severest}) {
    met_ = met;
    EXPECT_EQ(hindrances(), listed);
    facts_.review.verdict = Verdict::nothing;
    EXPECT_EQ(hindrances(), listed) << "a listed file is no lead";
    facts_.is_examined = true;
    EXPECT_EQ(hindrances(), Texts());
    facts_.met_since_examined = true;
    EXPECT_EQ(hindrances(), listed) << "the examination did not know";
    facts_.met_since_examined = false;
    facts_.is_examined = false;
  }
  met_ = Met::nothing;
  facts_.met_before = Met::listed;
  EXPECT_EQ(hindrances(), listed) << "by an earlier scan";
}

TEST_F(ReturnRules, ALeadWasReviewed) {
  met_ = Met::lead;
  const Texts lead = {"nobody reviewed the leads that were met on it (winnow review)"};
  EXPECT_EQ(hindrances(), lead);
  facts_.review.verdict = Verdict::nothing;
  EXPECT_EQ(hindrances(), Texts());
  facts_.met_before = Met::lead;
  EXPECT_EQ(hindrances(), lead) << "met after the review";
  facts_.is_examined = true;
  EXPECT_EQ(hindrances(), Texts());
  facts_.is_examined = false;
  facts_.review.verdict = Verdict::match;
  EXPECT_EQ(hindrances(), (Texts{"a lead on it was checked and holds, and no full "
                                 "examination since is on record (winnow outcome)"}));
}

TEST_F(ReturnRules, TheSafeguardingDecisionIsMade) {
  facts_.intake.safeguarding.referral = Referral::open;
  EXPECT_EQ(hindrances(),
            Texts{"its safeguarding decision is open (winnow intake --referral)"});
}

TEST_F(ReturnRules, AllThatStandsAgainstItIsSaidAtOnce) {
  coverage_.complete = false;
  dates_.clear();
  facts_ = CaseFacts();
  EXPECT_EQ(hindrances().size(), 4u);
}

}  // namespace
}  // namespace winnow
