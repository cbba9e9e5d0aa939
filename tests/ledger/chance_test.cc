#include "scanner/ledger/chance.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(Chance, GrowsWithTheDistanceAndWithWhatIsCompared) {
  int last = kLeastExponent - 1;
  for (const std::uint32_t distance : {31u, 72u, 80u, 100u, 128u}) {
    const int now = expected_by_chance(distance, 1000, 100'000).exponent;
    EXPECT_GT(now, last) << distance;
    last = now;
  }
  // A thousand times as many comparisons, a thousand times as many chances.
  EXPECT_EQ(expected_by_chance(80, 1'000'000, 100'000).exponent,
            expected_by_chance(80, 1000, 100'000).exponent + 3);
  EXPECT_EQ(expected_by_chance(80, 1000, 100'000'000).exponent,
            expected_by_chance(80, 1000, 100'000).exponent + 3);
}

// Half of all bits differ by chance: of so many comparisons, about half.
TEST(Chance, OfNothingSpecialIsAllThereIs) {
  EXPECT_EQ(expected_by_chance(256, 1, 1).exponent, 2);  // 16 comparisons
  EXPECT_EQ(expected_by_chance(128, 1, 1).exponent, 1);
}

// 240 tosses of which 75 or fewer are heads: 3.1e-9, 16 times over.
TEST(Chance, IsTheTailOfAsManyTossesAsWereMeasured) {
  EXPECT_EQ(expected_by_chance(80, 1, 1).exponent, -7);
}

TEST(Chance, StatesNothingThatNoMeasurementReaches) {
  EXPECT_EQ(expected_by_chance(0, 1, 1).exponent, kLeastExponent);
  EXPECT_EQ(expected_by_chance(31, 1'000'000, 1'000'000).exponent, kLeastExponent);
}

TEST(Chance, IsANumberOfJson) {
  EXPECT_EQ((ChanceMatches{-12}.text()), "1e-12");
  EXPECT_EQ((ChanceMatches{3}.text()), "1e3");
}

}  // namespace
}  // namespace winnow
