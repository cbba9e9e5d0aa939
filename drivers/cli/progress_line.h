// The one line that says how far a scan has come: as much of it as the terminal is
// wide, what matters most first. Pure functions.
#ifndef WINNOW_DRIVERS_CLI_PROGRESS_LINE_H_
#define WINNOW_DRIVERS_CLI_PROGRESS_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "scanner/wire/messages.h"

namespace winnow {

// At best and at worst, in seconds.
using SecondsLeft = std::pair<std::uint64_t, std::uint64_t>;

// "40 to 80 s left", "2 to 5 min left", "1 h 10 min to 2 h 5 min left": the lower end
// rounded down and the upper one up.
[[nodiscard]] std::string left_text(const SecondsLeft& left);

struct ProgressWords {
  std::string exhibit;
  Progress progress;
  std::size_t listed_files = 0;  // met so far
  std::optional<SecondsLeft> left;
};
// At most so many columns; what does not fit is left out whole, the least important
// first, and only of the exhibit's reference the middle.
[[nodiscard]] std::string progress_line(const ProgressWords& words,
                                        std::size_t columns);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_PROGRESS_LINE_H_
