#include "bench/backlog/backlog_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace winnow::backlog {
namespace {

// Judged anew at the latest after so many days: the points for what is recent fade.
constexpr std::int64_t kJudgedAnew = 7;

// An exhibit as it stands on the list.
struct Standing {
  std::size_t exhibit = 0;
  RankedExhibit judged;
  std::int64_t judged_on = 0;
  bool is_scanned = false;
  std::int64_t review_on = 0;  // 0: nobody is asked to look
  Review review;
};

RankedExhibit judge_exhibit(const Exhibit& exhibit, const Standing& standing,
                            const Policy& policy, std::int64_t day) {
  const ExhibitAnswer& known = standing.is_scanned ? exhibit.after : exhibit.before;
  if (standing.review.verdict == Verdict::none) {
    return judge(known, policy, morning_of(day));
  }
  ExhibitAnswer reviewed = known;
  reviewed.facts.review = standing.review;
  return judge(reviewed, policy, morning_of(day));
}

Review review_of(const Exhibit& exhibit, std::int64_t day) {
  return {exhibit.verdict, "a reviewer", "looked", morning_of(day)};
}

auto first_come_key(const Exhibit& exhibit) {
  return std::tie(exhibit.seized_on, exhibit.ref);
}

// More is sooner.
int risk_key(const RankedExhibit& judged, std::int64_t as_of) {
  const CaseRisk& risk = judged.facts.intake.risk;
  const auto is_yes = [&](RiskQuestion question) {
    return risk.of(question).at(as_of) == Answer::yes;
  };
  int key = 0;
  for (const RiskAnswer& answer : risk.answers) {
    key += answer.at(as_of) == Answer::yes ? 1 : 0;
  }
  const Answer access = risk.access(as_of);
  key += access == Answer::yes ? 20 : access == Answer::unknown ? 10 : 0;
  if (is_yes(RiskQuestion::child_identified)) key += 100;
  if (is_yes(RiskQuestion::immediate_risk)) key += 200;
  return key;
}

class Shelf {
 public:
  Shelf(const Backlog& backlog, const Numbers& numbers, const Policy& policy,
        Strategy strategy)
      : backlog_(backlog), n_(numbers), policy_(policy), strategy_(strategy) {
    free_at_.assign(static_cast<std::size_t>(n_.examiners),
                    static_cast<double>(kFirstDay));
  }

  std::vector<Started> empty() {
    for (std::int64_t day = kFirstDay; started_.size() < backlog_.exhibits.size();
         ++day) {
      learn(day);
      work(day);
    }
    return std::move(started_);
  }

 private:
  // What came, what was scanned and what was looked at by this morning.
  void learn(std::int64_t day) {
    for (; next_ < backlog_.exhibits.size() && backlog_.exhibits[next_].known_on <= day;
         ++next_) {
      waiting_.push_back({next_, {}, 0, false, 0, {}});
    }
    for (Standing& one : waiting_) {
      const Exhibit& exhibit = backlog_.exhibits[one.exhibit];
      const bool gets_scan = !one.is_scanned && exhibit.scanned_on <= day;
      one.is_scanned = one.is_scanned || gets_scan;
      const bool gets_review = one.review_on != 0 && one.review_on == day;
      if (gets_review) one.review = review_of(exhibit, day);
      const bool falls_due =
          one.judged.due && !one.judged.is_overdue && one.judged.due->day < day;
      const bool is_new = one.judged_on == 0;
      // What fades matters to the real order alone.
      const bool is_stale = strategy_ == Strategy::winnow &&
                            (falls_due || day - one.judged_on >= kJudgedAnew);
      if (!is_new && !gets_scan && !gets_review && !is_stale) continue;
      one.judged = judge_exhibit(exhibit, one, policy_, day);
      one.judged_on = day;
      if (gets_scan && !one.judged.review.empty()) one.review_on = day + n_.review_days;
    }
  }

  // Lets the examiners who are free today take from the head of the list.
  void work(std::int64_t day) {
    std::vector<std::size_t> list;  // places in waiting_
    std::size_t taken = 0;
    std::set<std::size_t> gone;
    for (;;) {
      const auto free = std::min_element(free_at_.begin(), free_at_.end());
      if (*free >= static_cast<double>(day + 1)) break;
      if (taken == 0) list = ordered();
      if (taken == list.size()) break;
      const std::size_t place = list[taken++];
      gone.insert(place);
      *free = std::max(*free, static_cast<double>(day)) +
              start(waiting_[place].exhibit, day) / n_.hours_a_day;
    }
    std::vector<Standing> rest;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      if (!gone.contains(i)) rest.push_back(std::move(waiting_[i]));
    }
    waiting_ = std::move(rest);
  }

  // Its hours.
  double start(std::size_t index, std::int64_t day) {
    const Exhibit& exhibit = backlog_.exhibits[index];
    started_.push_back({index, day, hours_});
    hours_ += exhibit.hours;
    const Intake& intake = exhibit.before.facts.intake;
    ++so_far_.starts;
    note(so_far_.suspects, intake.suspect);
    note(so_far_.households, intake.household);
    return exhibit.hours;
  }

  static void note(std::vector<std::string>& keys, const std::string& key) {
    if (key.empty() || std::find(keys.begin(), keys.end(), key) != keys.end()) return;
    keys.push_back(key);
  }

