// The forecast against small queues worked out by hand, and against the real order, run
// day by day.
#include "scanner/rank/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

constexpr std::int64_t kToday = kNow / kDay;

std::size_t at(Lane lane) {
  return static_cast<std::size_t>(lane);
}

RankedExhibit waiting_in(Lane lane, std::int64_t due_in_days) {
  RankedExhibit exhibit;
  exhibit.lane = lane;
  exhibit.due = DueDay{kToday + due_in_days, "target"};
  exhibit.is_overdue = due_in_days < 0;
  return exhibit;
}

std::vector<RankedExhibit> copies(std::size_t count, const RankedExhibit& exhibit) {
  return std::vector<RankedExhibit>(count, exhibit);
}

Policy policy_with(std::int64_t kept_percent) {
  Policy policy = shipped_policy();
  policy.overdue_share_percent = kept_percent;
  return policy;
}

Rates rates(std::int64_t starts, std::array<std::int64_t, kLanes> arrivals = {}) {
  return {starts, arrivals};
}

TEST(Forecast, AnEmptyQueueNeedsNothing) {
  const Forecast told = forecast({}, {}, shipped_policy(), rates(0), kNow);
  EXPECT_EQ(told.lanes, (std::array<LaneForecast, kLanes>{}));
  EXPECT_EQ(told.starts_needed, 0);
  EXPECT_EQ(told.starts_for_arrivals, 0);
  EXPECT_EQ(told.arrivals_bearable, std::nullopt);
}

TEST(Forecast, WhatIsStartedOnItsDueDayIsInTime) {
  const auto queue = copies(3, waiting_in(Lane::B, 2));
  const Forecast in_time = forecast(queue, {}, policy_with(15), rates(1000), kNow);
  EXPECT_EQ(in_time.lanes[at(Lane::B)].waiting, 3u);
  EXPECT_EQ(in_time.lanes[at(Lane::B)].breaches, 0u);
  EXPECT_EQ(in_time.starts_needed, 1000);

  // One start by the end of the third day, of three.
  const Forecast late = forecast(queue, {}, policy_with(15), rates(500), kNow);
  EXPECT_EQ(late.lanes[at(Lane::B)].breaches, 2u);
  EXPECT_EQ(late.lanes[at(Lane::B)].first_breach_day, kToday + 3);
  EXPECT_EQ(late.starts_needed, 1000);
}

TEST(Forecast, WhatIsOverdueAlreadyIsNoNewBreach) {
  auto queue = copies(4, waiting_in(Lane::D, -1));
  queue.push_back(waiting_in(Lane::D, 0));
  const Forecast told = forecast(queue, {}, policy_with(0), rates(0), kNow);
  EXPECT_EQ(told.lanes[at(Lane::D)].waiting, 5u);
  EXPECT_EQ(told.lanes[at(Lane::D)].overdue, 4u);
  EXPECT_EQ(told.lanes[at(Lane::D)].breaches, 1u);
  EXPECT_EQ(told.lanes[at(Lane::D)].first_breach_day, kToday + 1);
  // The one in time stands behind the four.
  EXPECT_EQ(told.starts_needed, 5000);
}

TEST(Forecast, MoreUrgentLanesGoFirst) {
  std::vector<RankedExhibit> queue = {waiting_in(Lane::C, 0), waiting_in(Lane::A, 5)};
  const Forecast told = forecast(queue, {}, policy_with(0), rates(1000), kNow);
  EXPECT_EQ(told.lanes[at(Lane::A)].breaches, 0u);
  EXPECT_EQ(told.lanes[at(Lane::C)].breaches, 1u);
}

TEST(Forecast, ArrivalsAreFollowedFromTheDayOnWhichTheyFail) {
  // One a day of A takes every start there is: nobody of D is ever started.
  const Rates at_rates = rates(1000, {1000, 0, 0, 10});
  const Forecast told = forecast({}, {}, policy_with(0), at_rates, kNow);
  EXPECT_EQ(told.lanes[at(Lane::A)].arrivals, 365u);
  EXPECT_EQ(told.lanes[at(Lane::A)].arrival_breaches, 0u);
  EXPECT_EQ(told.lanes[at(Lane::A)].arrivals_fail_day, std::nullopt);
  const LaneForecast& d = told.lanes[at(Lane::D)];
  EXPECT_EQ(d.arrivals, 3u);
  EXPECT_EQ(d.arrival_breaches, 3u);
  EXPECT_EQ(d.arrivals_fail_day, kToday + 99);
  EXPECT_EQ(d.arrivals_last_fail_day, kToday + 299);
  ASSERT_TRUE(told.starts_for_arrivals.has_value());
  EXPECT_GT(*told.starts_for_arrivals, 1000);
  ASSERT_TRUE(told.arrivals_bearable.has_value());
  EXPECT_LT(*told.arrivals_bearable, 1010);
}

