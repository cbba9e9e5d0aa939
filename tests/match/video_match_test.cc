#include "scanner/match/video_match.h"

#include <gtest/gtest.h>

#include <vector>

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr FrameMatch kNear{1, 7, 12, PdqVariant::original};
const std::vector<FrameMatch> kOne = {kNear};

// `length` seconds, of which those from `from` until `until` are near to the entry.
VideoAgreement seconds_near(int length, int from, int until,
                            const FrameMatch& match = kNear) {
  VideoAgreement agreement;
  for (int second = 0; second < length; ++second) {
    const bool is_near = second >= from && second < until;
    const std::vector<FrameMatch> matches(is_near ? 1 : 0, match);
    agreement.see(std::chrono::seconds(second), 100, matches);
  }
  return agreement;
}

TEST(VideoAgreement, WantsThreeMoments) {
  EXPECT_TRUE(seconds_near(60, 10, 14).agreed().empty());
  EXPECT_EQ(seconds_near(60, 10, 14).not_agreed(), 1u);
  const VideoAgreement agreement = seconds_near(60, 10, 15);
  EXPECT_EQ(agreement.frames(), 60u);
  EXPECT_EQ(agreement.moments(), 30u);
  EXPECT_EQ(agreement.not_agreed(), 0u);
  EXPECT_EQ(
      agreement.agreed(),
      (std::vector<VideoMatch>{{1, 7, PdqVariant::original, 5, 3, milliseconds(10'000),
                                milliseconds(14'000), 12, milliseconds(10'000)}}));
}

TEST(VideoAgreement, WantsAllMomentsOfAShortVideo) {
  EXPECT_EQ(seconds_near(1, 0, 1).agreed().size(), 1u);
  EXPECT_EQ(seconds_near(4, 0, 3).agreed().size(), 1u);
  EXPECT_TRUE(seconds_near(4, 0, 2).agreed().empty());
  EXPECT_TRUE(VideoAgreement().agreed().empty());
}

TEST(VideoAgreement, TakesCutsOfOneSecondForOneMoment) {
  VideoAgreement agreement;
  for (int at = 0; at < 1'400; at += 100) {
    agreement.see(milliseconds(at), 100, kOne);
  }
  for (int at = 1'500; at < 60'000; at += 1'000) {
    agreement.see(milliseconds(at), 100, {});
  }
  EXPECT_TRUE(agreement.agreed().empty());
}

TEST(VideoAgreement, PassesOverFramesOfLowQuality) {
  VideoAgreement agreement;
  for (int second = 0; second < 9; ++second) {
    agreement.see(std::chrono::seconds(second), 49, kOne);
  }
  EXPECT_EQ(agreement.frames(), 0u);
  EXPECT_TRUE(agreement.agreed().empty());
  agreement.see(std::chrono::seconds(9), 50, kOne);
  EXPECT_EQ(agreement.agreed().size(), 1u);
}

TEST(VideoAgreement, HoldsVariantsAndEntriesApart) {
  VideoAgreement agreement;
  const std::vector<FrameMatch> even = {{0, 3, 20, PdqVariant::flipped_x},
                                        {0, 3, 9, PdqVariant::flipped_x},
                                        {0, 2, 30, PdqVariant::original}};
  const std::vector<FrameMatch> odd = {{0, 3, 1, PdqVariant::original},
                                       {1, 2, 30, PdqVariant::original}};
  for (int second = 0; second < 6; ++second) {
    agreement.see(std::chrono::seconds(second), 100, second % 2 == 0 ? even : odd);
  }
  const auto agreed = agreement.agreed();
  ASSERT_EQ(agreed.size(), 3u);
  EXPECT_EQ(agreed[0].entry, 2u);
  EXPECT_EQ(agreed[1].entry, 3u);
  EXPECT_EQ(agreed[2].set, 1u);
  // Three moments in each: the nearer of both.
  EXPECT_EQ(agreed[1].variant, PdqVariant::original);
  EXPECT_EQ(agreed[1].frames, 3u);
  EXPECT_EQ(agreed[1].distance, 1u);
}

TEST(VideoAgreement, CountsAFrameOnceAtItsBest) {
  VideoAgreement agreement;
  for (int second = 0; second < 6; ++second) {
    const std::vector<FrameMatch> matches = {
        {0, 3, 31, PdqVariant::original},
        {0, 3, static_cast<unsigned>(20 - second), PdqVariant::original}};
    agreement.see(std::chrono::seconds(second), 100, matches);
  }
  const auto agreed = agreement.agreed();
  ASSERT_EQ(agreed.size(), 1u);
  EXPECT_EQ(agreed[0].frames, 6u);
  EXPECT_EQ(agreed[0].distance, 15u);
  EXPECT_EQ(agreed[0].best_at, milliseconds(5'000));
}

}  // namespace
}  // namespace winnow
