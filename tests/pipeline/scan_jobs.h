// Scans for the tests of this room: a job over made-up files, and what it sends.
#ifndef WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_
#define WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scanner/pipeline/pipeline.h"
#include "tests/examine/examined_files.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

// Every message of a scan as its frame, in order.
struct SentFrames {
  std::vector<std::string> frames;
  // After this many messages the channel is broken.
  std::size_t limit = ~std::size_t{0};

  [[nodiscard]] Result<void> operator()(const Message& message) {
    if (frames.size() >= limit) return Fault{FaultKind::io, "channel closed", "", {}};
    frames.emplace_back();
    encode(message, frames.back());
    return {};
  }
};

constexpr unsigned kSerially = 0;

// Scans with that many threads, or by the serial twin.
inline Result<void> scan(ScanJob& job, unsigned threads, SentFrames& sent,
                         std::uint64_t memory_bytes = std::uint64_t{1} << 30) {
  job.send = [&sent](const Message& message) { return sent(message); };
  return threads == kSerially ? scan_serially(job)
                              : scan_parallel(job, {threads, memory_bytes});
}

inline ScanJob job_over(const Exhibit& exhibit, const std::vector<HashSet>& sets,
                        bool read_contents = true) {
  ScanJob job;
  job.exhibit = exhibit;
  job.sets = &sets;
  job.algorithms = AlgorithmSet::all();
  ScanOrder order;
  if (!read_contents) order.until = Tier::inventory;
  plan_job(job, order);
  return job;
}

// Hundreds of files of every kind, in dozens of batches, some of them unreadable.
inline void fill_with_files(ExaminedFiles& files, std::uint32_t seed) {
  std::mt19937 random(seed);
  const std::size_t size = files.evidence.bytes().size();
  for (int i = 0; i < 600; ++i) {
    const std::size_t longest = i % 50 == 0 ? 5 << 20 : 100'000;
    const std::uint64_t length = choose(random, longest) + 1;
    const std::uint64_t offset = choose(random, size - longest);
    switch (choose(random, 10)) {
      case 0:
        files.add_resident("resident " + std::to_string(i));
        break;
      case 1:
        files.add_none(FileOutcome::skipped, "reason " + std::to_string(i));
        break;
      case 2:
        files.add({{Run::kHole, length}, {offset, 10}});
        break;
      case 3: {
        FileRecord other = files.inventory.files[files.add({{offset, length}})];
        other.same_content_as = other.id;
        files.add_record(other);
        break;
      }
      default:
        files.add({{offset, length}});
    }
  }
  for (int i = 0; i < 3; ++i) files.evidence.fail(choose(random, size - 512), 512);
}

}  // namespace winnow

#endif  // WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_
