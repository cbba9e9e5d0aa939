// Days since 1970-01-01 UTC, negative before.
#ifndef WINNOW_SCANNER_RANK_DAYS_H_
#define WINNOW_SCANNER_RANK_DAYS_H_

#include <cstdint>
#include <string>

namespace winnow {

inline constexpr std::int64_t kSecondsADay = 86'400;

// That an instant, in seconds since 1970 UTC, lies in.
[[nodiscard]] constexpr std::int64_t day_of(std::int64_t seconds) {
  return seconds / kSecondsADay - (seconds % kSecondsADay < 0 ? 1 : 0);
}
[[nodiscard]] std::string day_text(std::int64_t day);  // "2026-11-22"

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_DAYS_H_
