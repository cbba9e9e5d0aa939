// DevicePace: how fast the evidence gives its bytes, one after the other and scattered.
//
// Measured before the first content is read, by reading some of what will be read
// anyway. It chooses in which order and in what portions things are read, never what
// the result is.
#ifndef WINNOW_SCANNER_PLAN_DEVICE_PACE_H_
#define WINNOW_SCANNER_PLAN_DEVICE_PACE_H_

#include <cstdint>

#include "scanner/evidence/evidence.h"
#include "scanner/volumes/inventory.h"

namespace winnow {

struct DevicePace {
  double scattered_seconds = 50e-6;  // for one small read anywhere
  double bytes_per_second = 1e9;     // in sequence
  bool is_measured = false;

  // Whether going to another place costs what reading hundreds of kilobytes does.
  [[nodiscard]] bool seeks() const;
  // Reading through a gap of so many bytes takes as long as asking a second time.
  [[nodiscard]] std::uint64_t gap_bytes() const;
  [[nodiscard]] double seconds_for(std::uint64_t reads, std::uint64_t bytes) const;
};

// Takes a fraction of a second, even on a slow disk. What it cannot measure, since the
// exhibit holds too little, stays as it is above.
[[nodiscard]] DevicePace measure_pace(const Evidence& evidence,
                                      const Inventory& inventory);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PLAN_DEVICE_PACE_H_
