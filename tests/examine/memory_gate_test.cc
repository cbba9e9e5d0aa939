#include "scanner/examine/memory_gate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

namespace winnow {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

TEST(MemoryGate, NoMoreIsTakenTogetherThanThereIs) {
  MemoryGate gate(100 * kMebibyte);
  std::atomic<int> taken{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  const auto work = [&](int mebibytes) {
    for (int i = 0; i < 50; ++i) {
      const auto room = gate.take(static_cast<std::uint64_t>(mebibytes) * kMebibyte);
      const int together = taken.fetch_add(mebibytes) + mebibytes;
      int before = most.load();
      while (before < together && !most.compare_exchange_weak(before, together)) {
      }
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      taken.fetch_sub(mebibytes);
      ++done;
    }
  };
  std::vector<std::thread> threads;
  for (const int mebibytes : {20, 30, 40, 60, 100}) {
    threads.emplace_back(work, mebibytes);
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 100);
  EXPECT_EQ(done, 5 * 50);
}

TEST(MemoryGate, WhatIsLargerThanAllGoesAloneAndSmallNeedsWaitForNobody) {
  MemoryGate gate(100 * kMebibyte);
  std::optional all(gate.take(1'000 * kMebibyte));
  const auto small = gate.take(MemoryGate::kSmallBytes);
  std::atomic<bool> has_room{false};
  std::thread second([&] {
    const auto room = gate.take(20 * kMebibyte);
    has_room = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(has_room);
  all.reset();
  second.join();
  EXPECT_TRUE(has_room);
}

}  // namespace
}  // namespace winnow
