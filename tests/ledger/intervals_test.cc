#include "scanner/ledger/intervals.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace winnow {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(Intervals, OverlapsAndNeighboursBecomeOne) {
  IntervalSet set;
  set.add(10, 10, 100);
  set.add(5, 6, 100);
  set.add(20, 5, 100);
  set.add(40, 1, 100);
  set.add(12, 2, 100);
  set.settle();
  EXPECT_EQ(set.intervals(), (std::vector<Interval>{{5, 25}, {40, 41}}));
}

TEST(Intervals, WhatLiesOutsideIsCutOff) {
  IntervalSet set;
  set.add(90, 20, 100);
  set.add(100, 1, 100);
  set.add(kMost, kMost, 100);
  set.add(0, 0, 100);
  set.add(95, kMost, 100);
  set.settle();
  EXPECT_EQ(set.intervals(), (std::vector<Interval>{{90, 100}}));
}

TEST(Intervals, ContainARangeAsAWhole) {
  IntervalSet set;
  set.add(10, 10, 1000);
  set.add(20, 5, 1000);
  set.add(30, 10, 1000);
  set.settle();
  EXPECT_TRUE(set.contains(10, 15));
  EXPECT_TRUE(set.contains(24, 1));
  EXPECT_FALSE(set.contains(24, 2));
  EXPECT_FALSE(set.contains(20, 20)) << "a gap within";
  EXPECT_FALSE(set.contains(9, 2));
  EXPECT_FALSE(set.contains(25, 1));
  EXPECT_FALSE(set.contains(39, ~std::uint64_t{0}));
  EXPECT_FALSE(set.contains(40, 1));
}

TEST(Intervals, SharesOfNothing) {
  const ByteShares shares = share_bytes({}, {}, 0);
  EXPECT_EQ(shares.read + shares.unread + shares.unreadable, 0u);
  EXPECT_EQ(share_bytes({}, {}, kMost).unread, kMost);
}

TEST(Intervals, ReadWinsOverUnreadable) {
  IntervalSet read;
  IntervalSet unreadable;
  read.add(10, 20, 100);
  unreadable.add(0, 15, 100);
  unreadable.add(25, 10, 100);
  read.settle();
  unreadable.settle();
  const ByteShares shares = share_bytes(read, unreadable, 100);
  EXPECT_EQ(shares.read, 20u);
  EXPECT_EQ(shares.unreadable, 15u);
  EXPECT_EQ(shares.unread, 65u);
}

// The twin: one flag for every byte.
TEST(Intervals, AgreeWithCountingByteByByte) {
  constexpr std::uint64_t kTotal = 300;
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    IntervalSet read;
    IntervalSet unreadable;
    std::vector<int> byte(kTotal, 0);  // 1 unreadable, 2 read
    for (int i = 0; i < 12; ++i) {
      const std::uint64_t offset = random() % (kTotal + 20);
      const std::uint64_t length = random() % 60;
      const bool is_read = random() % 2 == 0;
      (is_read ? read : unreadable).add(offset, length, kTotal);
      for (std::uint64_t at = offset; at < offset + length && at < kTotal; ++at) {
        byte[at] = std::max(byte[at], is_read ? 2 : 1);
      }
    }
    read.settle();
    unreadable.settle();
    const ByteShares shares = share_bytes(read, unreadable, kTotal);
    const auto count = [&](int kind) {
      return static_cast<std::uint64_t>(std::count(byte.begin(), byte.end(), kind));
    };
    ASSERT_EQ(shares.read, count(2)) << "seed " << seed;
    ASSERT_EQ(shares.unreadable, count(1)) << "seed " << seed;
    ASSERT_EQ(shares.unread, count(0)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace winnow