TEST(Forecast, KeptPlacesSaveALaneFromStarving) {
  const auto queue = copies(30, waiting_in(Lane::D, -10));
  const Rates at_rates = rates(1000, {1000, 0, 0, 100});
  const auto breaches = [&](std::int64_t kept) {
    return forecast(queue, {}, policy_with(kept), at_rates, kNow)
        .lanes[at(Lane::D)]
        .arrival_breaches;
  };
  EXPECT_EQ(breaches(0), 36u);  // all there are
  EXPECT_GT(breaches(15), 0u);  // overdue is when a kept place comes
  // And they are taken from those who would go first.
  EXPECT_GT(forecast(queue, {}, policy_with(15), at_rates, kNow)
                .lanes[at(Lane::A)]
                .arrival_breaches,
            0u);
}

TEST(Forecast, TheRatesFoundAreTheBorder) {
  std::mt19937 random(5);
  std::vector<RankedExhibit> queue;
  for (int i = 0; i < 200; ++i) {
    queue.push_back(waiting_in(static_cast<Lane>(random() % kLanes),
                               static_cast<int>(random() % 60) - 5));
  }
  const Policy policy = policy_with(0);
  Rates tried = rates(3000, {200, 700, 900, 600});
  const auto breaches = [&](bool also_waiting) {
    std::uint64_t count = 0;
    for (const LaneForecast& lane : forecast(queue, {}, policy, tried, kNow).lanes) {
      count += lane.arrival_breaches + (also_waiting ? lane.breaches : 0);
    }
    return count;
  };
  const Forecast told = forecast(queue, {}, policy, tried, kNow);
  ASSERT_TRUE(told.starts_needed && told.starts_for_arrivals && told.arrivals_bearable);
  tried.starts = *told.starts_needed;
  EXPECT_EQ(breaches(true), 0u);
  --tried.starts;
  EXPECT_GT(breaches(true), 0u);
  tried.starts = *told.starts_for_arrivals;
  EXPECT_EQ(breaches(false), 0u);
  --tried.starts;
  EXPECT_GT(breaches(false), 0u);
}

TEST(Forecast, TheArrivalsThatCanBeBorneAreTheBorder) {
  const auto breaches = [](std::int64_t arrivals) {
    return forecast({}, {}, policy_with(15), rates(500, {0, arrivals, 0, 0}), kNow)
        .lanes[at(Lane::B)]
        .arrival_breaches;
  };
  const auto bearable =
      forecast({}, {}, policy_with(15), rates(500, {0, 700, 0, 0}), kNow)
          .arrivals_bearable;
  ASSERT_TRUE(bearable.has_value());
  EXPECT_GE(*bearable, 500);
  EXPECT_EQ(breaches(*bearable), 0u);
  EXPECT_GT(breaches(*bearable + 1), 0u);
}

TEST(Forecast, WhatIsHeldWaitsAsideUntilItsDate) {
  RankedExhibit held = waiting_in(Lane::B, 20);
  held.is_held = true;
  held.facts.held_until = kNow + 10 * kDay;
  const Forecast free = forecast({held}, {}, policy_with(0), rates(1000), kNow);
  EXPECT_EQ(free.lanes[at(Lane::B)].waiting, 1u);
  EXPECT_EQ(free.lanes[at(Lane::B)].breaches, 0u);

  held.facts.held_until = kNow + 30 * kDay;
  const Forecast too_long = forecast({held}, {}, policy_with(0), rates(1000), kNow);
  EXPECT_EQ(too_long.lanes[at(Lane::B)].breaches, 1u);
  EXPECT_EQ(too_long.lanes[at(Lane::B)].first_breach_day, kToday + 21);
  EXPECT_EQ(too_long.starts_needed, std::nullopt);  // no rate helps
}

