#include "scanner/examine/pictures/picture_pdq.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

PdqHash hash_of(const PicturePdq& pdq, PdqVariant variant) {
  return pdq.hashes[static_cast<std::size_t>(variant)];
}

// A picture that is really turned has the hash that the picture foretold. With 64
// times an odd number of pixels the points kept are the middles of their cells and it
// is the same; else they lie half a pixel off, and it is within the distance at which
// hashes are taken to match.
TEST(PicturePdq, TurnsOfThePictureAreTurnsOfTheHash) {
  for (const std::uint32_t side : {64u, 320u, 512u}) {
    const DecodedPicture picture = drawn_picture(side, side, 7);
    const auto pdq = full_pdq(picture.pixels());
    ASSERT_TRUE(pdq);
    for (std::size_t i = 0; i < kPdqVariants; ++i) {
      const auto variant = static_cast<PdqVariant>(i);
      const auto of_turned = full_pdq(turned(picture, variant).pixels());
      ASSERT_TRUE(of_turned);
      const unsigned off = pdq_distance(hash_of(*of_turned, PdqVariant::original),
                                        hash_of(*pdq, variant));
      EXPECT_LE(off, side == 512 ? 31u : 0u) << side << ' ' << to_string(variant);
      for (std::size_t other = 0; other < kPdqVariants; ++other) {
        if (other == i) continue;
        EXPECT_GT(pdq_distance(of_turned->hashes[0], pdq->hashes[other]), 60u)
            << side << ' ' << to_string(variant);
      }
      EXPECT_NEAR(of_turned->quality, pdq->quality, 2);
    }
  }
}

TEST(PicturePdq, SmallAndThinPicturesHaveNone) {
  const std::pair<std::uint32_t, std::uint32_t> kSizes[] = {
      {0, 0}, {0, 9}, {9, 0}, {1, 1}, {1, 400}, {400, 1}, {4, 5}, {5, 4}, {60000, 4}};
  for (const auto& [width, height] : kSizes) {
    EXPECT_FALSE(full_pdq(one_colour(width, height, 90).pixels()))
        << width << " x " << height;
  }
  EXPECT_TRUE(full_pdq(drawn_picture(5, 5, 1).pixels()));
  EXPECT_TRUE(full_pdq(drawn_picture(60000, 5, 1).pixels()));
  EXPECT_TRUE(full_pdq(drawn_picture(5, 60000, 1).pixels()));
}

TEST(PicturePdq, OfSamplesThatDoNotHoldItThereIsNone) {
  const DecodedPicture picture = drawn_picture(600, 20, 1);
  Pixels pixels = picture.pixels();
  pixels.samples = pixels.samples.first(pixels.samples.size() - 1);
  EXPECT_FALSE(full_pdq(pixels));
  EXPECT_FALSE(reduced_pdq(pixels));
  pixels = picture.pixels();
  pixels.kind = SamplesPerPixel::rgb;
  EXPECT_FALSE(full_pdq(pixels));
  pixels = picture.pixels();
  pixels.stride = 599;
  EXPECT_FALSE(full_pdq(pixels));
  pixels = picture.pixels();
  pixels.height = 0xFFFFFFFF;
  EXPECT_FALSE(full_pdq(pixels));
  EXPECT_FALSE(full_pdq({{}, kLongestPdqSide + 1, 5, SamplesPerPixel::grey, 0}));
}

TEST(PicturePdq, NearlyEmptyPicturesHaveNoQuality) {
  EXPECT_EQ(full_pdq(one_colour(300, 200, 0).pixels())->quality, 0u);
  EXPECT_EQ(full_pdq(one_colour(300, 200, 255).pixels())->quality, 0u);
  DecodedPicture picture = one_colour(640, 480, 240);
  std::mt19937 random(3);
  for (std::byte& sample : picture.samples) sample = std::byte(240 + random() % 4);
  for (std::size_t x = 100; x < 140; ++x) picture.samples[50 * 640 + x] = std::byte{0};
  EXPECT_LE(full_pdq(picture.pixels())->quality, 5u);
  EXPECT_GE(full_pdq(drawn_picture(640, 480, 3).pixels())->quality, 50u);
}

// Black has no coefficient above the median, which is zero like all of them.
TEST(PicturePdq, OfBlackNoBitIsSet) {
  const auto pdq = full_pdq(one_colour(64, 64, 0).pixels());
  ASSERT_TRUE(pdq);
  for (const PdqHash& hash : pdq->hashes) EXPECT_EQ(hash, PdqHash{});
}

TEST(PicturePdq, UpTo512TheReducedFormIsTheFullOne) {
  const DecodedPicture picture = drawn_picture(512, 300, 4);
  EXPECT_FALSE(is_reduced_for_pdq(picture.pixels()));
  EXPECT_EQ(reduced_pdq(picture.pixels()), full_pdq(picture.pixels()));
  EXPECT_FALSE(reduced_pdq(one_colour(1, 512, 1).pixels()));
}

// Each pixel of a picture four, or two by four, times over, and back.
TEST(PicturePdq, ReducedPicksOnePixelOfEachCell) {
  const DecodedPicture small = drawn_picture(512, 512, 5);
  DecodedPicture large = one_colour(1024, 2048, 0);
  for (std::size_t y = 0; y < 2048; ++y) {
    for (std::size_t x = 0; x < 1024; ++x) {
      large.samples[y * 1024 + x] = small.samples[y / 4 * 512 + x / 2];
    }
  }
  EXPECT_TRUE(is_reduced_for_pdq(large.pixels()));
  EXPECT_EQ(reduced_pdq(large.pixels()), full_pdq(small.pixels()));
}

// As the reference does it: a line of 60,000 pixels is reduced to a square first.
TEST(PicturePdq, OfALineThereIsAReducedForm) {
  const DecodedPicture line = drawn_picture(60000, 1, 6);
  EXPECT_FALSE(full_pdq(line.pixels()));
  const auto lying = reduced_pdq(line.pixels());
  ASSERT_TRUE(lying);
  const auto standing = reduced_pdq(turned(line, PdqVariant::flipped_plus).pixels());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->quality, lying->quality);
}

}  // namespace
}  // namespace winnow
