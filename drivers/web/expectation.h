// Expectation: what a scan will take, told before it starts, as honestly as a short
// measurement allows.
#ifndef WINNOW_DRIVERS_WEB_EXPECTATION_H_
#define WINNOW_DRIVERS_WEB_EXPECTATION_H_

#include <cstdint>
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
};
// A fault for a folder, for which there is nothing to measure, and for what cannot be
// read.
[[nodiscard]] Result<MeasuredReads> measure_exhibit(const std::string& path);

struct Expectation {
  // In seconds, at best and at worst.
  std::pair<std::uint64_t, std::uint64_t> first_useful;
  std::pair<std::uint64_t, std::uint64_t> whole;
  std::string why;
};
// A pure function.
[[nodiscard]] Expectation expectation_of(const MeasuredReads& reads,
                                         const std::vector<SetOnPage>& sets,
                                         unsigned processors);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_EXPECTATION_H_
