// Waits: how long exhibits wait from seizure to the first look, to the decision on
// safeguarding, and to the start of their examination.
//
// Those still waiting are counted with the time they have waited so far, so that a
// figure with one of them at or before it is "at least" that. The smallest value that
// so many of the sorted ones do not exceed is a quantile: no mean of two. Pure
// functions.
#ifndef WINNOW_DRIVERS_DECISIONS_WAITS_H_
#define WINNOW_DRIVERS_DECISIONS_WAITS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drivers/decisions/decisions.h"

namespace winnow {

struct Wait {
  std::int64_t seconds = 0;
  bool is_over = false;
};

struct WaitFigure {
  std::int64_t seconds = 0;
  bool is_at_least = false;
  bool operator==(const WaitFigure&) const = default;
};

// The smallest wait that `percent` of them (1 to 100) do not exceed; nothing of none.
[[nodiscard]] std::optional<WaitFigure> wait_quantile(std::vector<Wait> waits,
                                                      unsigned percent);
// The longest so far.
[[nodiscard]] std::optional<WaitFigure> oldest_wait(const std::vector<Wait>& waits);

enum class Milestone : std::uint8_t {
  first_look,  // the end of the first scan, or of an examination without one
  referral,    // the decision on safeguarding
  start,       // of the examination: assigned, submitted, or ended already
};
inline constexpr std::array kMilestones = {Milestone::first_look, Milestone::referral,
                                           Milestone::start};
[[nodiscard]] const char* to_string(Milestone milestone);

struct WaitRow {
  Milestone milestone = Milestone::first_look;
  std::string group;  // "all", "lane A", "holder victim"
  std::uint32_t exhibits = 0;
  std::uint32_t waiting = 0;  // of them, still
  // Retained or returned without it, and in no figure: nobody waits for it any more.
  std::uint32_t gone = 0;
  std::optional<WaitFigure> median;
  std::optional<WaitFigure> nine_of_ten;
  std::optional<WaitFigure> oldest;
};

struct WaitTable {
  std::vector<WaitRow> rows;        // all, each lane, each holder role there is
  std::uint32_t without_start = 0;  // exhibits whose seizure time is not on record
};

// `lanes` has the lane of each exhibit now; one that was started counts in the lane
// that it was started in. Exhibits in neither are counted under "all" alone.
[[nodiscard]] WaitTable waits_of(const Decisions& decisions,
                                 const std::map<std::string, Lane>& lanes,
                                 std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_WAITS_H_
