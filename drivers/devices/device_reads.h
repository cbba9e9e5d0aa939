// What a device gives: reads of one size, so many in flight, in order or anywhere.
//
// Bytes are read and thrown away; nothing looks into them. Each read in flight is a
// thread of its own, as in a scan.
#ifndef WINNOW_DRIVERS_DEVICES_DEVICE_READS_H_
#define WINNOW_DRIVERS_DEVICES_DEVICE_READS_H_

#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace winnow {

using BenchSeconds = std::chrono::duration<double>;

// One way to read.
struct ReadPlan {
  bool is_direct = true;   // past the page cache
  bool is_random = false;  // at places drawn anew for each read; else in order
  bool is_again = false;   // what the plan before read, from the same place on
  std::uint32_t block_bytes = 0;
  std::uint32_t depth = 1;  // reads in flight
};

struct ReadSample {
  ReadPlan plan;
  double seconds = 0;
  std::uint64_t reads = 0;
  std::uint64_t bytes = 0;
  std::uint64_t errors = 0;  // reads that failed; their bytes are not counted
  // Of `bytes`, those that came from the device; the others the system had in memory.
  // Nothing where the system does not tell.
  std::optional<std::uint64_t> device_bytes;
  // How long a read took, in nanoseconds: the 50th, 95th and 99th of a hundred.
  std::uint64_t p50 = 0;
  std::uint64_t p95 = 0;
  std::uint64_t p99 = 0;
  std::vector<std::uint64_t> latencies;    // of the first reads, by thread
  std::vector<std::uint64_t> by_interval;  // bytes that came in each

  [[nodiscard]] double rate() const {  // bytes a second
    return seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  }
};

class BenchDevice {
 public:
  // Opens `path`, a regular file or a block device, for reading only.
  [[nodiscard]] static Result<BenchDevice> open(const std::string& path);

  [[nodiscard]] const struct stat& info() const { return info_; }
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  // Whether reads past the page cache can be asked for here.
  [[nodiscard]] bool can_be_direct() const { return direct_.is_open(); }
  // Whether the system tells how many bytes the device gave.
  [[nodiscard]] bool tells_device_bytes() const { return tells_device_bytes_; }

  // Reads for about so long. Ends sooner if the operator stops the program.
  [[nodiscard]] ReadSample measure(const ReadPlan& plan, BenchSeconds time,
                                   BenchSeconds interval);

 private:
  BenchDevice() = default;
  Result<void> begin(const std::string& path);

  Fd buffered_;
  Fd direct_;
  struct stat info_ {};
  std::uint64_t size_bytes_ = 0;
  std::uint64_t place_ = 0;  // where the next reads in order go on
  bool tells_device_bytes_ = false;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DEVICES_DEVICE_READS_H_
