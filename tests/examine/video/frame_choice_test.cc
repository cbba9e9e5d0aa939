#include "scanner/examine/video/frame_choice.h"

#include <gtest/gtest.h>

#include <vector>

namespace winnow {
namespace {

using std::chrono::milliseconds;

FrameSketch grey(std::uint8_t value) {
  FrameSketch sketch;
  sketch.fill(value);
  return sketch;
}

std::vector<std::int64_t> taken_of_still(std::int64_t step_ms, std::int64_t until_ms) {
  FrameChoice choice;
  std::vector<std::int64_t> taken;
  for (std::int64_t at = 0; at < until_ms; at += step_ms) {
    if (choice.takes(milliseconds(at), grey(99))) taken.push_back(at);
  }
  return taken;
}

TEST(FrameChoice, TakesTheFirstAndOneEachSecond) {
  EXPECT_EQ(taken_of_still(400, 4'000),
            (std::vector<std::int64_t>{0, 1'200, 2'000, 3'200}));
  EXPECT_EQ(taken_of_still(40, 240'000).size(), 240u);
}

TEST(FrameChoice, GetsSparserTheLater) {
  constexpr std::int64_t kHour = 3'600'000;
  EXPECT_NEAR(static_cast<double>(taken_of_still(200, 2 * kHour).size()), 1'110, 20);
  EXPECT_NEAR(static_cast<double>(taken_of_still(1'000, 24 * kHour).size()), 1'750, 30);
}

TEST(FrameChoice, NamesTheNextTime) {
  FrameChoice choice;
  EXPECT_EQ(choice.due(), milliseconds(0));
  EXPECT_TRUE(choice.takes(milliseconds(0), grey(0)));
  EXPECT_EQ(choice.due(), milliseconds(1'000));
  EXPECT_TRUE(choice.takes(milliseconds(5'500), grey(0)));
  EXPECT_EQ(choice.due(), milliseconds(6'000));
}

TEST(FrameChoice, TakesTheFirstFrameOfAScene) {
  FrameChoice choice;
  EXPECT_TRUE(choice.takes(milliseconds(0), grey(50)));
  EXPECT_FALSE(choice.takes(milliseconds(600), grey(69)));  // moves a little
  EXPECT_TRUE(choice.takes(milliseconds(640), grey(89)));
  EXPECT_FALSE(choice.takes(milliseconds(680), grey(89)));
  EXPECT_FALSE(choice.takes(milliseconds(720), grey(20)));  // too soon for another
}

TEST(FrameChoice, IsNotDrownedByFlicker) {
  FrameChoice choice;
  int taken = 0;
  for (int at = 0; at < 60'000; at += 40) {
    if (choice.takes(milliseconds(at), grey(at / 40 % 2 == 0 ? 0 : 255))) ++taken;
  }
  EXPECT_GT(taken, 120);
  EXPECT_LE(taken, 180);
}

TEST(FrameChoice, GoesOnWhereTimeStandsStill) {
  FrameChoice choice;
  int taken = 0;
  for (int frame = 0; frame < 901; ++frame) {
    if (choice.takes(milliseconds(0), grey(7))) ++taken;
  }
  EXPECT_EQ(taken, 4);
}

}  // namespace
}  // namespace winnow
