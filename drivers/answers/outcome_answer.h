// What full examinations found and how long exhibits wait, for people and for programs.
// Pure functions.
#ifndef WINNOW_DRIVERS_ANSWERS_OUTCOME_ANSWER_H_
#define WINNOW_DRIVERS_ANSWERS_OUTCOME_ANSWER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "drivers/answers/plain_table.h"
#include "drivers/decisions/exceptions.h"
#include "drivers/decisions/outcome_figures.h"
#include "drivers/decisions/waits.h"

namespace winnow {

struct OutcomeFigures {
  std::string as_of;
  std::uint32_t examined = 0;
  std::uint32_t drawn = 0;           // at random for examination, so far
  std::uint32_t drawn_examined = 0;  // of them
  std::vector<Yield> by_lane;
  std::vector<Yield> by_decile;
  std::vector<Misses> misses;
  WaitTable waits;
};
[[nodiscard]] OutcomeFigures figures_of(const Decisions& decisions,
                                        const std::map<std::string, Lane>& lanes,
                                        std::int64_t as_of_seconds);

// Whole lines; tables are made no wider than `width` if they can be.
[[nodiscard]] std::string figures_text(const OutcomeFigures& figures,
                                       std::size_t width = kAnyWidth);
[[nodiscard]] std::string exceptions_text(const std::vector<ExceptionEntry>& entries,
                                          const std::string& as_of,
                                          std::size_t width = kAnyWidth);
// One line each, without its end.
[[nodiscard]] std::string figures_json(const OutcomeFigures& figures);
[[nodiscard]] std::string exceptions_json(const std::vector<ExceptionEntry>& entries,
                                          const std::string& as_of);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_OUTCOME_ANSWER_H_
