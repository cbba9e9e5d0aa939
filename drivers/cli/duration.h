// Lengths of time as people write them.
#ifndef WINNOW_DRIVERS_CLI_DURATION_H_
#define WINNOW_DRIVERS_CLI_DURATION_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace winnow {

// "90s", "500ms", "1.5m", "2h": a number, with a point perhaps, and its unit, which is
// never left out. Nothing for anything else, or for more than a year.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(
    std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_DURATION_H_
