// Forecast: at which rates the lanes' targets fail, on which date, and how many
// exhibits breach. Never a promise: what capacity cannot hold is said to fail.
//
// Deterministic: arrivals are spread evenly, in the lanes' observed shares, and the
// order is that of ranking.h; the exhibits that wait now are followed one by one.
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
};

struct LaneForecast {
  std::uint64_t waiting = 0;   // now
  std::uint64_t overdue = 0;   // of these, now
  std::uint64_t breaches = 0;  // of these, that would start after their due day
  std::optional<std::int64_t> first_breach_day;   // of one that waits now
  std::optional<std::int64_t> arrivals_fail_day;  // from then on arrivals breach
};

struct Forecast {
  std::int64_t horizon_days = 0;
  std::array<LaneForecast, kLanes> lanes;
  // The fewest starts in a thousand days at which nobody who waits or arrives within
  // the horizon breaches, but for those overdue already; nothing if none is enough.
  std::optional<std::int64_t> starts_needed;
};

[[nodiscard]] Forecast forecast(const std::vector<RankedExhibit>& in_order,
                                const StartsSoFar& so_far, const Policy& policy,
                                const Rates& rates, std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_FORECAST_H_
