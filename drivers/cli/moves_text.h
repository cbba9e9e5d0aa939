// Exhibits that moved in the order, from where to where, and why.
#ifndef WINNOW_DRIVERS_CLI_MOVES_TEXT_H_
#define WINNOW_DRIVERS_CLI_MOVES_TEXT_H_

#include <string>
#include <vector>

#include "drivers/decisions/case_ranking.h"

namespace winnow {

// Whole lines; one that says so if nothing moved.
[[nodiscard]] std::string moves_text(const std::vector<Move>& moves);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_MOVES_TEXT_H_
