#include "scanner/rank/lanes.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "scanner/rank/hint_words.h"
#include "scanner/supervise/name_rules.h"
#include "tests/rank/written_case.h"

namespace winnow {
namespace {

Lane lane_of(const Device& one) {
  return one.judged().lane;
}

Device with_access(const std::string& ref, Answer access) {
  Device one = device(ref);
  for (const RiskQuestion question : kAccessQuestions) one.answered(question, access);
  return one;
}

Device with_met(Device one, Met met) {
  if (met == Met::lead) one.near_pictures(1);
  if (met == Met::listed) one.listed_files(1);
  if (met == Met::severest) one.graded_files(1, "UK", 1);
  return one;
}

// The rule text, for each mixture of access and what was met.
TEST(Lanes, FollowTheRuleText) {
  struct Row {
    Answer access;
    Met met;
    Lane whole;       // all of it examined
    Lane unexamined;  // or not
  };
  const Row rows[] = {
      {Answer::no, Met::nothing, Lane::D, Lane::C},
      {Answer::no, Met::lead, Lane::C, Lane::C},
      {Answer::no, Met::listed, Lane::C, Lane::C},
      {Answer::no, Met::severest, Lane::B, Lane::B},
      {Answer::unknown, Met::nothing, Lane::B, Lane::B},
      {Answer::unknown, Met::lead, Lane::B, Lane::B},
      {Answer::unknown, Met::listed, Lane::A, Lane::A},
      {Answer::unknown, Met::severest, Lane::A, Lane::A},
      {Answer::yes, Met::nothing, Lane::B, Lane::B},
      {Answer::yes, Met::lead, Lane::B, Lane::B},
      {Answer::yes, Met::listed, Lane::A, Lane::A},
      {Answer::yes, Met::severest, Lane::A, Lane::A},
  };
  for (const Row& row : rows) {
    const Device one = with_met(with_access("one", row.access), row.met);
    EXPECT_EQ(lane_of(one), row.whole) << to_string(row.access) << to_string(row.met);
    EXPECT_EQ(lane_of(Device(one).encrypted()), row.unexamined);
    EXPECT_EQ(lane_of(Device(one).unfinished()), row.unexamined);
    EXPECT_EQ(lane_of(Device(one).child_identified()), Lane::A);
    EXPECT_EQ(lane_of(Device(one).child_at_immediate_risk()), Lane::A);
    EXPECT_EQ(lane_of(device("x").met_in_an_earlier_scan(row.met)),
              lane_of(with_met(device("x"), row.met)));
  }
}

Device anything(std::mt19937& random) {
  Device one = device("x");
  const auto dice = [&](unsigned sides) { return random() % sides == 0; };
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    if (dice(4)) {
      one.answered(static_cast<RiskQuestion>(i), static_cast<Answer>(random() % 3));
    }
  }
  if (dice(4)) one.listed_files(1);
  if (dice(8)) one.graded_files(1, "US", 1);
  if (dice(4)) one.near_pictures(2);
  if (dice(4)) one.parts_in_free_space(1);
  if (dice(6)) one.names_hint_at("encrypted container");
  if (dice(4)) one.encrypted();
  if (dice(8)) one.never_scanned();
  if (dice(3)) one.reviewed(static_cast<Verdict>(random() % 4));
  return one;
}

TEST(Lanes, MoreRiskOrMoreMetIsNeverLessUrgent) {
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    const Device one = anything(random);
    const Lane lane = lane_of(one);
    const auto question = static_cast<RiskQuestion>(random() % kRiskQuestions);
    const Answer before = one.answer().facts.intake.risk.of(question).answer;
    const Lane unknown = lane_of(Device(one).answered(question, Answer::unknown));
    const Lane yes = lane_of(Device(one).answered(question, Answer::yes));
    EXPECT_LE(yes, unknown);
    if (before == Answer::no) {
      EXPECT_LE(unknown, lane);
    }
    if (before != Answer::yes) {
      EXPECT_LE(yes, lane);
    }
    EXPECT_LE(lane_of(Device(one).listed_files(1)), lane);
    EXPECT_LE(lane_of(Device(one).graded_files(1, "UK", 1)), lane);
    EXPECT_LE(lane_of(Device(one).near_pictures(1)), lane);
    EXPECT_LE(lane_of(Device(one).encrypted()), lane);
    EXPECT_LE(lane_of(Device(one).never_scanned()), Lane::C);
    for (const Lane to : {Lane::A, Lane::B, Lane::C, Lane::D}) {
      EXPECT_EQ(lane_of(Device(one).lowered_to(to)), std::max(lane, to));
    }
  }
}

TEST(Lanes, EachSaysWhy) {
  std::mt19937 random(11);
  for (int i = 0; i < 1000; ++i) {
    const RankedExhibit judged = anything(random).judged();
    ASSERT_FALSE(judged.lane_reasons.empty());
    for (const std::string& reason : judged.lane_reasons) EXPECT_FALSE(reason.empty());
    EXPECT_FALSE(judged.smallest_change.empty());
  }
  EXPECT_EQ(
      device("x").listed_files(1).lives_with_children().judged().lane_reasons,
      std::vector<std::string>{"access to children, and a listed file was found"});
  EXPECT_EQ(
      device("x").encrypted().judged().lane_reasons,
      std::vector<std::string>{"not examined: volume 0 is encrypted (BitLocker)"});
  EXPECT_EQ(device("x").cannot_be_scanned("locked").judged().lane_reasons,
            std::vector<std::string>{"not examined: it cannot be scanned: locked"});
  EXPECT_EQ(device("x").names_hint_at("encrypted container").judged().lane_reasons,
            (std::vector<std::string>{"a lead that needs checking",
                                      "suspected encryption: encrypted container"}));
}

