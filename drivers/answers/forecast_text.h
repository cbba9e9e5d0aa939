// The forecast in words: which targets fail, from when on, and what would hold them.
#ifndef WINNOW_DRIVERS_ANSWERS_FORECAST_TEXT_H_
#define WINNOW_DRIVERS_ANSWERS_FORECAST_TEXT_H_

#include <string>

#include "scanner/rank/forecast.h"

namespace winnow {

// Where its rates are from: "over the last 90 days", "as given".
struct RatesUsed {
  Rates rates;
  std::string starts_from;
  std::string arrivals_from;
  bool is_too_few = false;  // starts, to make a rate of
};

// Whole lines.
[[nodiscard]] std::string forecast_text(const Forecast& forecast,
                                        const RatesUsed& used);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_FORECAST_TEXT_H_
