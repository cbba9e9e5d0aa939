// The simulated backlog, small: the same seed gives the same bytes, every order starts
// every exhibit once, and what it draws is what backlog_numbers.h says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "bench/backlog/backlog_picture.h"
#include "bench/backlog/backlog_random.h"
#include "bench/backlog/backlog_results.h"

namespace winnow::backlog {
namespace {

Numbers small() {
  Numbers numbers;
  numbers.on_hand = 60;
  numbers.arrival_days = 20;
  return numbers;
}

TEST(Backlog, TheSameSeedsGiveTheSameBytes) {
  const auto one = run_case("small", small(), shipped_policy(), 2, 1);
  const auto other = run_case("small", small(), shipped_policy(), 2, 2);
  EXPECT_EQ(text_tables(one), text_tables(other));
  EXPECT_EQ(tsv_table({one}), tsv_table({other}));
  EXPECT_EQ(svg_of({one}), svg_of({other}));
  Numbers more = small();
  more.arrivals_share = kOverloadShare;
  EXPECT_NE(tsv_table({one}),
            tsv_table({run_case("small", more, shipped_policy(), 2, 1)}));
}

TEST(Backlog, EveryOrderStartsEveryExhibitOnce) {
  const Numbers numbers = small();
  for (const std::uint64_t seed : {1, 2}) {
    const Backlog backlog = draw_backlog(numbers, seed);
    double hours = 0;
    for (const Exhibit& exhibit : backlog.exhibits) hours += exhibit.hours;
    for (const Strategy strategy : kStrategies) {
      const auto started = work_off(backlog, numbers, shipped_policy(), strategy);
      std::set<std::size_t> exhibits;
      std::int64_t day = kFirstDay;
      for (const Started& one : started) {
        EXPECT_TRUE(exhibits.insert(one.exhibit).second);
        EXPECT_GE(one.day, backlog.exhibits[one.exhibit].known_on);
        EXPECT_GE(one.day, day);
        day = one.day;
      }
      EXPECT_EQ(exhibits.size(), backlog.exhibits.size());
      EXPECT_NEAR(
          started.back().hours_before + backlog.exhibits[started.back().exhibit].hours,
          hours, 1e-6);
    }
  }
}

TEST(Backlog, FirstComeAndMatchCountAreWhatTheySay) {
  const Numbers numbers = small();
  const Backlog backlog = draw_backlog(numbers, 1);
  const auto first = [&](Strategy strategy) {
    return backlog.exhibits
        [work_off(backlog, numbers, shipped_policy(), strategy).front().exhibit];
  };
  const Exhibit by_day = first(Strategy::first_come);
  const Exhibit by_count = first(Strategy::match_count);
  for (const Exhibit& exhibit : backlog.exhibits) {
    if (exhibit.known_on > kFirstDay) continue;
    EXPECT_GE(exhibit.seized_on, by_day.seized_on);
    EXPECT_LE(exhibit.matches, by_count.matches);
  }
}

// One suspect with access holds material on the second and the third of three devices.
TEST(Backlog, AChildIsSafeguardedByTheFirstDeviceThatHolds) {
  Backlog backlog;
  backlog.holders.push_back({"S1", "H1", true, true, true, false});
  for (int i = 0; i < 3; ++i) {
    Exhibit exhibit;
    exhibit.seized_on = kFirstDay - 10;
    exhibit.known_on = kFirstDay;
    exhibit.holds = i > 0;
    backlog.exhibits.push_back(exhibit);
  }
  const std::vector<Settled> settled(3, {Lane::B, kFirstDay + 3});
  const Measures measured =
      measure(backlog, settled,
              {{0, kFirstDay, 0}, {2, kFirstDay + 4, 5}, {1, kFirstDay + 9, 11}});
  EXPECT_EQ(measured.child_days, 14);
  EXPECT_EQ(measured.hours_half, 5);
  EXPECT_EQ(measured.hours_most, 11);
  EXPECT_EQ(measured.longest_wait[static_cast<std::size_t>(Lane::B)], 19);
  EXPECT_EQ(measured.all_breaches, 2);
}

TEST(Backlog, IsDrawnAsItsNumbersSay) {
  Numbers numbers;
  numbers.on_hand = 30000;
  numbers.arrival_days = 0;
  const Backlog backlog = draw_backlog(numbers, 7);
  double hours = 0;
  double phones = 0;
  double collectors = 0;
  double over_thousand = 0;
  std::vector<double> pictures(backlog.holders.size());
  for (const Exhibit& exhibit : backlog.exhibits) {
    hours += exhibit.hours;
    phones += exhibit.kind == DeviceKind::phone ? 1 : 0;
    pictures[exhibit.holder] += static_cast<double>(exhibit.listed + exhibit.unlisted);
  }
  double holds = 0;
  double suspects = 0;
  for (std::size_t i = 0; i < backlog.holders.size(); ++i) {
    const Holder& holder = backlog.holders[i];
    suspects += holder.is_suspect ? 1 : 0;
    holds += holder.is_suspect && holder.holds ? 1 : 0;
    if (!holder.is_suspect || !holder.holds || holder.is_producer) continue;
    ++collectors;
    over_thousand += pictures[i] > 1000 ? 1 : 0;
  }
  EXPECT_NEAR(hours / numbers.on_hand, kMeanHours, 0.2);
  EXPECT_NEAR(over_thousand / collectors, 1.0 / 7, 0.02);
  const double second = numbers.second_suspect;
  EXPECT_NEAR(
      holds / suspects,
      (numbers.suspect_holds + second * numbers.second_suspect_holds) / (1 + second),
      0.02);
  EXPECT_GT(phones / numbers.on_hand, numbers.phones);  // victims' are phones too
}

TEST(BacklogRandom, IsThatOfTheTextbooks) {
  for (const double x : {-30.0, -2.5, -0.1, 0.0, 0.3, 1.0, 7.7}) {
    EXPECT_NEAR(exp_of(x) / std::exp(x), 1, 1e-13) << x;
  }
  Draw draw(3);
  double poisson = 0;
  double geometric = 0;
  double over_median = 0;
  for (int i = 0; i < 20000; ++i) {
    poisson += draw.poisson(1.3);
    geometric += draw.geometric(3, 1000);
    over_median += draw.log_normal(95, 2) > 95 ? 1 : 0;
  }
  EXPECT_NEAR(poisson / 20000, 1.3, 0.03);
  EXPECT_NEAR(geometric / 20000, 3, 0.08);
  EXPECT_NEAR(over_median / 20000, 0.5, 0.02);
}

TEST(BacklogResults, IntervalsAreStudents) {
  const Estimate value = estimate({1, 2, 3, 4, 5});
  EXPECT_DOUBLE_EQ(value.mean, 3);
  EXPECT_NEAR(value.half, 2.776 * std::sqrt(2.5 / 5), 1e-9);
}

}  // namespace
}  // namespace winnow::backlog
