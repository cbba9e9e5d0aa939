// Whether the targets of a case can be held, in words: the forecast by the rates on
// record, or by others.
#ifndef WINNOW_DRIVERS_ANSWERS_CAPACITY_TEXT_H_
#define WINNOW_DRIVERS_ANSWERS_CAPACITY_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "drivers/decisions/case_ranking.h"

namespace winnow {

// A week, in thousandths of an exhibit; nothing: as on record.
struct WeeklyRates {
  std::optional<std::int64_t> starts;
  std::optional<std::int64_t> arrivals;
};

// Whole lines; "" if nothing is due and no rates are given.
[[nodiscard]] std::string capacity_text(const CaseRanking& ranking,
                                        const Decisions& decisions,
                                        const Policy& policy,
                                        std::int64_t as_of_seconds,
                                        const WeeklyRates& given);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_CAPACITY_TEXT_H_