TEST(Forecast, WhatHasNoDueDayNeverBreachesAndGoesLastInItsLane) {
  RankedExhibit undated;
  undated.lane = Lane::B;
  const Forecast told = forecast({undated, waiting_in(Lane::B, 0)}, {}, policy_with(0),
                                 rates(1000), kNow);
  EXPECT_EQ(told.lanes[at(Lane::B)].waiting, 2u);
  EXPECT_EQ(told.lanes[at(Lane::B)].breaches, 0u);
}

// -- against the order itself

// Of that lane by the rules, seized that day.
ExhibitAnswer seized(Lane lane, std::int64_t day, const std::string& ref) {
  ExhibitAnswer answer{ref, {}, complete_coverage()};
  answer.facts.has_intake = true;
  answer.facts.intake.seized_at = day * kDay;
  CaseRisk& risk = answer.facts.intake.risk;
  if (lane == Lane::C || lane == Lane::D) {
    for (RiskAnswer& one : risk.answers) one = {Answer::no, true, std::nullopt};
  }
  if (lane == Lane::C) answer.is_scanned = false;
  if (lane == Lane::A) {
    risk.answers[static_cast<std::size_t>(RiskQuestion::child_identified)] = {
        Answer::yes, true, std::nullopt};
  }
  return answer;
}

struct Waiting {
  ExhibitAnswer answer;
  Lane lane = Lane::D;
  std::int64_t seized_on = 0;
  bool was_here = false;
};

// The same queue with put_in_order() asked every morning.
class RealQueue {
 public:
  RealQueue(std::vector<Waiting> waiting, const Policy& policy, const Rates& rates,
            std::uint64_t starts)
      : waiting_(std::move(waiting)), policy_(policy), rates_(rates) {
    so_far_.starts = starts;
  }

  std::array<LaneForecast, kLanes> run() {
    for (std::int64_t i = 0; i < kHorizonDays + 90; ++i) {
      arrive(i);
      start(i);
      note_late(i);
    }
    return lanes_;
  }

 private:
  static std::int64_t share(std::int64_t rate, std::int64_t i) {
    return rate * (i + 1) / 1000 - rate * i / 1000;
  }

  void arrive(std::int64_t i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (auto n = share(rates_.arrivals[lane], i); n > 0; --n) {
        const std::string ref = "z" + std::to_string(++arrived_);
        waiting_.push_back({seized(static_cast<Lane>(lane), kToday + i, ref),
                            static_cast<Lane>(lane), kToday + i, false});
        if (i < kHorizonDays) ++lanes_[lane].arrivals;
      }
    }
  }

  void start(std::int64_t i) {
    std::vector<RankedExhibit> judged;
    for (const Waiting& one : waiting_) {
      judged.push_back(judge(one.answer, policy_, kNow + i * kDay));
      EXPECT_EQ(judged.back().lane, one.lane);
    }
    const auto order = put_in_order(std::move(judged), so_far_, policy_);
    const auto wanted = static_cast<std::size_t>(share(rates_.starts, i));
    for (std::size_t k = 0; k < std::min(wanted, order.size()); ++k) {
      std::erase_if(waiting_,
                    [&](const Waiting& one) { return one.answer.ref == order[k].ref; });
      ++so_far_.starts;
    }
  }

  void note_late(std::int64_t i) {
    for (const Waiting& one : waiting_) {
      const auto lane = static_cast<std::size_t>(one.lane);
      if (one.seized_on + policy_.target_days[lane] != kToday + i) continue;
      LaneForecast& told = lanes_[lane];
      if (one.was_here) {
        ++told.breaches;
        if (!told.first_breach_day) told.first_breach_day = kToday + i + 1;
      } else if (one.seized_on < kToday + kHorizonDays) {
        ++told.arrival_breaches;
        if (!told.arrivals_fail_day) told.arrivals_fail_day = one.seized_on;
        told.arrivals_last_fail_day = one.seized_on;
      }
    }
  }

  std::vector<Waiting> waiting_;
  const Policy& policy_;
  Rates rates_;
  StartsSoFar so_far_;
  int arrived_ = 0;
  std::array<LaneForecast, kLanes> lanes_;
};

