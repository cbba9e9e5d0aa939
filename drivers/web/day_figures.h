// DayFigures: how many exhibits waited on each of the last days, from the record.
//
// By what is on record now: an exhibit is taken to have waited from its seizure (or,
// where nobody says when that was, from the day it was put on record), and to have been
// due as its lane of today has it. Pure functions.
#ifndef WINNOW_DRIVERS_WEB_DAY_FIGURES_H_
#define WINNOW_DRIVERS_WEB_DAY_FIGURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/decisions/case_ranking.h"

namespace winnow {

struct DayFigures {
  std::int64_t day = 0;       // since 1970
  std::uint32_t waiting = 0;  // at its end
  std::uint32_t overdue = 0;  // of them
  std::uint32_t arrived = 0;  // on it
  std::uint32_t started = 0;  // assigned or submitted for the first time
};
inline constexpr std::int64_t kFiguresDays = 90;

// The last kFiguresDays, that of the moment asked for included, the oldest first.
[[nodiscard]] std::vector<DayFigures> day_figures(const CaseRanking& ranking,
                                                  const Decisions& decisions,
                                                  std::int64_t as_of_seconds);

// figures_json() with these beside it.
struct CaseSnapshot;
[[nodiscard]] std::string figures_page_json(const CaseSnapshot& snapshot);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_DAY_FIGURES_H_
