// The queue is kept as counts by lane and due day: exhibits of one lane that are due on
// one day take each other's places without a difference to any count told here. That
// makes a run of years over ten thousand exhibits a matter of milliseconds, so that the
// rates at which targets hold can be found by trying.
#include "scanner/rank/forecast.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

namespace winnow {
namespace {

constexpr std::int64_t kPerThousand = 1000;
// Of exhibits without a due day: after all that have one.
constexpr std::int64_t kNoDue = std::numeric_limits<std::int64_t>::max();

// How many of `rate` in a thousand days fall on day number `index`, from 0.
std::int64_t share_of_day(std::int64_t rate, std::int64_t index) {
  return rate * (index + 1) / kPerThousand - rate * index / kPerThousand;
}

struct Bucket {
  std::uint64_t waiting = 0;   // from the beginning
  std::uint64_t arrivals = 0;  // since
  [[nodiscard]] std::uint64_t all() const { return waiting + arrivals; }
};
using LaneQueue = std::map<std::int64_t, Bucket>;  // by due day
using LaneCounts = std::array<std::map<std::int64_t, std::uint64_t>, kLanes>;

// One run of the queue at given rates.
class QueueRun {
 public:
  QueueRun(const std::vector<RankedExhibit>& waiting, const StartsSoFar& so_far,
           const Policy& policy, const Rates& rates, std::int64_t today)
      : policy_(policy), rates_(rates), today_(today), starts_(so_far.starts) {
    for (const RankedExhibit& exhibit : waiting) add(exhibit);
    last_day_ = std::max(last_day_, today_ + kHorizonDays - 1 + longest_target());
    last_day_ = std::min(last_day_, today_ + kFollowedDays);
  }

  std::array<LaneForecast, kLanes> run() {
    for (std::int64_t day = today_; day <= last_day_; ++day) pass(day);
    return lanes_;
  }

  // Whether nobody who arrives breaches, nor, if asked for, anybody who waits.
  bool has_no_breach(bool also_waiting) {
    for (std::int64_t day = today_; day <= last_day_; ++day) {
      pass(day);
      for (const LaneForecast& lane : lanes_) {
        if (lane.arrival_breaches > 0 || (also_waiting && lane.breaches > 0)) {
          return false;
        }
      }
    }
    return true;
  }

 private:
  void add(const RankedExhibit& exhibit) {
    const auto lane = static_cast<std::size_t>(exhibit.lane);
    const std::int64_t due = exhibit.due ? exhibit.due->day : kNoDue;
    if (exhibit.is_held && exhibit.facts.held_until) {
      const std::int64_t until = day_of(*exhibit.facts.held_until);
      ++held_[std::max(until, today_)][lane][due];
      ++held_due_[lane][due];
    } else {
      ++queues_[lane][due].waiting;
    }
    ++lanes_[lane].waiting;
    if (due < today_) ++lanes_[lane].overdue;
    if (due != kNoDue) last_day_ = std::max(last_day_, due);
  }

  // Those held until that day wait with the others from then on.
  void release(std::int64_t day) {
    const auto free = held_.find(day);
    if (free == held_.end()) return;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (const auto& [due, count] : free->second[lane]) {
        queues_[lane][due].waiting += count;
        held_due_[lane][due] -= count;
      }
    }
    held_.erase(free);
  }

  [[nodiscard]] std::int64_t longest_target() const {
    return *std::max_element(policy_.target_days.begin(), policy_.target_days.end());
  }

  void let_arrive(std::int64_t day) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const auto count = share_of_day(rates_.arrivals[lane], day - today_);
      if (count <= 0) continue;
      queues_[lane][day + policy_.target_days[lane]].arrivals +=
          static_cast<std::uint64_t>(count);
      if (day - today_ < kHorizonDays) {
        lanes_[lane].arrivals += static_cast<std::uint64_t>(count);
      }
    }
  }

  // Of those due on one day the one with the longer target was seized earlier, unless a
  // bail or court date says otherwise, which is not kept here.
  [[nodiscard]] std::optional<std::size_t> longest_overdue(std::int64_t day) const {
    std::optional<std::size_t> longest;
    for (std::size_t lane = kLanes - 1; lane > 0; --lane) {
      if (queues_[lane].empty()) continue;
      const std::int64_t due = queues_[lane].begin()->first;
      if (due < day && (!longest || due < queues_[*longest].begin()->first)) {
        longest = lane;
      }
    }
    return longest;
  }

  // The lane of which the first is next; nothing if nobody waits.
  [[nodiscard]] std::optional<std::size_t> next_lane(std::int64_t day) const {
    std::optional<std::size_t> next;
    if (is_kept_place(starts_ + 1, policy_)) next = longest_overdue(day);
    for (std::size_t lane = 0; !next && lane < kLanes; ++lane) {
      if (!queues_[lane].empty()) next = lane;
    }
    return next;
  }

  void pass(std::int64_t day) {
    release(day);
    let_arrive(day);
    auto starts = share_of_day(rates_.starts, day - today_);
    while (starts > 0 && start(day)) --starts;
    note_breaches(day);
  }

  // Whether anybody waits.
  bool start(std::int64_t day) {
    const auto lane = next_lane(day);
    if (!lane) return false;
    const auto first = queues_[*lane].begin();
    --(first->second.waiting > 0 ? first->second.waiting : first->second.arrivals);
    if (first->second.all() == 0) queues_[*lane].erase(first);
    ++starts_;
    return true;
  }

  // Those who were due on a day that is over.
  void note_breaches(std::int64_t day) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      Bucket late;
      if (const auto found = queues_[lane].find(day); found != queues_[lane].end()) {
        late = found->second;
      }
      if (const auto held = held_due_[lane].find(day); held != held_due_[lane].end()) {
        late.waiting += held->second;
      }
      LaneForecast& told = lanes_[lane];
      told.breaches += late.waiting;
      if (late.waiting > 0 && !told.first_breach_day) told.first_breach_day = day + 1;
      const std::int64_t arrived = day - policy_.target_days[lane];
      if (late.arrivals == 0 || arrived - today_ >= kHorizonDays) continue;
      told.arrival_breaches += late.arrivals;
      if (!told.arrivals_fail_day) told.arrivals_fail_day = arrived;
      told.arrivals_last_fail_day = arrived;
    }
  }

  const Policy& policy_;
  Rates rates_;
  std::int64_t today_;
  std::int64_t last_day_ = std::numeric_limits<std::int64_t>::min();
  std::uint64_t starts_;
  std::array<LaneQueue, kLanes> queues_;
  // Those held, by the day until which they are; and as many of them as still are.
  std::map<std::int64_t, LaneCounts> held_;
  LaneCounts held_due_;
  std::array<LaneForecast, kLanes> lanes_;
};