class AgainstTheOrder : public ::testing::TestWithParam<unsigned> {};

TEST_P(AgainstTheOrder, SaysWhatTheOrderDoes) {
  std::mt19937 random(GetParam());
  const Policy policy = policy_with(static_cast<std::int64_t>(random() % 51));
  std::vector<Waiting> waiting;
  for (int i = static_cast<int>(random() % 60); i > 0; --i) {
    const auto lane = static_cast<Lane>(random() % kLanes);
    const std::int64_t day = kToday - static_cast<std::int64_t>(random() % 100);
    waiting.push_back({seized(lane, day, "a" + std::to_string(i)), lane, day, true});
  }
  Rates tried;
  std::int64_t all = 0;
  for (std::int64_t& rate : tried.arrivals) {
    rate = static_cast<std::int64_t>(random() % 300);
    all += rate;
  }
  tried.starts = all * static_cast<std::int64_t>(80 + random() % 50) / 100;
  StartsSoFar so_far;
  so_far.starts = random() % 1000;

  std::vector<RankedExhibit> judged;
  for (const Waiting& one : waiting) judged.push_back(judge(one.answer, policy, kNow));
  const auto told = forecast(put_in_order(std::move(judged), so_far, policy), so_far,
                             policy, tried, kNow)
                        .lanes;
  const auto real = RealQueue(waiting, policy, tried, so_far.starts).run();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    EXPECT_EQ(told[lane].breaches, real[lane].breaches) << lane;
    EXPECT_EQ(told[lane].first_breach_day, real[lane].first_breach_day) << lane;
    EXPECT_EQ(told[lane].arrivals, real[lane].arrivals) << lane;
    EXPECT_EQ(told[lane].arrival_breaches, real[lane].arrival_breaches) << lane;
    EXPECT_EQ(told[lane].arrivals_fail_day, real[lane].arrivals_fail_day) << lane;
    EXPECT_EQ(told[lane].arrivals_last_fail_day, real[lane].arrivals_last_fail_day)
        << lane;
  }
}

INSTANTIATE_TEST_SUITE_P(Queues, AgainstTheOrder, ::testing::Range(1u, 13u));

// -- rates from history

TEST(ObservedRates, AreOfTheLastNinetyDays) {
  History history;
  history.recorded_since = kToday - 400;
  for (std::int64_t ago = 0; ago < 400; ++ago) {
    history.starts.push_back(kToday - ago);
    if (ago % 2 == 0) history.arrivals.push_back({kToday - ago, Lane::B});
  }
  history.arrivals.push_back({kToday - 90, Lane::A});  // a day too old
  history.arrivals.push_back({kToday + 1, Lane::A});   // has not come yet
  const ObservedRates observed = rates_of(history, kNow);
  EXPECT_EQ(observed.arrival_days, 90);
  EXPECT_EQ(observed.start_days, 90);
  EXPECT_EQ(observed.arrivals, 45u);
  EXPECT_EQ(observed.starts, 90u);
  EXPECT_EQ(observed.rates, rates(1000, {0, 500, 0, 0}));
}

TEST(ObservedRates, OfAYoungRecordAreOfItsDays) {
  History history;
  history.recorded_since = kToday - 9;  // ten days
  history.starts = {kToday - 9, kToday, kToday};
  history.arrivals = {{kToday - 300, Lane::D}, {kToday - 44, Lane::D}};
  const ObservedRates observed = rates_of(history, kNow);
  EXPECT_EQ(observed.start_days, 10);
  EXPECT_EQ(observed.rates.starts, 300);
  // The backlog was put on record in one go and says itself when it came.
  EXPECT_EQ(observed.arrival_days, 90);
  EXPECT_EQ(observed.rates.arrivals, (std::array<std::int64_t, kLanes>{0, 0, 0, 11}));
}

TEST(ObservedRates, OfNothingAreNone) {
  History history;
  history.recorded_since = kToday;
  const ObservedRates observed = rates_of(history, kNow);
  EXPECT_EQ(observed.rates, Rates{});
  EXPECT_EQ(observed.arrival_days, 0);
  EXPECT_EQ(observed.start_days, 1);
}

}  // namespace
}  // namespace winnow
