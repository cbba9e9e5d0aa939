// Expectation: what a scan will take, told before it starts, as honestly as a short
// measurement allows.
#ifndef WINNOW_DRIVERS_WEB_EXPECTATION_H_
#define WINNOW_DRIVERS_WEB_EXPECTATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace winnow {

// A set of the server, as the page shows it and expectations need it.
struct SetOnPage {
  std::string file;
  std::string name;
  std::string type;
  std::uint64_t entries = 0;
  std::int64_t dated = 0;   // released or imported, since 1970; 0 if nobody says
  bool is_learned = false;  // every entry has its size and first block
  bool has_pdq = false;
};

// What an exhibit gives: measured for about a second by reads that are thrown away.
struct MeasuredReads {
  std::uint64_t bytes = 0;     // of the exhibit
  double bytes_a_second = 0;   // in order
  double seconds_a_read = 0;   // of a small one, anywhere
  bool is_from_device = true;  // else the system may have had it in memory
  bool is_raw = true;          // else it holds more than its bytes
  bool was_read_whole = false;

  // Whether anything follows of how long all of it takes.
  [[nodiscard]] bool has_bounds() const {
    return is_raw && (is_from_device || was_read_whole);
  }
};
// A fault for a folder, for which there is nothing to measure, and for what cannot be
// read.
[[nodiscard]] Result<MeasuredReads> measure_exhibit(const std::string& path);

struct Expectation {
  using Interval = std::pair<std::uint64_t, std::uint64_t>;
  // In seconds, at best and at worst; nothing where no bound is known.
  std::optional<Interval> first_useful;
  std::optional<Interval> whole;
  std::string why;
};
// A pure function.
[[nodiscard]] Expectation expectation_of(const MeasuredReads& reads,
                                         const std::vector<SetOnPage>& sets,
                                         unsigned processors);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_EXPECTATION_H_
