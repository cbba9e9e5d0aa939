#include "drivers/devices/device_reads.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

// What direct reads must begin at and be multiples of, on any device.
constexpr std::size_t kAlignment = 4096;
constexpr std::size_t kKeptLatencies = 64;  // of each thread

struct Free {
  void operator()(std::byte* bytes) const { std::free(bytes); }
};
using AlignedBuffer = std::unique_ptr<std::byte, Free>;

AlignedBuffer aligned_buffer(std::size_t length) {
  return AlignedBuffer(static_cast<std::byte*>(std::aligned_alloc(kAlignment, length)));
}

// What this process had the devices read (proc(5), task I/O accounting): read-ahead
// and direct reads count, what was in memory does not.
std::optional<std::uint64_t> device_bytes_so_far() {
  std::ifstream file("/proc/self/io");
  std::string key;
  for (std::uint64_t value = 0; file >> key >> value;) {
    if (key == "read_bytes:") return value;
  }
  return std::nullopt;
}

// Places drawn without state that threads would share (xorshift64*, S. Vigna 2014).
class Places {
 public:
  explicit Places(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u | 1) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1Du;
  }

 private:
  std::uint64_t state_;
};

std::uint64_t percentile(const std::vector<std::uint64_t>& sorted, unsigned percent) {
  return sorted.empty() ? 0 : sorted[(sorted.size() - 1) * percent / 100];
}

// What the threads of one measurement share.
struct Run {
  int fd = -1;
  ReadPlan plan;
  std::uint64_t blocks = 0;
  Clock::time_point start;
  Clock::duration time{};
  Clock::duration interval{};
  std::atomic<std::uint64_t> next = 0;  // block, of reads in order
  std::atomic<bool> is_over = false;
};

// One read in flight after the other.
struct Reader {
  std::uint64_t reads = 0;
  std::uint64_t errors = 0;
  std::vector<std::uint64_t> latencies;
  std::vector<std::uint64_t> by_interval;

  void work(Run& run, std::uint32_t number) {
    const AlignedBuffer buffer = aligned_buffer(run.plan.block_bytes);
    if (buffer == nullptr) return;
    Places places(number + 1);
    by_interval.resize(static_cast<std::size_t>(run.time / run.interval) + 1);
    do {
      const auto begin = Clock::now();
      const std::uint64_t block = run.plan.is_random ? places.next() : run.next++;
      const auto offset = static_cast<off_t>(block % run.blocks * run.plan.block_bytes);
      const ssize_t got = ::pread(run.fd, buffer.get(), run.plan.block_bytes, offset);
      const auto end = Clock::now();
      if (got == static_cast<ssize_t>(run.plan.block_bytes)) {
        ++reads;
        latencies.push_back(
            static_cast<std::uint64_t>(std::chrono::nanoseconds(end - begin).count()));
        const auto at = static_cast<std::size_t>((end - run.start) / run.interval);
        by_interval[std::min(at, by_interval.size() - 1)] += run.plan.block_bytes;
      } else if (got >= 0 || errno != EINTR) {
        ++errors;
        // A device that fails all reads at once would only be counted.
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      if (Interruption::requested()) run.is_over = true;
    } while (Clock::now() - run.start < run.time && !run.is_over);
  }
};

ReadSample sum_of(std::vector<Reader>& readers, const ReadPlan& plan) {
  ReadSample sample;
  sample.plan = plan;
  std::vector<std::uint64_t> all;
  for (Reader& reader : readers) {
    sample.reads += reader.reads;
    sample.errors += reader.errors;
    sample.latencies.insert(
        sample.latencies.end(), reader.latencies.begin(),
        reader.latencies.begin() + static_cast<std::ptrdiff_t>(std::min(
                                       kKeptLatencies, reader.latencies.size())));
    all.insert(all.end(), reader.latencies.begin(), reader.latencies.end());
    sample.by_interval.resize(
        std::max(sample.by_interval.size(), reader.by_interval.size()));
    for (std::size_t i = 0; i < reader.by_interval.size(); ++i) {
      sample.by_interval[i] += reader.by_interval[i];
    }
    reader = Reader();
  }
  sample.bytes = sample.reads * plan.block_bytes;
  std::sort(all.begin(), all.end());
  sample.p50 = percentile(all, 50);
  sample.p95 = percentile(all, 95);
  sample.p99 = percentile(all, 99);
  return sample;
}

}  // namespace

