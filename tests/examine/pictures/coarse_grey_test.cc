#include "scanner/examine/pictures/coarse_grey.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "scanner/wire/messages.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

TEST(CoarseGreyTest, HoldsNoMoreThanTheSideAllows) {
  for (const auto& [width, height] : {std::pair{1u, 1u},
                                      {24u, 24u},
                                      {25u, 24u},
                                      {640u, 480u},
                                      {1u, 6000u},
                                      {6000u, 1u},
                                      {577u, 24u}}) {
    const CoarseGrey coarse =
        coarse_grey(one_colour(width, height, 200).pixels(), kGlimpseSide);
    EXPECT_GE(coarse.width, 1u);
    EXPECT_GE(coarse.height, 1u);
    EXPECT_LE(coarse.width, kGlimpseSide) << width;
    EXPECT_LE(coarse.height, kGlimpseSide) << height;
    EXPECT_EQ(coarse.samples,
              std::vector<std::uint8_t>(coarse.width * coarse.height, 200));
  }
}

TEST(CoarseGreyTest, OfNothingIsNothing) {
  const CoarseGrey coarse = coarse_grey(Pixels(), kGlimpseSide);
  EXPECT_EQ(coarse.width, 0u);
  EXPECT_TRUE(coarse.samples.empty());
}

// Two pictures that only detail tells apart are one: what was within a piece cannot be
// had back, for nothing says which of them it was.
TEST(CoarseGreyTest, LosesAllDetailForGood) {
  constexpr std::uint32_t kSide = 240;  // pieces of 10 pixels
  const DecodedPicture plain = drawn_picture(kSide, kSide, 5);
  DecodedPicture marked = plain;
  DecodedPicture striped = one_colour(kSide, kSide, 128);
  for (std::size_t y = 0; y < kSide; ++y) {
    for (std::size_t x = 0; x < kSide; ++x) {
      std::byte& sample = striped.samples[y * kSide + x];
      sample = (x + y) % 2 == 0 ? std::byte{0} : std::byte{255};
      // In each piece what one pixel gains its neighbour loses: fine print, of strong
      // contrast, that changes no mean.
      if (x % 10 != 4 || y % 3 != 0) continue;
      std::byte& left = marked.samples[y * kSide + x];
      std::byte& right = marked.samples[y * kSide + x + 1];
      const int room =
          std::min(std::to_integer<int>(left), 255 - std::to_integer<int>(right));
      left = static_cast<std::byte>(std::to_integer<int>(left) - room);
      right = static_cast<std::byte>(std::to_integer<int>(right) + room);
    }
  }
  ASSERT_NE(plain.samples, marked.samples);
  EXPECT_EQ(coarse_grey(plain.pixels(), kGlimpseSide).samples,
            coarse_grey(marked.pixels(), kGlimpseSide).samples);
  EXPECT_EQ(coarse_grey(striped.pixels(), kGlimpseSide).samples,
            coarse_grey(one_colour(kSide, kSide, 128).pixels(), kGlimpseSide).samples);
}

TEST(CoarseGreyTest, KeepsNoColour) {
  // Red and a green of the same brightness.
  const std::vector<std::byte> red = {std::byte{200}, std::byte{0}, std::byte{0}};
  const std::vector<std::byte> green = {std::byte{0}, std::byte{102}, std::byte{0}};
  const auto grey = [](const std::vector<std::byte>& pixel) {
    return coarse_grey({pixel, 1, 1, SamplesPerPixel::rgb, 3}, kGlimpseSide).samples;
  };
  EXPECT_EQ(grey(red), grey(green));
  EXPECT_EQ(grey({3, std::byte{255}}), std::vector<std::uint8_t>{255});
}

}  // namespace
}  // namespace winnow
