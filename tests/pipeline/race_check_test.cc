// Whether the thread sanitizer sees into the pipeline at all: oneTBB is not
// instrumented, and a silent sanitizer could be a blind one. A race is put into the
// stages on purpose; it must be reported.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/pipeline/scan_jobs.h"

namespace winnow {
namespace {

#ifdef __SANITIZE_THREAD__

// Lets the first two threads that read pass together, and then counts without a lock.
class RacyEvidence : public Evidence {
 public:
  RacyEvidence() { size_bytes_ = 1 << 30; }
  [[nodiscard]] int reads() const { return reads_; }

 protected:
  Result<void> read_inside(std::uint64_t, MutableBytes) const override {
    {
      std::unique_lock lock(mutex_);
      ++arrived_;
      both_.notify_all();
      both_.wait(lock, [this] { return arrived_ >= 2; });
    }
    ++reads_;
    return {};
  }

 private:
  mutable std::mutex mutex_;  // guards arrived_
  mutable std::condition_variable both_;
  mutable int arrived_ = 0;
  mutable int reads_ = 0;
};

void scan_with_a_race() {
  const RacyEvidence evidence;
  Inventory inventory;
  inventory.volumes.emplace_back();
  inventory.library_volumes.emplace_back();
  for (FileId id = 0; id < 8; ++id) {  // streamed: read by the parallel stage
    FileRecord file;
    file.id = id;
    file.size = kBatchBytes + 1;
    file.runs = {{id * 2 * kBatchBytes, file.size}};
    inventory.files.push_back(file);
  }
  const std::vector<HashSet> sets;
  PlannedScan planned({&evidence, -1, &inventory}, sets);
  planned.order.one_by_one = true;  // not side by side in one thread
  SentFrames sent;
  static_cast<void>(scan(planned, 4, sent));
  std::exit(evidence.reads() > 0 ? 0 : 1);
}

TEST(RaceCheckDeathTest, SeesARaceBetweenTwoStages) {
  if (std::thread::hardware_concurrency() < 2) {
    GTEST_SKIP() << "one processor: no two stages run at once";
  }
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(scan_with_a_race(), "ThreadSanitizer: data race");
}

#else

TEST(RaceCheck, NeedsTheThreadSanitizer) {
  GTEST_SKIP() << "built without -fsanitize=thread";
}

#endif

}  // namespace
}  // namespace winnow