Result<BenchDevice> BenchDevice::open(const std::string& path) {
  BenchDevice device;
  if (auto begun = device.begin(path); !begun) return std::move(begun).error();
  return device;
}

Result<void> BenchDevice::begin(const std::string& path) {
  auto opened = open_read_only(path);
  if (!opened) return std::move(opened).error();
  buffered_ = std::move(*opened);
  if (::fstat(buffered_.get(), &info_) != 0) {
    return fault_from_errno(errno, "cannot be read", path);
  }
  if (!S_ISREG(info_.st_mode) && !S_ISBLK(info_.st_mode)) {
    return Fault{FaultKind::usage, "is neither a block device nor a file", path,
                 std::nullopt};
  }
  const auto size = size_of(buffered_, path);
  if (!size) return size.error();
  size_bytes_ = *size;
  if (size_bytes_ < kAlignment) {
    return Fault{FaultKind::usage,
                 "is smaller than 4096 bytes: there is nothing to measure", path,
                 std::nullopt};
  }
  // Not every file system has direct reads; one may even let a file be opened for them
  // and refuse the reads.
  direct_ = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECT));
  const AlignedBuffer buffer = aligned_buffer(kAlignment);
  if (buffer == nullptr) {
    return Fault{FaultKind::out_of_memory, "ran out of memory", path, std::nullopt};
  }
  const auto before = device_bytes_so_far();
  if (direct_.is_open() && ::pread(direct_.get(), buffer.get(), kAlignment, 0) !=
                               static_cast<ssize_t>(kAlignment)) {
    direct_.close();
  }
  tells_device_bytes_ = can_be_direct() && before && device_bytes_so_far() > before;
  return {};
}

ReadSample BenchDevice::measure(const ReadPlan& plan, BenchSeconds time,
                                BenchSeconds interval) {
  Run run;
  run.fd = plan.is_direct ? direct_.get() : buffered_.get();
  run.plan = plan;
  run.blocks = size_bytes_ / plan.block_bytes;
  run.time = std::chrono::duration_cast<Clock::duration>(time);
  run.interval = std::max(std::chrono::duration_cast<Clock::duration>(interval),
                          Clock::duration(std::chrono::milliseconds(1)));
  if (run.fd < 0 || run.blocks == 0) {
    ReadSample none;
    none.plan = plan;
    return none;
  }
  // Where the last reads in order ended, so that nothing near the device has it yet.
  run.next = plan.is_direct ? place_ / plan.block_bytes : 0;
  if (!plan.is_direct && !plan.is_again) {
    static_cast<void>(::posix_fadvise(run.fd, 0, 0, POSIX_FADV_DONTNEED));
  }
  const auto before = tells_device_bytes_ ? device_bytes_so_far() : std::nullopt;
  std::vector<Reader> readers(plan.depth);
  run.start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 1; i < plan.depth; ++i) {
      threads.emplace_back([&run, &readers, i] { readers[i].work(run, i); });
    }
    readers[0].work(run, 0);
  }
  const BenchSeconds taken = Clock::now() - run.start;
  const auto after = device_bytes_so_far();
  ReadSample sample = sum_of(readers, plan);
  sample.seconds = taken.count();
  if (before && after) sample.device_bytes = std::min(*after - *before, sample.bytes);
  if (plan.is_direct && !plan.is_random) {
    place_ = run.next % run.blocks * plan.block_bytes;
  }
  return sample;
}

}  // namespace winnow
