#include "scanner/ledger/chance.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(Chance, GrowsWithTheDistanceAndWithWhatIsCompared) {
  int last = -1000;
  for (const std::uint32_t distance : {0u, 8u, 16u, 31u, 64u, 128u}) {
    const int now = expected_by_chance(distance, 1000, 100'000).exponent;
    EXPECT_GT(now, last) << distance;
    last = now;
  }
  // A thousand times as many comparisons, a thousand times as many chances.
  EXPECT_EQ(expected_by_chance(31, 1'000'000, 100'000).exponent,
            expected_by_chance(31, 1000, 100'000).exponent + 3);
  EXPECT_EQ(expected_by_chance(31, 1000, 100'000'000).exponent,
            expected_by_chance(31, 1000, 100'000).exponent + 3);
}

// Half of all bits differ by chance: of so many comparisons, about half.
TEST(Chance, OfNothingSpecialIsAllThereIs) {
  EXPECT_EQ(expected_by_chance(256, 1, 1).exponent, 2);  // 16 comparisons
  EXPECT_EQ(expected_by_chance(128, 1, 1).exponent, 1);
}

// 97 tosses, at most 11 or 12 of them heads: 6e-16 to 4e-15 of a comparison.
TEST(Chance, IsTheTailOfAsManyTossesAsWereMeasured) {
  EXPECT_EQ(expected_by_chance(31, 1, 1).exponent, -13);
  EXPECT_EQ(expected_by_chance(0, 1, 1).exponent, -27);
}

TEST(Chance, IsANumberOfJson) {
  EXPECT_EQ((ChanceMatches{-12}.text()), "1e-12");
  EXPECT_EQ((ChanceMatches{3}.text()), "1e3");
}

}  // namespace
}  // namespace winnow
