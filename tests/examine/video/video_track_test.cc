#include "scanner/examine/video/video_track.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFrame{40};

TEST(TrackClock, CountsFromTheFirstFrame) {
  TrackClock clock({1, 1000}, kFrame);
  EXPECT_FALSE(clock.at(7'000));
  EXPECT_EQ(clock.advance(7'000), milliseconds(0));
  EXPECT_EQ(clock.at(7'500), milliseconds(500));
  EXPECT_EQ(clock.advance(7'100), milliseconds(100));
}

TEST(TrackClock, DoesNotDrift) {
  TrackClock clock({1, 30}, kFrame);
  for (int frame = 0; frame < 3'000; ++frame) (void)clock.advance(frame);
  EXPECT_EQ(clock.advance(3'000), milliseconds(100'000));
}

TEST(TrackClock, GoesOnWhereNothingIsStamped) {
  TrackClock clock({1, 1000}, kFrame);
  EXPECT_EQ(clock.advance(AV_NOPTS_VALUE), milliseconds(0));
  EXPECT_EQ(clock.advance(AV_NOPTS_VALUE), milliseconds(40));
  EXPECT_FALSE(clock.at(AV_NOPTS_VALUE));
}

TEST(TrackClock, NeverFallsNorLeaps) {
  TrackClock clock({1, 1000}, kFrame);
  (void)clock.advance(1'000'000);
  EXPECT_EQ(clock.advance(5'000), kFrame);  // a recording that begins anew
  EXPECT_EQ(clock.advance(5'100), kFrame + milliseconds(100));
  EXPECT_EQ(clock.advance(std::int64_t{1} << 62), 2 * kFrame + milliseconds(100));
  EXPECT_EQ(clock.advance(INT64_MIN + 1), 3 * kFrame + milliseconds(100));
}

}  // namespace
}  // namespace winnow
