#include "scanner/examine/pictures/small_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tests/examine/pictures/decoded_frames.h"

namespace winnow {
namespace {

const std::string kVectors = WINNOW_SHARED_DIR "/vectors/images/";

TEST(SmallPictureTest, IsTheMeanOfSquarePieces) {
  // Five by three, in pieces of two: the last ones are cut off.
  const std::vector<std::byte> samples = {
      std::byte{10}, std::byte{20}, std::byte{1}, std::byte{1}, std::byte{9},
      std::byte{30}, std::byte{40}, std::byte{1}, std::byte{2}, std::byte{8},
      std::byte{7},  std::byte{8},  std::byte{0}, std::byte{0}, std::byte{255}};
  const SmallPicture small = shrink({samples, 5, 3, SamplesPerPixel::grey, 5}, 3);
  EXPECT_EQ(small.width, 3u);
  EXPECT_EQ(small.height, 2u);
  EXPECT_EQ(small.full_width, 5u);
  EXPECT_EQ(small.full_height, 3u);
  const std::vector<std::byte> means = {std::byte{25}, std::byte{1}, std::byte{9},
                                        std::byte{8},  std::byte{0}, std::byte{255}};
  EXPECT_EQ(small.samples, means);
}

TEST(SmallPictureTest, KeepsWhatIsSmallEnough) {
  const DecodedPicture picture = drawn_picture(320, 7, 3);
  const SmallPicture small = shrink(picture.pixels());
  EXPECT_EQ(small.samples, picture.samples);
}

// The library's scaled decoding shows what the whole picture does.
TEST(SmallPictureTest, OfAJpegLooksLikeThePicture) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "no shared vectors";
  PictureDecoder decoder;
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kVectors)) {
    if (entry.path().extension() != ".jpg") continue;
    const auto content = bytes_of_file(entry.path().string());
    const auto small = small_picture(decoder, ContentType::jpeg, content);
    ASSERT_TRUE(small) << small.error().line();
    const DecodedPicture whole = decode_picture(entry.path().string());
    EXPECT_EQ(small->full_width, whole.width);
    EXPECT_EQ(small->full_height, whole.height);
    EXPECT_LE(std::max(small->width, small->height), kSmallSide);
    EXPECT_GE(std::max(small->width, small->height),
              std::min<std::uint32_t>(kSmallSide / 2, whole.width));
    EXPECT_EQ(small->kind, whole.kind) << entry.path();
    const auto mean = [](const std::vector<std::byte>& samples, std::size_t channel,
                         std::size_t channels) {
      double sum = 0;
      for (std::size_t i = channel; i < samples.size(); i += channels) {
        sum += std::to_integer<int>(samples[i]);
      }
      return sum * static_cast<double>(channels) / static_cast<double>(samples.size());
    };
    const auto channels = static_cast<std::size_t>(whole.kind);
    for (std::size_t c = 0; c < channels; ++c) {
      EXPECT_NEAR(mean(small->samples, c, channels), mean(whole.samples, c, channels),
                  3)
          << entry.path();
    }
    ++tried;
  }
  EXPECT_GT(tried, 5u);
}

TEST(SmallPictureTest, OfNothingIsAFault) {
  PictureDecoder decoder;
  const std::vector<std::byte> bytes(100);
  EXPECT_FALSE(small_picture(decoder, ContentType::jpeg, bytes));
  EXPECT_FALSE(small_picture(decoder, ContentType::png, bytes));
}

}  // namespace
}  // namespace winnow