// The least of low..high that is enough; nothing if none is. What is enough is taken to
// stay so when there is more of it: true of the order, and all but true of kept places.
std::optional<std::int64_t> least(std::int64_t low, std::int64_t high,
                                  const std::function<bool(std::int64_t)>& is_enough) {
  if (!is_enough(high)) return std::nullopt;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (is_enough(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

std::int64_t total(const std::array<std::int64_t, kLanes>& counts) {
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) sum += count;
  return sum;
}

// `arrivals` in all, in the shares of `rates`. The rest of the division goes to the
// lanes in turn, so that they sum to it.
Rates with_arrivals(const Rates& rates, std::int64_t arrivals) {
  Rates scaled = rates;
  const std::int64_t before = total(rates.arrivals);
  std::int64_t seen = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::int64_t begin = seen * arrivals / before;
    seen += rates.arrivals[lane];
    scaled.arrivals[lane] = seen * arrivals / before - begin;
  }
  return scaled;
}

std::int64_t days_since(std::int64_t first, std::int64_t today) {
  return std::clamp<std::int64_t>(today - first + 1, 1, kObservedDays);
}

// So many in a thousand days, rounded to the nearest.
std::int64_t rate_of(std::uint64_t count, std::int64_t days) {
  return (static_cast<std::int64_t>(count) * kPerThousand + days / 2) / days;
}

}  // namespace

ObservedRates rates_of(const History& history, std::int64_t as_of_seconds) {
  const std::int64_t today = day_of(as_of_seconds);
  ObservedRates observed;
  observed.start_days = days_since(history.recorded_since, today);
  for (const std::int64_t day : history.starts) {
    if (day <= today && day > today - observed.start_days) ++observed.starts;
  }
  observed.rates.starts = rate_of(observed.starts, observed.start_days);

  std::optional<std::int64_t> first;
  for (const RecordedArrival& arrival : history.arrivals) {
    if (arrival.day <= today && (!first || arrival.day < *first)) first = arrival.day;
  }
  if (!first) return observed;
  observed.arrival_days = days_since(*first, today);
  std::array<std::uint64_t, kLanes> counts{};
  for (const RecordedArrival& arrival : history.arrivals) {
    if (arrival.day > today || arrival.day <= today - observed.arrival_days) continue;
    ++counts[static_cast<std::size_t>(arrival.lane)];
    ++observed.arrivals;
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    observed.rates.arrivals[lane] = rate_of(counts[lane], observed.arrival_days);
  }
  return observed;
}

Forecast forecast(const std::vector<RankedExhibit>& waiting, const StartsSoFar& so_far,
                  const Policy& policy, const Rates& rates,
                  std::int64_t as_of_seconds) {
  const std::int64_t today = day_of(as_of_seconds);
  const auto at = [&](const Rates& tried) {
    return QueueRun(waiting, so_far, policy, tried, today);
  };
  const auto with_starts = [&](std::int64_t starts) {
    Rates tried = rates;
    tried.starts = starts;
    return tried;
  };
  Forecast result;
  result.horizon_days = kHorizonDays;
  result.lanes = at(rates).run();
  const std::int64_t arrivals = total(rates.arrivals);
  // At which everything starts on the day on which it arrives.
  const std::int64_t most = static_cast<std::int64_t>(waiting.size()) * kPerThousand +
                            arrivals + static_cast<std::int64_t>(kLanes) * kPerThousand;
  result.starts_needed = least(0, most, [&](std::int64_t starts) {
    return at(with_starts(starts)).has_no_breach(true);
  });
  result.starts_for_arrivals = least(0, most, [&](std::int64_t starts) {
    return at(with_starts(starts)).has_no_breach(false);
  });
  if (arrivals == 0) return result;
  const std::int64_t too_many = rates.starts + kPerThousand * kPerThousand;
  const auto fails_from = least(1, too_many, [&](std::int64_t tried) {
    return !at(with_arrivals(rates, tried)).has_no_breach(false);
  });
  if (fails_from && *fails_from > 1) result.arrivals_bearable = *fails_from - 1;
  return result;
}

}  // namespace winnow
