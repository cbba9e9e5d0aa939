#include "drivers/decisions/shares.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace winnow {
namespace {

// The expected intervals were worked out apart, in floating point: 0.1 of 10 is
// 178.76 to 4041.50 ten-thousandths.
TEST(Shares, IntervalIsWilsonsRoundedOutwards) {
  EXPECT_EQ(share_of(1, 10), (Share{1, 10, 178, 4042}));
  EXPECT_EQ(share_of(20, 40), (Share{20, 40, 3519, 6481}));
  EXPECT_EQ(share_of(1, 12), (Share{1, 12, 148, 3539}));
  EXPECT_EQ(share_of(81, 263), (Share{81, 263, 2552, 3663}));
  EXPECT_EQ(share_of(5, 1'000'000), (Share{5, 1'000'000, 0, 1}));
}

TEST(Shares, NoneAndAllReachTheEnds) {
  EXPECT_EQ(share_of(0, 10), (Share{0, 10, 0, 2776}));
  EXPECT_EQ(share_of(10, 10), (Share{10, 10, 7224, kCertain}));
  EXPECT_EQ(share_of(0, 0), (Share{0, 0, 0, kCertain}));
}

TEST(Shares, LargeCountsDoNotOverflow) {
  const Share half = share_of(2'000'000'000, 4'000'000'000);
  EXPECT_EQ(half.low, 4999u);
  EXPECT_EQ(half.high, 5001u);
}

TEST(Shares, LogarithmsAreExactForPowersAndCloseForOthers) {
  EXPECT_EQ(log2_millionths(1), 0);
  EXPECT_EQ(log2_millionths(1024), 10'000'000);
  EXPECT_EQ(log2_millionths(std::uint64_t{1} << 63), 63'000'000);
  EXPECT_EQ(log2_millionths(3), 1'584'962);
  EXPECT_EQ(log2_millionths(10), 3'321'928);
}

// What was worked out apart, in floating point, is rounded.
bool is_near(std::int64_t value, std::int64_t expected) {
  return std::abs(value - expected) <= 5;
}

// Worked out apart: ln odds ratio 4.4209, variance 0.76266.
TEST(Shares, OddsAreDrawnTowardsNoneTheFewerTheCases) {
  EXPECT_TRUE(is_near(odds_doublings({20, 2, 3, 35}), 3'618'396));
  EXPECT_TRUE(is_near(odds_doublings({2, 20, 35, 3}), -3'618'396));
  EXPECT_EQ(odds_doublings({10, 10, 10, 10}), 0);
  EXPECT_TRUE(is_near(odds_doublings({1, 0, 0, 1}), 500'514));  // of 3.17 without
}

}  // namespace
}  // namespace winnow
