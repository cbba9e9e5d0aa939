#include "scanner/rank/case_risk.h"

#include <gtest/gtest.h>

#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

TEST(CaseRisk, UnknownIsNeverNo) {
  CaseRisk risk;
  EXPECT_EQ(risk.access(kNow), Answer::unknown);
  for (const RiskQuestion question : kAccessQuestions) {
    EXPECT_EQ(risk.access(kNow), Answer::unknown);
    risk.of(question) = {Answer::no, true, {}};
  }
  EXPECT_EQ(risk.access(kNow), Answer::no);
  for (const RiskQuestion question : kAccessQuestions) {
    CaseRisk other = risk;
    other.of(question).answer = Answer::unknown;
    EXPECT_EQ(other.access(kNow), Answer::unknown);
    other.of(question).answer = Answer::yes;
    EXPECT_EQ(other.access(kNow), Answer::yes);
  }
}

TEST(CaseRisk, OtherQuestionsSayNothingOfAccess) {
  CaseRisk risk;
  for (RiskAnswer& answer : risk.answers) answer = {Answer::no, true, {}};
  for (const RiskQuestion question :
       {RiskQuestion::prior_record, RiskQuestion::child_identified,
        RiskQuestion::immediate_risk}) {
    risk.of(question).answer = Answer::yes;
  }
  EXPECT_EQ(risk.access(kNow), Answer::no);
}

TEST(CaseRisk, AYesOutweighsWhatIsNotKnown) {
  CaseRisk risk;
  risk.of(RiskQuestion::position_of_trust) = {Answer::yes, true, {}};
  EXPECT_EQ(risk.access(kNow), Answer::yes);
}

TEST(CaseRisk, ALoweredAnswerEndsOnItsDay) {
  const RiskAnswer no{Answer::no, true, kNow};
  EXPECT_EQ(no.at(kNow - 1), Answer::no);
  EXPECT_EQ(no.at(kNow), Answer::unknown);
  EXPECT_EQ(no.at(kNow + 1), Answer::unknown);
  const RiskAnswer yes{Answer::yes, true, kNow};
  EXPECT_EQ(yes.at(kNow + 1), Answer::yes);
}

template <typename Enum>
void expect_words(Enum last, std::optional<Enum> (*parse)(std::string_view)) {
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(parse(to_string(value)), value) << to_string(value);
  }
  EXPECT_EQ(parse("clean"), std::nullopt);
  EXPECT_EQ(parse(""), std::nullopt);
}

TEST(CaseWords, GoBothWays) {
  expect_words(Answer::yes, &parse_answer);
  expect_words(RiskQuestion::immediate_risk, &parse_risk_question);
  expect_words(HolderRole::witness, &parse_holder_role);
  expect_words(Referral::not_needed, &parse_referral);
  expect_words(Disposition::returned, &parse_disposition);
  expect_words(Verdict::nothing, &parse_verdict);
  expect_words(Met::severest, &parse_met);
}

TEST(CaseWords, WaitingIsWhatNobodyBeganOrGaveBack) {
  for (const char* word : {"received", "triaged", "held"}) {
    EXPECT_TRUE(is_waiting(*parse_disposition(word))) << word;
  }
  for (const char* word : {"assigned", "submitted", "retained", "returned"}) {
    EXPECT_FALSE(is_waiting(*parse_disposition(word))) << word;
  }
}

}  // namespace
}  // namespace winnow
