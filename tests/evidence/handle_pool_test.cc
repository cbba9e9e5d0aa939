#include "scanner/evidence/handle_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace winnow {
namespace {

// A handle that knows how many of its kind there are and whether it is shared.
struct FakeHandle {
  std::atomic<int> users{0};
};

struct Counts {
  std::atomic<int> made{1};
  std::atomic<int> shared{0};  // times two threads held one handle
};

// Eight threads use the pool as often as they can.
void hammer(const HandlePool<FakeHandle>& pool, Counts& counts) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 2000; ++round) {
        pool.with([&](FakeHandle& handle) {
          if (handle.users.fetch_add(1) != 0) ++counts.shared;
          std::this_thread::yield();
          handle.users.fetch_sub(1);
          return 0;
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(HandlePool, LendsEachHandleToOneThread) {
  Counts counts;
  const HandlePool<FakeHandle> pool(
      std::make_unique<FakeHandle>(),
      [&]() -> Result<std::unique_ptr<FakeHandle>> {
        ++counts.made;
        return std::make_unique<FakeHandle>();
      },
      3);
  hammer(pool, counts);
  EXPECT_EQ(counts.shared, 0);
  EXPECT_LE(counts.made, 3);
}

TEST(HandlePool, SharesWhatThereIsWhenNoMoreCanBeMade) {
  Counts counts;
  const HandlePool<FakeHandle> pool(
      std::make_unique<FakeHandle>(),
      []() -> Result<std::unique_ptr<FakeHandle>> {
        return Fault{FaultKind::out_of_memory, "no second one", "", {}};
      },
      8);
  hammer(pool, counts);
  EXPECT_EQ(counts.shared, 0);
}

TEST(HandlePool, GivesWhatItsUserGives) {
  const HandlePool<FakeHandle> pool(std::make_unique<FakeHandle>(), {}, 1);
  EXPECT_EQ(pool.with([](FakeHandle&) { return 42; }), 42);
}

// An image whose handle reads no more than three bytes at a time.
class ShortReader {
 public:
  static constexpr std::uint64_t kSize = 100;
  static constexpr std::uint64_t kBad = 90;
  static Result<std::unique_ptr<ShortReader>> open(const std::vector<Segment>&) {
    return std::make_unique<ShortReader>();
  }
  [[nodiscard]] std::uint64_t media_size() const { return kSize; }
  Result<std::size_t> read_some(std::uint64_t offset, MutableBytes target) const {
    if (offset >= kBad) return Fault{FaultKind::io, "cannot be read", "", {}};
    const std::size_t count = std::min<std::size_t>(target.size(), 3);
    for (std::size_t i = 0; i < count; ++i) {
      target[i] = static_cast<std::byte>(offset + i);
    }
    return count;
  }
};

TEST(PooledImage, ReadsOnAfterAShortRead) {
  const PooledImage<ShortReader> image({{-1, "short"}},
                                       std::make_unique<ShortReader>());
  EXPECT_EQ(image.size_bytes(), ShortReader::kSize);
  std::vector<std::byte> got(50);
  ASSERT_TRUE(image.read(7, got));
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i], static_cast<std::byte>(7 + i));
  }
}

TEST(PooledImage, SaysWhereItsHandleFailed) {
  const PooledImage<ShortReader> image({{-1, "short"}},
                                       std::make_unique<ShortReader>());
  std::vector<std::byte> got(61);
  const auto read = image.read(30, got);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().place, "short");
  EXPECT_EQ(read.error().offset, ShortReader::kBad);
}

}  // namespace
}  // namespace winnow
