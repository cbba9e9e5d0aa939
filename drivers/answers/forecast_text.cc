#include "drivers/answers/forecast_text.h"

#include <array>
#include <cstdio>
#include <numeric>
#include <optional>

#include "base/text.h"
#include "drivers/answers/words.h"

namespace winnow {
namespace {

// "4.2": of exhibits in a thousand days, those in a week.
std::string a_week(std::int64_t in_thousand_days) {
  const std::int64_t tenths = (in_thousand_days * 7 + 50) / 100;
  return grouped(static_cast<std::uint64_t>(tenths / 10)) + "." +
         std::to_string(tenths % 10);
}

std::string exhibits(std::uint64_t count) {
  return counted_text(count, "exhibit");
}

std::string lane_line(Lane lane, const LaneForecast& one) {
  std::string line = std::string("  lane ") + to_string(lane) + ": " +
                     grouped(one.waiting) + " waiting, " + grouped(one.overdue) +
                     " overdue now";
  if (one.breaches > 0) {
    line += ", " + grouped(one.breaches) + " more will be";
    if (one.first_breach_day)
      line += ", the first on " + day_text(*one.first_breach_day);
  }
  if (one.arrivals > 0) {
    line += "; of " + exhibits(one.arrivals) + " to come ";
    line += one.arrival_breaches == 0 ? std::string("none will be late")
                                      : grouped(one.arrival_breaches) + " will be late";
    if (one.arrivals_fail_day) {
      line += ", from those of " + day_text(*one.arrivals_fail_day) + " on";
    }
  }
  return line + "\n";
}

std::string needed_line(const Forecast& forecast, const Rates& rates) {
  if (!forecast.starts_needed) {
    return "  An exhibit is held past its due day: no number of starts holds all "
           "targets.\n";
  }
  if (*forecast.starts_needed <= rates.starts) {
    return "  These starts hold every target that is not missed already.\n";
  }
  std::string line = "  All targets that are not missed already need " +
                     a_week(*forecast.starts_needed) + " starts a week";
  if (forecast.starts_for_arrivals) {
    line += ", those of what is to come " + a_week(*forecast.starts_for_arrivals);
  }
  if (forecast.arrivals_bearable) {
    line += "; with starts as they are, " + a_week(*forecast.arrivals_bearable) +
            " arrivals a week could be borne";
  }
  return line + ".\n";
}

}  // namespace

std::string forecast_text(const Forecast& forecast, const RatesUsed& used) {
  const std::int64_t arrivals = std::accumulate(
      used.rates.arrivals.begin(), used.rates.arrivals.end(), std::int64_t{0});
  std::string text = "Capacity: " + a_week(used.rates.starts) + " starts a week (" +
                     used.starts_from + "), " + a_week(arrivals) +
                     " arrivals a week (" + used.arrivals_from + "), for the next " +
                     std::to_string(forecast.horizon_days) + " days\n";
  for (std::size_t i = 0; i < kLanes; ++i) {
    text += lane_line(static_cast<Lane>(i), forecast.lanes[i]);
  }
  return text + needed_line(forecast, used.rates);
}

}  // namespace winnow
