#include "drivers/decisions/waits.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace winnow {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kNow = 100 * kDay;

std::vector<Wait> over(std::vector<std::int64_t> seconds) {
  std::vector<Wait> waits;
  for (const std::int64_t one : seconds) waits.push_back({one, true});
  return waits;
}

TEST(Waits, QuantilesAreValuesThatThereAre) {
  EXPECT_EQ(wait_quantile(over({40, 10, 30, 20}), 50), (WaitFigure{20, false}));
  EXPECT_EQ(wait_quantile(over({40, 10, 30, 20}), 90), (WaitFigure{40, false}));
  EXPECT_EQ(wait_quantile(over({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), 90),
            (WaitFigure{9, false}));
  EXPECT_EQ(wait_quantile(over({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}), 90),
            (WaitFigure{10, false}));
  EXPECT_EQ(wait_quantile(over({7}), 50), (WaitFigure{7, false}));
  EXPECT_FALSE(wait_quantile({}, 50).has_value());
}

TEST(Waits, ThoseStillWaitingMakeItAtLeast) {
  // The one that waits for 5 may come to wait for longest of all.
  EXPECT_EQ(wait_quantile({{5, false}, {10, true}, {20, true}}, 50),
            (WaitFigure{10, true}));
  // The one that waits for 100 is beyond the median whatever comes.
  EXPECT_EQ(wait_quantile({{100, false}, {10, true}, {20, true}}, 50),
            (WaitFigure{20, false}));
  EXPECT_EQ(wait_quantile({{100, false}, {10, true}, {20, true}}, 90),
            (WaitFigure{100, true}));
  EXPECT_EQ(wait_quantile({{20, false}, {20, true}, {30, true}}, 30),
            (WaitFigure{20, false}));
  EXPECT_EQ(oldest_wait({{5, false}, {20, true}}), (WaitFigure{20, false}));
  EXPECT_EQ(oldest_wait({{50, false}, {20, true}}), (WaitFigure{50, true}));
  EXPECT_FALSE(oldest_wait({}).has_value());
}

ExhibitDecisions seized(std::int64_t day) {
  ExhibitDecisions exhibit;
  exhibit.facts.has_intake = true;
  exhibit.facts.intake.seized_at = day * kDay;
  return exhibit;
}

const WaitRow& row(const WaitTable& table, Milestone milestone,
                   const std::string& group) {
  return *std::find_if(table.rows.begin(), table.rows.end(), [&](const WaitRow& one) {
    return one.milestone == milestone && one.group == group;
  });
}

TEST(Waits, ByLaneAndHolder) {
  Decisions decisions;
  ExhibitDecisions a = seized(0);
  a.facts.started_at = 10 * kDay;
  a.started.lane = Lane::A;
  a.facts.intake.holder = HolderRole::suspect;
  ExhibitDecisions b = seized(0);
  b.facts.started_at = 20 * kDay;
  b.started.lane = Lane::A;
  b.facts.intake.holder = HolderRole::victim;
  ExhibitDecisions d = seized(0);
  d.facts.disposition = Disposition::returned;
  decisions.exhibits = {{"a", a}, {"b", b}, {"c", seized(0)}, {"d", d}, {"e", {}}};
  const WaitTable table =
      waits_of(decisions, {{"a", Lane::D}, {"c", Lane::B}, {"d", Lane::D}}, kNow);
  EXPECT_EQ(table.without_start, 1u);
  const WaitRow& all = row(table, Milestone::start, "all");
  EXPECT_EQ(all.exhibits, 4u);
  EXPECT_EQ(all.waiting, 1u);
  EXPECT_EQ(all.gone, 1u);
  EXPECT_EQ(all.median, (WaitFigure{20 * kDay, false}));
  EXPECT_EQ(all.nine_of_ten, (WaitFigure{100 * kDay, true}));
  EXPECT_EQ(all.oldest, (WaitFigure{100 * kDay, true}));
  const WaitRow& lane_a = row(table, Milestone::start, "lane A");
  EXPECT_EQ(lane_a.exhibits, 2u);
  EXPECT_EQ(lane_a.median, (WaitFigure{10 * kDay, false}));
  EXPECT_EQ(lane_a.nine_of_ten, (WaitFigure{20 * kDay, false}));
  EXPECT_EQ(row(table, Milestone::start, "lane B").waiting, 1u);
  EXPECT_EQ(row(table, Milestone::start, "lane D").gone, 1u);
  EXPECT_FALSE(row(table, Milestone::start, "lane D").median.has_value());
  EXPECT_EQ(row(table, Milestone::start, "holder victim").median,
            (WaitFigure{20 * kDay, false}));
  EXPECT_EQ(row(table, Milestone::start, "holder unknown").exhibits, 2u);
}

TEST(Waits, FirstLookIsAScanOrAnExaminationWithoutOne) {
  Decisions decisions;
  ExhibitDecisions scanned = seized(0);
  scanned.first_look_at = 3 * kDay;
  ExhibitDecisions phone = seized(0);
  phone.outcomes.push_back({});
  phone.outcomes[0].at = 30 * kDay;
  ExhibitDecisions broken = seized(90);  // nobody could look into it yet
  broken.outcomes.push_back({});
  broken.outcomes[0].result = ExaminationResult::impossible;
  broken.outcomes[0].at = 95 * kDay;
  decisions.exhibits = {{"s", scanned}, {"p", phone}, {"b", broken}};
  const WaitTable table = waits_of(decisions, {}, kNow);
  const WaitRow& all = row(table, Milestone::first_look, "all");
  EXPECT_EQ(all.median, (WaitFigure{10 * kDay, true}));
  EXPECT_EQ(all.oldest, (WaitFigure{30 * kDay, false}));
  EXPECT_EQ(all.waiting, 1u);
  // What has ended was begun.
  EXPECT_EQ(row(table, Milestone::start, "all").waiting, 1u);
  EXPECT_EQ(row(table, Milestone::start, "all").oldest, (WaitFigure{100 * kDay, true}));
}

TEST(Waits, AReferralIsOwedWhateverBecameOfTheDevice) {
  Decisions decisions;
  ExhibitDecisions open = seized(0);
  open.facts.disposition = Disposition::returned;
  ExhibitDecisions decided = seized(0);
  decided.facts.intake.safeguarding = {Referral::not_needed, "R", 2 * kDay, ""};
  decisions.exhibits = {{"open", open}, {"decided", decided}};
  const WaitTable table = waits_of(decisions, {}, kNow);
  const WaitRow& all = row(table, Milestone::referral, "all");
  EXPECT_EQ(all.waiting, 1u);
  EXPECT_EQ(all.gone, 0u);
  EXPECT_EQ(all.median, (WaitFigure{2 * kDay, false}));
  EXPECT_EQ(all.oldest, (WaitFigure{100 * kDay, true}));
}

TEST(Waits, WhatCameLaterIsNotKnownYet) {
  Decisions decisions;
  ExhibitDecisions exhibit = seized(10);
  exhibit.facts.started_at = 60 * kDay;
  decisions.exhibits = {{"e", exhibit}};
  const WaitTable then = waits_of(decisions, {}, 40 * kDay);
  EXPECT_EQ(row(then, Milestone::start, "all").median, (WaitFigure{30 * kDay, true}));
  const WaitTable before = waits_of(decisions, {}, 5 * kDay);
  EXPECT_EQ(row(before, Milestone::start, "all").exhibits, 0u);
}

}  // namespace
}  // namespace winnow
