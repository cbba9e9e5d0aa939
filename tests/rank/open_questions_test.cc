// What is still unknown of an exhibit, what would move it, and what the answers weigh.
#include <gtest/gtest.h>

#include <random>

#include "scanner/rank/risk_points.h"
#include "scanner/rank/smallest_change.h"
#include "scanner/rank/still_unknown.h"
#include "tests/rank/written_case.h"

namespace winnow {
namespace {

using Texts = std::vector<std::string>;

TEST(StillUnknown, NothingIsWhenAllIsAnsweredAndSeen) {
  EXPECT_EQ(device("x").judged().unknowns, Texts{});
  EXPECT_EQ(device("x").graded_files(2, "UK", 2).judged().unknowns, Texts{});
}

TEST(StillUnknown, NamesWhatNobodyAnsweredOrKnew) {
  Device one = device("x").no_access_until(-1);
  one.answered(RiskQuestion::prior_record, Answer::unknown);
  CaseFacts facts = one.answer().facts;
  facts.intake.risk.of(RiskQuestion::immediate_risk) = {};
  facts.intake.holder = HolderRole::unknown;
  facts.intake.seized_at.reset();
  const Coverage coverage = complete_coverage();
  const std::string review = " was answered no, and the answer is due for review";
  EXPECT_EQ(still_unknown({}, &coverage, facts, shipped_policy(), kNow),
            (Texts{"'lives with children'" + review, "'works with children'" + review,
                   "'has other access to children'" + review,
                   "'has a position of trust over children'" + review,
                   "'has a record of such offences' was answered unknown",
                   "'a child is at immediate risk' was not answered",
                   "when it was seized; it counts from when it was put on record",
                   "whether its holder is a suspect, a victim or a witness"}));
}

TEST(StillUnknown, NamesGradesThatThePolicyDoesNotKnow) {
  const auto unknowns = [](const Device& one) { return one.judged().unknowns; };
  const std::string none = ": no set states one that the policy knows";
  EXPECT_EQ(unknowns(device("x").listed_files(1)),
            Texts{"the grade of 1 listed file" + none});
  EXPECT_EQ(unknowns(device("x").graded_files(2, "elsewhere", 1)),
            Texts{"the grade of 2 listed files" + none});
  EXPECT_EQ(unknowns(device("x").graded_files(2, "UK", 17)),
            Texts{"the grade of 2 listed files" + none});
  // One file in two sets, of which one states the grade.
  std::vector<Finding> twice = sample_findings(1);
  twice.push_back(twice[0]);
  twice[1].category = {"UK", 3, ""};
  const Coverage coverage = complete_coverage();
  EXPECT_EQ(still_unknown(twice, &coverage, device("x").answer().facts,
                          shipped_policy(), kNow),
            Texts{});
}

TEST(StillUnknown, NamesWhatWasNotExamined) {
  EXPECT_EQ(device("x").never_scanned().judged().unknowns,
            Texts{"not examined: it was never scanned"});
  EXPECT_EQ(device("x").unfinished().judged().unknowns,
            Texts{"not examined: its scan has not come to its end"});
  EXPECT_EQ(device("x").of_unread_format().judged().unknowns,
            Texts{"not examined: the whole image: QCOW2"});
  EXPECT_EQ(
      device("x").without_intake().judged().unknowns,
      Texts{"there is no intake: the holder, the risk to children and when it was "
            "seized"});
  const Coverage coverage = with_files(FileOutcome::encrypted, 3);
  EXPECT_EQ(parts_not_examined(&coverage, {}), Texts{"3 files encrypted"});
  Coverage unnamed = complete_coverage();
  unnamed.complete = false;  // because of a member of a container, say
  EXPECT_EQ(parts_not_examined(&unnamed, {}),
            Texts{"what the ledger names (winnow coverage)"});
}

// ---- what would move it ----

std::string change_of(const Device& one) {
  return one.judged().smallest_change;
}

TEST(SmallestChange, LeadsToTheNextMoreUrgentLane) {
  EXPECT_EQ(change_of(device("x")), "lane C if a listed file is found");
  EXPECT_EQ(change_of(device("x").near_pictures(1)),
            "lane B if 'lives with children' is answered yes");
  EXPECT_EQ(change_of(device("x").lives_with_children()),
            "lane A if 'a child at risk, or abused, is identified' is answered yes");
  EXPECT_EQ(change_of(device("x").listed_files(1)),
            "lane B if a listed file of the severest grade is found");
}

TEST(SmallestChange, FromLaneALeadsDown) {
  EXPECT_EQ(change_of(device("x").lives_with_children().listed_files(1)),
            "lane C if 'lives with children' is answered no");
  EXPECT_EQ(change_of(device("x").access_not_known().graded_files(1, "UK", 1)),
            "lane B if every question about access to children is answered no");
  EXPECT_EQ(change_of(device("x").child_at_immediate_risk()),
            "lane D if 'a child is at immediate risk' is answered no");
  EXPECT_EQ(change_of(device("x").lives_with_children().near_pictures(1).reviewed(
                Verdict::match)),
            "lane B if a reviewer finds that no lead holds");
  EXPECT_EQ(change_of(device("x").child_at_immediate_risk().child_identified()),
            "no single change would move it to another lane");
}

TEST(SmallestChange, OfALoweredExhibitIsThatTheLoweringEnds) {
  EXPECT_EQ(change_of(device("x").lives_with_children().lowered_to(Lane::D)),
            "lane B if the reviewer's lowering is taken back");
}

TEST(SmallestChange, HeedsManyFindingsOfAllKinds) {
  Device many = device("x").access_not_known();
  many.near_pictures(5'000).parts_in_free_space(5'000).listed_files(5'000);
  EXPECT_EQ(change_of(many),
            "lane C if every question about access to children is answered no");
}

// ---- what the answers weigh ----

std::int64_t risk_points(const Device& one) {
  std::int64_t sum = 0;
  for (const Reason& reason :
       points_for_risk(one.answer().facts, shipped_policy(), kNow)) {
    sum += reason.points;
  }
  return sum;
}

TEST(RiskPoints, UnknownCountsForHalfAndNoForNothing) {
  EXPECT_EQ(risk_points(device("x")), 0);
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const auto question = static_cast<RiskQuestion>(i);
    const std::int64_t full = shipped_policy().risk[i];
    EXPECT_EQ(risk_points(device("x").answered(question, Answer::yes)), full);
    EXPECT_EQ(risk_points(device("x").answered(question, Answer::unknown)),
              (full + 1) / 2);
  }
  EXPECT_EQ(points_for_risk(device("x")
                                .answered(RiskQuestion::prior_record, Answer::unknown)
                                .answer()
                                .facts,
                            shipped_policy(), kNow)[0]
                .what,
            "not known: has a record of such offences");
}

TEST(RiskPoints, NoIntakeIsAllUnknown) {
  Device unknown = device("x");
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    unknown.answered(static_cast<RiskQuestion>(i), Answer::unknown);
  }
  EXPECT_EQ(risk_points(device("x").without_intake()), risk_points(unknown));
}

TEST(ReviewPoints, AConfirmedLeadCountsLikeOneListedFile) {
  const auto points = [](const Device& one, const char* part) {
    return points_of(one.judged().reasons, part);
  };
  const Device lead = device("x").near_pictures(1).reviewed(Verdict::match);
  EXPECT_EQ(points(lead, "a lead was checked and holds, by R. Reader"), 60);
  EXPECT_EQ(points(Device(lead).listed_files(1), "a lead was checked"), 0);
  EXPECT_EQ(points(Device(lead).reviewed(Verdict::creation),
                   "credible signs of creation, by R. Reader"),
            250);
  EXPECT_EQ(points(lead, "all but the same"), 50);
  EXPECT_EQ(points(Device(lead).reviewed(Verdict::nothing), "all but the same"), 0);
}

TEST(SeverityPoints, AreGivenOnceForTheWorst) {
  const auto severity = [](const Device& one) {
    return points_of(one.judged().reasons, "worst grade met");
  };
  EXPECT_EQ(severity(device("x").graded_files(40, "UK", 2)), 100);
  EXPECT_EQ(severity(device("x").graded_files(4, "UK", 2).graded_files(1, "UK", 1)),
            150);
  EXPECT_EQ(severity(device("x").graded_files(1, "US", 0)), 0);
  EXPECT_EQ(severity(device("x").listed_files(9)), 0);
}

TEST(TracePoints, AreApartFromOtherHints) {
  const auto reasons = device("x")
                           .names_hint_at("peer-to-peer client")
                           .names_hint_at("wiping tool")
                           .names_hint_at("photo vault app")
                           .judged()
                           .reasons;
  EXPECT_EQ(points_of(reasons, "names that hint at: peer-to-peer client"), 20);
  EXPECT_EQ(points_of(reasons,
                      "names that hint at hiding or wiping: photo vault app, wiping"),
            40);
}

// Whatever is known, and whatever the policy says, the reasons add up.
TEST(Score, IsTheSumOfReasonsThatAreNotNothing) {
  std::string toml(shipped_policy_text());
  for (const char* key : {"any_live = 80", "unseen = 200", "prior-record = 80"}) {
    const std::string name = std::string(key).substr(0, std::string(key).find(' '));
    toml.replace(toml.find(key), std::string(key).size(), name + " = 0");
  }
  const auto other = parse_policy(toml, "other");
  ASSERT_TRUE(other) << other.error().line();
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    Device one = device("x").listed_files(static_cast<std::uint32_t>(random() % 3));
    if (random() % 2 == 0) one.encrypted();
    if (random() % 2 == 0) one.deleted();
    if (random() % 2 == 0) one.prior_record();
    if (random() % 3 == 0) one.never_scanned();
    for (const Policy& policy : {shipped_policy(), *other}) {
      const RankedExhibit judged = one.judged(policy);
      std::int64_t sum = 0;
      for (const Reason& reason : judged.reasons) {
        EXPECT_GT(reason.points, 0) << reason.what;
        sum += reason.points;
      }
      EXPECT_EQ(judged.score, sum);
    }
  }
}

}  // namespace
}  // namespace winnow