TEST(Lanes, ANewFindAfterAReviewIsALeadAgain) {
  Device one = device("x").near_pictures(1).reviewed(Verdict::nothing);
  EXPECT_EQ(lane_of(one), Lane::D);
  EXPECT_EQ(one.judged().review, "");
  one.met_in_an_earlier_scan(Met::lead);  // since that review
  EXPECT_EQ(lane_of(one), Lane::C);
  EXPECT_EQ(one.judged().review, "a person has to look at 1 near finding");
}

TEST(Lanes, AskAPersonWhereAMachineGuesses) {
  EXPECT_EQ(device("x").unknown_pictures_of_faces(199).judged().review, "");
  EXPECT_EQ(device("x")
                .near_pictures(1)
                .parts_in_free_space(2)
                .unknown_pictures_of_faces(1200)
                .judged()
                .review,
            "a person has to look at 1 near finding, 2 block findings, 1,200 unknown "
            "pictures that a machine thinks worth a look");
}

TEST(Lanes, TheHintsOfTheShippedRulesAreUnderstood) {
  const auto rules = NameRules::parse(shipped_name_rules(), "shipped");
  ASSERT_TRUE(rules);
  std::set<std::string> encrypted;
  std::set<std::string> hiding;
  std::set<std::string> neither;
  for (const NameRule& rule : rules->rules()) {
    if (suggests_encrypted_content(rule.words)) {
      encrypted.insert(rule.words);
      EXPECT_TRUE(suggests_hiding(rule.words));
    } else {
      (suggests_hiding(rule.words) ? hiding : neither).insert(rule.words);
    }
  }
  EXPECT_EQ(encrypted,
            (std::set<std::string>{"encrypted container", "encrypted file"}));
  EXPECT_EQ(hiding, (std::set<std::string>{
                        "encryption program", "photo vault app",
                        "recovery key of an encrypted drive", "steganography tool",
                        "system that leaves no traces",
                        "tool that removes traces of drives", "wiping tool"}));
  EXPECT_EQ(neither, (std::set<std::string>{
                         "anonymising browser", "anonymising network",
                         "anonymising system", "encrypted cloud storage",
                         "peer-to-peer client", "peer-to-peer cloud storage"}));
}

// ---- due days ----

std::string due_text(const Device& one) {
  const RankedExhibit judged = one.judged();
  return judged.due ? day_text(judged.due->day) + " " + judged.due->why : "none";
}

TEST(DueDays, CountFromSeizureByLane) {  // kNow is on 2023-11-14
  EXPECT_EQ(due_text(device("x").child_identified()), "2023-11-05 1 day after seizure");
  EXPECT_EQ(due_text(device("x").lives_with_children()),
            "2023-11-11 7 days after seizure");
  EXPECT_EQ(due_text(device("x").listed_files(1)), "2023-12-02 28 days after seizure");
  EXPECT_EQ(due_text(device("x")), "2024-02-02 90 days after seizure");
  EXPECT_EQ(due_text(device("x").without_intake()), "none");
}

TEST(DueDays, CountFromTheRecordWhereTheSeizureIsNotKnown) {
  CaseFacts facts = device("x").answer().facts;
  facts.intake.seized_at.reset();
  facts.known_since = 2 * kDay - 1;
  const auto due = due_of(Lane::B, facts, shipped_policy());
  ASSERT_TRUE(due);
  EXPECT_EQ(due->day, 8);
  EXPECT_EQ(due->why, "7 days after it was put on record");
  facts.intake.seized_at = -1;  // 1969 has days, too
  EXPECT_EQ(due_of(Lane::A, facts, shipped_policy())->day, 0);
}

TEST(DueDays, BailAndCourtBringThemForwardAlone) {
  EXPECT_EQ(due_text(device("x").bail_in(2)), "2023-11-16 bail date");
  EXPECT_EQ(due_text(device("x").bail_in(2).court_in(1)), "2023-11-15 court date");
  EXPECT_EQ(due_text(device("x").bail_in(500).court_in(500)),
            "2024-02-02 90 days after seizure");
  EXPECT_EQ(lane_of(device("x").bail_in(0)), Lane::D);
}

TEST(DueDays, AreOverdueOnTheDayAfter) {
  EXPECT_FALSE(device("x").seized(90).judged().is_overdue);
  EXPECT_TRUE(device("x").seized(91).judged().is_overdue);
}

TEST(DueDays, HaveTextForAnyDay) {
  EXPECT_EQ(day_text(0), "1970-01-01");
  EXPECT_EQ(day_text(-1), "1969-12-31");
  EXPECT_EQ(day_text(std::numeric_limits<std::int64_t>::max()),
            "a day that no calendar has");
  EXPECT_EQ(day_text(std::numeric_limits<std::int64_t>::min()),
            "a day that no calendar has");
}

}  // namespace
}  // namespace winnow
