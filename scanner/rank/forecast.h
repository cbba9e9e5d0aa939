// Forecast: at which rates the lanes' targets fail, on which date, and how many
// exhibits breach. Never a promise: what capacity cannot hold is said to fail.
//
// The queue is run day by day from the day asked for: what arrives is spread evenly, in
// the lanes' shares, and due its lane's target later; each start takes the first of
// the order that ranking.h gives, kept places included. An exhibit that is not started
// by the end of its due day breaches; one that is held waits aside until its date.
// Nothing is known of bail and court dates of what has yet to arrive, and nothing
// changes its lane meanwhile. Deterministic and in whole numbers: the same queue, rates
// and day give the same forecast.
#ifndef WINNOW_SCANNER_RANK_FORECAST_H_
#define WINNOW_SCANNER_RANK_FORECAST_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

// Exhibits in a thousand days, so that no fraction is lost and none is floating.
struct Rates {
  std::int64_t starts = 0;
  std::array<std::int64_t, kLanes> arrivals{};
  bool operator==(const Rates&) const = default;
};

// What is on record of the past, in days since 1970, in any order.
struct RecordedArrival {
  std::int64_t day = 0;  // it was seized; if nobody says, it was put on record
  Lane lane = Lane::D;
};
struct History {
  std::vector<RecordedArrival> arrivals;
  std::vector<std::int64_t> starts;
  // The day of the first record: of starts before it nothing is known, while a backlog
  // that was put on record in one go still tells when it was seized.
  std::int64_t recorded_since = 0;
};

inline constexpr std::int64_t kObservedDays = 90;

// Rates over the last kObservedDays, the day asked for included, or since the first
// arrival and the first record if that is less.
struct ObservedRates {
  Rates rates;
  std::int64_t arrival_days = 0;  // that arrivals were counted over; 0: there are none
  std::int64_t start_days = 0;    // that starts were counted over
  std::uint64_t arrivals = 0;
  std::uint64_t starts = 0;
};
[[nodiscard]] ObservedRates rates_of(const History& history,
                                     std::int64_t as_of_seconds);

struct LaneForecast {
  std::uint64_t waiting = 0;  // now
  std::uint64_t overdue = 0;  // of these, now
  std::uint64_t breaches =
      0;  // of these, that are not overdue but would start too late
  std::optional<std::int64_t> first_breach_day;  // on which the first is overdue
  std::uint64_t arrivals = 0;                    // within the horizon
  std::uint64_t arrival_breaches = 0;            // of these
  // The days of arrival of the first and of the last of them.
  std::optional<std::int64_t> arrivals_fail_day;
  std::optional<std::int64_t> arrivals_last_fail_day;
  bool operator==(const LaneForecast&) const = default;
};

struct Forecast {
  std::int64_t horizon_days = 0;
  std::array<LaneForecast, kLanes> lanes;
  // All three in a thousand days, found by halving.
  // The fewest starts at which nobody who waits or arrives within the horizon
  // breaches, but for those overdue already; nothing if one is held past its due day.
  std::optional<std::int64_t> starts_needed;
  // The fewest at which at least nobody who arrives does.
  std::optional<std::int64_t> starts_for_arrivals;
  // The most arrivals, in the same shares, at which nobody who arrives breaches with as
  // many starts as now; nothing if there are no arrivals, or one already is too many.
  std::optional<std::int64_t> arrivals_bearable;
  bool operator==(const Forecast&) const = default;
};

inline constexpr std::int64_t kHorizonDays = 365;
// Due days further ahead than this are not followed, and so never breach.
inline constexpr std::int64_t kFollowedDays = 3650;

// `waiting`: those of put_in_order() that wait now. Of their order only lane and due
// day matter here: what tells those of one lane and day apart decides who is late, not
// how many are.
[[nodiscard]] Forecast forecast(const std::vector<RankedExhibit>& waiting,
                                const StartsSoFar& so_far, const Policy& policy,
                                const Rates& rates, std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_FORECAST_H_
