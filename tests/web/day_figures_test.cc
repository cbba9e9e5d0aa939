#include "drivers/web/day_figures.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kNow = 1000 * kDay + 100;

RankedExhibit exhibit(const std::string& ref, std::int64_t seized_day) {
  RankedExhibit one;
  one.ref = ref;
  one.facts.has_intake = true;
  one.facts.intake.seized_at = seized_day * kDay + 50;
  one.due = DueDay{seized_day + 10, "10 days after seizure"};
  return one;
}

const DayFigures& on(const std::vector<DayFigures>& days, std::int64_t day) {
  return days[static_cast<std::size_t>(day - (1000 - kFiguresDays + 1))];
}

TEST(DayFigures, CountWhoWaitedOnEachDay) {
  CaseRanking ranking;
  ranking.waiting = {exhibit("a", 500), exhibit("b", 995)};
  Decisions decisions;
  const auto days = day_figures(ranking, decisions, kNow);
  ASSERT_EQ(days.size(), 90u);
  EXPECT_EQ(days.front().day, 911);
  EXPECT_EQ(days.back().day, 1000);
  EXPECT_EQ(on(days, 994).waiting, 1u);
  EXPECT_EQ(on(days, 995).waiting, 2u);
  EXPECT_EQ(on(days, 995).arrived, 1u);
  EXPECT_EQ(on(days, 996).arrived, 0u);
  EXPECT_EQ(on(days, 1000).overdue, 1u);  // a has been due since day 510
}

TEST(DayFigures, KnowWhenOneLeftTheBacklog) {
  CaseRanking ranking;
  RankedExhibit started = exhibit("a", 980);
  started.facts.started_at = 990 * kDay;
  ranking.others = {started};
  Decisions decisions;
  for (const auto& [to, day] : {std::pair(Disposition::triaged, 985),
                                {Disposition::assigned, 990},
                                {Disposition::received, 995}}) {
    DispositionStep& step = decisions.exhibits["a"].steps.emplace_back();
    step.to = to;
    step.at = day * kDay;
  }
  const auto days = day_figures(ranking, decisions, kNow);
  EXPECT_EQ(on(days, 979).waiting, 0u);
  EXPECT_EQ(on(days, 989).waiting, 1u);
  EXPECT_EQ(on(days, 990).waiting, 0u);
  EXPECT_EQ(on(days, 990).started, 1u);
  EXPECT_EQ(on(days, 994).waiting, 0u);
  EXPECT_EQ(on(days, 996).waiting, 1u);  // it was put back
  EXPECT_EQ(on(days, 990).overdue, 0u);  // due on day 990, which is not over
  EXPECT_EQ(on(days, 996).overdue, 1u);
}

TEST(DayFigures, TakeTheFirstLookWhereNobodyTookItIn) {
  CaseRanking ranking;
  ranking.waiting.resize(2);
  ranking.waiting[0].ref = "scanned";
  ranking.waiting[1].ref = "nothing is known of";
  Decisions decisions;
  decisions.exhibits["scanned"].first_look_at = 999 * kDay;
  const auto days = day_figures(ranking, decisions, kNow);
  EXPECT_EQ(on(days, 998).waiting, 0u);
  EXPECT_EQ(on(days, 999).waiting, 1u);
  EXPECT_EQ(on(days, 1000).overdue, 0u);
}

}  // namespace
}  // namespace winnow
