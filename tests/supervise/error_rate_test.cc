#include "scanner/supervise/error_rate.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(ErrorRate, OfASoundDeviceIsNotRising) {
  ErrorRate rate;
  EXPECT_FALSE(rate.is_rising());
  for (int i = 0; i < 1000; ++i) rate.add(4096, 0);
  EXPECT_FALSE(rate.is_rising());
}

TEST(ErrorRate, RisesWithTheEighthLatePlace) {
  ErrorRate rate;
  rate.add(100'000, 3);  // all in the later half until more is read
  rate.add(200'000, 0);
  for (int i = 0; i < 7; ++i) {
    rate.add(100, 1);
    EXPECT_FALSE(rate.is_rising()) << i;
  }
  rate.add(100, 1);
  EXPECT_TRUE(rate.is_rising());
}

TEST(ErrorRate, ThatStaysTheSameIsNotRising) {
  ErrorRate rate;
  for (int i = 0; i < 1000; ++i) {
    rate.add(4096, 1);
    rate.add(4096, 0);
  }
  rate.add(2 * 4096, 0);
  EXPECT_FALSE(rate.is_rising());
}

TEST(ErrorRate, ThatFallsIsNotRising) {
  ErrorRate rate;
  for (int i = 0; i < 100; ++i) rate.add(4096, i < 50 ? 2 : 1);
  EXPECT_FALSE(rate.is_rising());
}

}  // namespace
}  // namespace winnow
