// What a measurement found: in tables for people, and with every sample as JSON.
#ifndef WINNOW_DRIVERS_CLI_BENCH_REPORT_H_
#define WINNOW_DRIVERS_CLI_BENCH_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/cli/bench_stages.h"
#include "drivers/devices/device_reads.h"

namespace winnow {

struct BenchReport {
  std::string device;
  bool is_block_device = false;
  std::uint64_t size_bytes = 0;
  bool can_be_direct = false;
  bool tells_device_bytes = false;
  std::uint32_t threads = 1;
  double seconds = 0;
  std::vector<ReadSample> reads;  // past the page cache where that can be
  std::vector<ReadSample> buffered;
  ReadSample sustained;
  double interval_seconds = 0;  // of its samples
  std::vector<StageSample> stages;
  bool was_stopped = false;  // by the operator, before all was measured
};

// What is to be expected of a scan with so many threads, in bytes a second. It has
// readers of its own, so the device gives its best at any number.
struct Expected {
  std::uint32_t threads = 1;
  std::uint64_t files = 0;    // live files: read, all digests
  std::uint64_t rest = 0;     // all else: read, block keys, set look-up
  std::string files_held_by;  // "device", or the stage
  std::string rest_held_by;
};

// From the best rate of the device and the stages with one thread and with all, between
// which they are taken to grow evenly. For 1, 2, 4, ... and all threads.
[[nodiscard]] std::vector<Expected> expected_of(const BenchReport& report);

[[nodiscard]] std::string bench_text(const BenchReport& report);
// One line. Its field `version` counts up when a field changes or goes.
[[nodiscard]] std::string bench_json(const BenchReport& report);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_BENCH_REPORT_H_