  [[nodiscard]] std::vector<std::size_t> ordered() {
    if (strategy_ == Strategy::winnow) return ordered_by_winnow();
    std::vector<std::size_t> places(waiting_.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::vector<std::int64_t> keys;  // less is sooner
    for (const Standing& one : waiting_) keys.push_back(key_of(one));
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      if (keys[a] != keys[b]) return keys[a] < keys[b];
      return first_come_key(backlog_.exhibits[waiting_[a].exhibit]) <
             first_come_key(backlog_.exhibits[waiting_[b].exhibit]);
    });
    return places;
  }

  [[nodiscard]] std::int64_t key_of(const Standing& one) const {
    const Exhibit& exhibit = backlog_.exhibits[one.exhibit];
    switch (strategy_) {
      case Strategy::earliest_due:
        return one.judged.due->day;
      case Strategy::match_count:
        return one.is_scanned ? -static_cast<std::int64_t>(exhibit.matches) : 0;
      case Strategy::risk_alone:
        return -risk_key(one.judged, morning_of(one.judged_on));
      case Strategy::first_come:
      case Strategy::winnow:
        break;
    }
    return exhibit.seized_on;
  }

  [[nodiscard]] std::vector<std::size_t> ordered_by_winnow() {
    std::map<std::string, std::size_t> places;
    std::vector<RankedExhibit> judged;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      places.emplace(waiting_[i].judged.ref, i);
      judged.push_back(std::move(waiting_[i].judged));
    }
    std::vector<std::size_t> order;
    for (RankedExhibit& one : put_in_order(std::move(judged), so_far_, policy_)) {
      order.push_back(places.at(one.ref));
      waiting_[order.back()].judged = std::move(one);
    }
    return order;
  }

  const Backlog& backlog_;
  const Numbers& n_;
  const Policy& policy_;
  Strategy strategy_;
  std::size_t next_ = 0;  // of the exhibits, not yet known
  std::vector<Standing> waiting_;
  std::vector<double> free_at_;  // in days
  std::vector<Started> started_;
  double hours_ = 0;
  StartsSoFar so_far_;
};

double hours_until(const std::vector<double>& at, double share) {
  if (at.empty()) return 0;
  const auto needed =
      static_cast<std::size_t>(share * static_cast<double>(at.size()) + 0.999999);
  return at[std::max<std::size_t>(needed, 1) - 1];
}

// Hours before each holding exhibit was reached, rising.
std::vector<double> hours_of_holding(const Backlog& backlog,
                                     const std::vector<Started>& started) {
  std::vector<double> hours;
  for (const Started& one : started) {
    if (backlog.exhibits[one.exhibit].holds) hours.push_back(one.hours_before);
  }
  return hours;
}

}  // namespace

const char* to_string(Strategy strategy) {
  switch (strategy) {
    case Strategy::first_come:
      return "first come";
    case Strategy::earliest_due:
      return "earliest due";
    case Strategy::match_count:
      return "match count";
    case Strategy::risk_alone:
      return "risk alone";
    case Strategy::winnow:
      return "Winnow";
  }
  return "Winnow";
}

std::vector<Started> work_off(const Backlog& backlog, const Numbers& numbers,
                              const Policy& policy, Strategy strategy) {
  return Shelf(backlog, numbers, policy, strategy).empty();
}

std::vector<Settled> settle(const Backlog& backlog, const Policy& policy) {
  std::vector<Settled> settled;
  for (const Exhibit& exhibit : backlog.exhibits) {
    Standing standing;
    standing.is_scanned = true;
    RankedExhibit judged = judge_exhibit(exhibit, standing, policy, exhibit.scanned_on);
    if (!judged.review.empty()) {
      standing.review = review_of(exhibit, exhibit.scanned_on);
      judged = judge_exhibit(exhibit, standing, policy, exhibit.scanned_on);
    }
    settled.push_back({judged.lane, judged.due->day});
  }
  return settled;
}

Measures measure(const Backlog& backlog, const std::vector<Settled>& settled,
                 const std::vector<Started>& started) {
  Measures result;
  const std::vector<double> hours = hours_of_holding(backlog, started);
  result.hours_half = hours_until(hours, 0.5);
  result.hours_most = hours_until(hours, 0.9);
  std::set<std::size_t> safeguarded;  // holders
  for (const Started& one : started) {
    const Exhibit& exhibit = backlog.exhibits[one.exhibit];
    const Holder& holder = backlog.holders[exhibit.holder];
    const auto wait = static_cast<double>(one.day - exhibit.seized_on);
    const auto lane = static_cast<std::size_t>(settled[one.exhibit].lane);
    result.longest_wait[lane] = std::max(result.longest_wait[lane], wait);
    const std::int64_t due = settled[one.exhibit].due;
    if (one.day > due && due >= exhibit.known_on) {
      ++result.breaches[lane];
      ++result.all_breaches;
    }
    if (exhibit.holds && holder.is_suspect && holder.has_access &&
        safeguarded.insert(exhibit.holder).second) {
      result.child_days += wait;
    }
  }
  return result;
}

std::vector<double> reached(const Backlog& backlog, const std::vector<Started>& started,
                            double step, std::size_t points) {
  const std::vector<double> hours = hours_of_holding(backlog, started);
  std::vector<double> shares;
  for (std::size_t i = 0; i < points; ++i) {
    const auto until =
        std::upper_bound(hours.begin(), hours.end(), step * static_cast<double>(i));
    shares.push_back(hours.empty() ? 0
                                   : static_cast<double>(until - hours.begin()) /
                                         static_cast<double>(hours.size()));
  }
  return shares;
}

}  // namespace winnow::backlog
