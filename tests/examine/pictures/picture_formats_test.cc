// Pictures of all formats, their pixels beside those of another decoder, of the same
// picture in another format, or as they were made here.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/digester.h"
#include "tests/examine/pictures/decoded_frames.h"

namespace winnow {
namespace {

using namespace std::string_literals;

const std::string kPictures = WINNOW_SHARED_DIR "/evidence/pictures/";
const std::string kMini = WINNOW_SHARED_DIR "/evidence/hostile/corkami/mini/";
const std::string kVectors = WINNOW_SHARED_DIR "/vectors/images/";
const std::string kTika = WINNOW_SHARED_DIR
    "/evidence/containers/tika/tika-parsers/tika-parsers-standard/"
    "tika-parsers-standard-modules/tika-parser-image-module/src/test/resources/"
    "test-documents/";

bool is_missing(const std::string& path) {
  return !std::filesystem::exists(path);
}

// The first frame, which is whole.
DecodedPicture decoded(const std::string& path) {
  const auto content = bytes_of_file(path);
  const auto all = decode_frames(type_of_all(content), content);
  EXPECT_FALSE(all.fault) << path << ": " << all.fault->line();
  if (all.frames.empty()) {
    ADD_FAILURE() << path;
    return {};
  }
  EXPECT_EQ(all.frames[0].damage, "") << path;
  return all.frames[0].picture;
}

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> result;
  for (const int value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

std::vector<std::byte> bytes(const std::string& text) {
  return {bytes_of(text).begin(), bytes_of(text).end()};
}

std::string le16(unsigned value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8)};
}
std::string le32(unsigned value) {
  return le16(value & 0xFFFF) + le16(value >> 16);
}

TEST(PictureFormats, PngIsWhatLibpngSays) {
  if (is_missing(kPictures)) GTEST_SKIP() << "no pictures here";
  for (const std::string& path :
       {kPictures + "kodak/15.png", kPictures + "kodak/23.png",
        kVectors + "misc-images/c.png", kVectors + "misc-images/modes/1.png",
        kVectors + "misc-images/modes/L.png", kVectors + "misc-images/modes/LA.png",
        kVectors + "misc-images/modes/P.png",
        kVectors + "reg-test-input/pen-and-coaster.png",
        kMini + "../images/png/KenSilverman.png", kMini + "../images/png/rgb.png"}) {
    const DecodedPicture ours = decoded(path);
    const DecodedPicture theirs = decode_picture(path);
    EXPECT_EQ(ours.width, theirs.width) << path;
    EXPECT_EQ(ours.kind, theirs.kind) << path;
    EXPECT_TRUE(ours.samples == theirs.samples) << path;
  }
}

TEST(PictureFormats, PngOfSixteenBitsBecomesItsHigherEight) {
  const auto png = made_png(2, 2, 16, 0, bytes({0, 10, 99, 20, 99, 0, 30, 99, 40, 99}));
  const auto grey = decode_frames(ContentType::png, png);
  ASSERT_EQ(grey.frames.size(), 1u);
  EXPECT_EQ(grey.frames[0].picture.samples, bytes({10, 20, 30, 40}));
  const auto rgba = decode_frames(
      ContentType::png, made_png(1, 1, 16, 6, bytes({0, 1, 9, 2, 9, 3, 9, 0, 9})));
  ASSERT_EQ(rgba.frames.size(), 1u);
  EXPECT_EQ(rgba.frames[0].picture.samples, bytes({1, 2, 3}));
}

// Luma as the decoder has it is that of RGB, but for rounding.
TEST(PictureFormats, JpegIsLuma) {
  if (is_missing(kVectors)) GTEST_SKIP() << "no pictures here";
  for (const std::string& path :
       {kVectors + "bridge-mods/aaa-orig.jpg", kVectors + "misc-images/small.jpg",
        kVectors + "misc-images/wee.jpg", kMini + "../images/jpg/20scans.jpg"}) {
    const DecodedPicture grey = decoded(path);
    const DecodedPicture rgb = decode_picture(path);
    ASSERT_EQ(grey.kind, SamplesPerPixel::grey);
    ASSERT_EQ(grey.samples.size() * 3, rgb.samples.size());
    double off = 0;
    for (std::size_t i = 0; i < grey.samples.size(); ++i) {
      const double luma = 0.299 * std::to_integer<int>(rgb.samples[3 * i]) +
                          0.587 * std::to_integer<int>(rgb.samples[3 * i + 1]) +
                          0.114 * std::to_integer<int>(rgb.samples[3 * i + 2]);
      off += std::abs(luma - std::to_integer<int>(grey.samples[i]));
    }
    // Colours that RGB cannot hold are cut off; they are few.
    EXPECT_LT(off / static_cast<double>(grey.samples.size()), 1.0) << path;
  }
}

// The digests that the project of libwebp publishes of its own pictures.
TEST(PictureFormats, WebpIsWhatItsProjectPublishes) {
  const std::string folder = kPictures + "libwebp/";
  if (is_missing(folder)) GTEST_SKIP() << "no pictures here";
  std::ifstream list(folder + "libwebp_tests.md5");
  std::string digest;
  std::string name;
  std::size_t compared = 0;
  while (list >> digest >> name) {
    if (!name.ends_with(".ppm")) continue;
    const std::string path = folder + name.substr(0, name.size() - 4);
    if (is_missing(path)) continue;
    const DecodedPicture picture = decoded(path);
    const std::string header = "P6\n" + std::to_string(picture.width) + " " +
                               std::to_string(picture.height) + "\n255\n";
    std::vector<std::byte> ppm = bytes(header);
    ppm.insert(ppm.end(), picture.samples.begin(), picture.samples.end());
    EXPECT_EQ(digest_of(Algorithm::md5, ppm).hex(), digest) << path;
    ++compared;
  }
  EXPECT_EQ(compared, 27u);
}

// One strip of two pixels, in either byte order.
TEST(PictureFormats, TiffOfEightAndSixteenBits) {
  const auto field = [](bool is_big, unsigned tag, unsigned value) {
    const std::string high(1, static_cast<char>(value >> 8));
    const std::string low(1, static_cast<char>(value));
    const std::string name(1, static_cast<char>(tag));
    return is_big ? "\x01"s + name + "\0\x03\0\0\0\x01"s + high + low + "\0\0"s
                  : name + "\x01\x03\0\x01\0\0\0"s + low + high + "\0\0"s;
  };
  const auto tiff = [&](bool is_big, unsigned bits, const std::string& samples) {
    std::string text = is_big ? "MM\0*\0\0\0\x08\0\x09"s : "II*\0\x08\0\0\0\x09\0"s;
    for (const auto& [tag, value] : {std::pair(0x00u, 2u),
                                     {0x01u, 1u},
                                     {0x02u, bits},
                                     {0x03u, 1u},
                                     {0x06u, 2u},
                                     {0x11u, 122u},
                                     {0x15u, 3u},
                                     {0x16u, 1u},
                                     {0x17u, static_cast<unsigned>(samples.size())}}) {
      text += field(is_big, tag, value);
    }
    return text + std::string(4, '\0') + samples;
  };
  for (const bool is_big : {false, true}) {
    for (const std::string& content :
         {tiff(is_big, 8, "\1\2\3\4\5\6"),
          tiff(is_big, 16, is_big ? "\1x\2x\3x\4x\5x\6x" : "x\1x\2x\3x\4x\5x\6")}) {
      const auto all = decode_frames(ContentType::tiff, bytes_of(content));
      ASSERT_EQ(all.frames.size(), 1u) << all.fault->line();
      EXPECT_EQ(all.frames[0].damage, "");
      EXPECT_EQ(all.frames[0].picture.samples, bytes({1, 2, 3, 4, 5, 6}));
    }
  }
}

struct Known {
  std::string path;
  std::uint32_t width, height;
  std::size_t frames;
  std::uint32_t last;  // number of the last frame handed over
};

TEST(PictureFormats, SizesAndFramesOfRealFiles) {
  if (is_missing(kPictures)) GTEST_SKIP() << "no pictures here";
  const std::string mei = kPictures + "mei/";
  const std::string formats = kPictures + "imagededup/data/formats_images/";
  const Known kKnown[] = {
      {mei + "avif/32Bit-72dpi-sRGB-800x600.avif", 800, 600, 5, 4},
      {mei + "avif/Issue 649.avif", 5472, 3648, 1, 0},
      {mei + "heic/cheers_1440x960.heic", 1440, 960, 1, 0},
      {mei + "heic/exif-at-eof.heic", 3024, 4032, 1, 0},
      {kTika + "testHEIF.heic", 800, 544, 1, 0},
      {kTika + "IMG_1034.heic", 4032, 3024, 1, 0},
      {kTika + "testWebp_Alpha_Lossy.webp", 400, 301, 1, 0},
      {mei + "webp/Animation Lossy.webp", 320, 240, 32, 98},
      {mei + "webp/Animation Lossless.webp", 320, 240, 32, 98},
      {mei + "gif/pbar-ani-invalid-XMP.gif", 48, 22, 23, 22},
      {formats + "giphy.gif", 314, 400, 4, 3},
      {formats + "copyleft.tiff", 220, 220, 1, 0},
      {formats + "ukbench09380.webp", 640, 480, 1, 0},
      {mei + "ico/Icon (1).ico", 48, 48, 23, 22},
  };
  for (const Known& known : kKnown) {
    const auto content = bytes_of_file(known.path);
    const auto all = decode_frames(type_of_all(content), content);
    EXPECT_FALSE(all.fault) << known.path << ": " << all.fault->line();
    ASSERT_EQ(all.frames.size(), known.frames) << known.path;
    EXPECT_EQ(all.frames[0].number, 0u);
    EXPECT_EQ(all.frames.back().number, known.last) << known.path;
    EXPECT_EQ(all.frames[0].picture.width, known.width) << known.path;
    EXPECT_EQ(all.frames[0].picture.height, known.height) << known.path;
    for (const auto& frame : all.frames) EXPECT_EQ(frame.damage, "") << known.path;
  }
}

// The same photograph as JPEG and WebP is the same to PDQ.
TEST(PictureFormats, FormatsAgreeOnAPhotograph) {
  const std::string formats = kPictures + "imagededup/data/formats_images/";
  if (is_missing(formats)) GTEST_SKIP() << "no pictures here";
  const DecodedPicture jpeg = decoded(formats + "ukbench09380.jpeg");
  const DecodedPicture webp = decoded(formats + "ukbench09380.webp");
  ASSERT_EQ(webp.samples.size(), 3 * jpeg.samples.size());
  double off = 0;
  for (std::size_t i = 0; i < jpeg.samples.size(); ++i) {
    off += std::abs(std::to_integer<int>(jpeg.samples[i]) -
                    std::to_integer<int>(webp.samples[3 * i + 1]));
  }
  EXPECT_LT(off / static_cast<double>(jpeg.samples.size()), 16);
}

std::string bmp_header(unsigned width, unsigned height, unsigned bits,
                       unsigned compression, unsigned colours) {
  return "BM" + le32(0) + le32(0) + le32(54 + 4 * colours) + le32(40) + le32(width) +
         le32(height) + le16(1) + le16(bits) + le32(compression) + le32(0) + le32(0) +
         le32(0) + le32(colours) + le32(0);
}

std::vector<std::byte> decoded_samples(const std::string& content) {
  const auto all = decode_frames(type_of_all(bytes_of(content)), bytes_of(content));
  EXPECT_FALSE(all.fault) << all.fault->line();
  if (all.frames.size() != 1) return {};
  EXPECT_EQ(all.frames[0].damage, "");
  return all.frames[0].picture.samples;
}

const std::string kTwoColours = "\x01\x02\x03\0\x0A\x0B\x0C\0"s;

TEST(Bmp, RowsFromTheBottomAndFromTheTop) {
  const std::string rows = "\x03\x02\x01\0"s + "\x06\x05\x04\0"s;
  EXPECT_EQ(decoded_samples(bmp_header(1, 2, 24, 0, 0) + rows),
            bytes({4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(decoded_samples(bmp_header(1, 0u - 2, 24, 0, 0) + rows),
            bytes({1, 2, 3, 4, 5, 6}));
}

TEST(Bmp, PalettesOfOneFourAndEightBits) {
  const auto expected = bytes({3, 2, 1, 12, 11, 10, 12, 11, 10});
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 1, 0, 2) + kTwoColours + "\x60\0\0\0"s),
            expected);
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 4, 0, 2) + kTwoColours + "\x01\x10\0\0"s),
            expected);
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 8, 0, 2) + kTwoColours + "\0\x01\x01\0"s),
            expected);
}

TEST(Bmp, MasksOfSixteenBits) {
  const std::string pixels = le16(0x7C00) + le16(0x03E0);
  EXPECT_EQ(decoded_samples(bmp_header(2, 1, 16, 0, 0) + pixels),
            bytes({255, 0, 0, 0, 255, 0}));
  std::string masked = bmp_header(2, 1, 16, 3, 0);
  masked.replace(10, 4, le32(66));
  masked += le32(0xF800) + le32(0x07E0) + le32(0x001F) + le16(0xF800) + le16(0x07E0);
  EXPECT_EQ(decoded_samples(masked), bytes({255, 0, 0, 0, 255, 0}));
}

TEST(Bmp, RunLengths) {
  const auto expected = bytes({3, 2, 1, 3, 2, 1, 12, 11, 10});
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 8, 1, 2) + kTwoColours +
                            "\x02\0\x01\x01\0\x01"s),
            expected);
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 8, 1, 2) + kTwoColours +
                            "\0\x03\0\0\x01\0\0\x01"s),
            expected);
  EXPECT_EQ(decoded_samples(bmp_header(3, 1, 4, 2, 2) + kTwoColours +
                            "\0\x03\x00\x10\0\x01"s),
            expected);
}

TEST(Bmp, OfOs2AndBare) {
  const std::string bare =
      le32(12) + le16(1) + le16(1) + le16(1) + le16(24) + "\x03\x02\x01\0"s;
  const auto os2 = decode_frames(ContentType::bmp, bytes_of(bare));
  ASSERT_EQ(os2.frames.size(), 1u);
  EXPECT_EQ(os2.frames[0].picture.samples, bytes({1, 2, 3}));
}

TEST(Bmp, WhatIsCutOffIsGrey) {
  const std::string cut = bmp_header(1, 2, 24, 0, 0) + "\x03\x02\x01\0"s;
  const auto all = decode_frames(ContentType::bmp, bytes_of(cut));
  ASSERT_EQ(all.frames.size(), 1u);
  EXPECT_EQ(all.frames[0].damage, "the BMP breaks off");
  EXPECT_EQ(all.frames[0].picture.samples, bytes({128, 128, 128, 1, 2, 3}));
}

std::string psd_head(unsigned mode, unsigned channels, unsigned width, unsigned height,
                     unsigned depth) {
  const auto be16 = [](unsigned v) { return ""s + char(v >> 8) + char(v); };
  return "8BPS"s + be16(1) + std::string(6, '\0') + be16(channels) + be16(0) +
         be16(height) + be16(0) + be16(width) + be16(depth) + be16(mode);
}

TEST(Psd, PlainAndWithRunLengths) {
  const std::string sections(12, '\0');
  EXPECT_EQ(decoded_samples(psd_head(3, 3, 2, 1, 8) + sections + "\0\0"s +
                            "\x01\x02\x03\x04\x05\x06"s),
            bytes({1, 3, 5, 2, 4, 6}));
  EXPECT_EQ(decoded_samples(psd_head(3, 3, 2, 1, 8) + sections + "\0\x01"s +
                            "\0\x02\0\x03\0\x02"s + "\xFF\x07"s + "\x01\x08\x09"s +
                            "\xFF\x0A"s),
            bytes({7, 8, 10, 7, 9, 10}));
  EXPECT_EQ(decoded_samples(psd_head(1, 1, 2, 1, 16) + sections + "\0\0"s +
                            "\x01\x63\x02\x63"s),
            bytes({1, 2}));
  EXPECT_EQ(
      decoded_samples(psd_head(4, 4, 1, 1, 8) + sections + "\0\0"s + "\xFF\x80\0\x80"s),
      bytes({128, 64, 0}));
}

TEST(Psd, OfARealFile) {
  const std::string path = WINNOW_SHARED_DIR "/evidence/containers/be_archives/";
  if (is_missing(path)) GTEST_SKIP() << "no pictures here";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.path().extension() != ".psd") continue;
    const DecodedPicture picture = decoded(entry.path().string());
    EXPECT_EQ(picture.width, 300u);
    EXPECT_GT(
        std::set<std::byte>(picture.samples.begin(), picture.samples.end()).size(),
        50u);
    return;
  }
  FAIL() << "no Photoshop file";
}

// A GIF of 2 x 1 pixels with colours red, green, blue, white; pictures of one pixel.
struct GifPicture {
  unsigned left;
  unsigned disposal;
  int transparent;  // or -1
  unsigned index;   // of the colour
};

std::string made_gif(const std::vector<GifPicture>& pictures) {
  std::string gif = "GIF89a"s + le16(2) + le16(1) + "\x91\x02\0"s +
                    "\xFF\0\0\0\xFF\0\0\0\xFF\xFF\xFF\xFF"s;
  for (const GifPicture& picture : pictures) {
    const bool is_clear = picture.transparent >= 0;
    gif += "\x21\xF9\x04"s + char(picture.disposal << 2 | (is_clear ? 1 : 0)) +
           "\0\0"s + char(is_clear ? picture.transparent : 0) + "\0"s;
    gif += "\x2C"s + le16(picture.left) + le16(0) + le16(1) + le16(1) + "\0"s;
    // Codes of three bits: clear (4), the index, end (5).
    const unsigned codes = 4 | picture.index << 3 | 5 << 6;
    gif += "\x02\x02"s + le16(codes) + "\0"s;
  }
  return gif + "\x3B";
}

using Frames = std::vector<std::vector<std::byte>>;

Frames gif_frames(const std::vector<GifPicture>& pictures) {
  const std::string gif = made_gif(pictures);
  const auto all = decode_frames(ContentType::gif, bytes_of(gif));
  EXPECT_FALSE(all.fault) << all.fault->line();
  Frames frames;
  for (const auto& frame : all.frames) {
    EXPECT_EQ(frame.damage, "");
    frames.push_back(frame.picture.samples);
  }
  return frames;
}

TEST(Gif, PicturesAreLaidOverEachOther) {
  // The background is blue.
  EXPECT_EQ(gif_frames({{0, 0, -1, 0}, {1, 0, -1, 1}}),
            (Frames{bytes({255, 0, 0, 0, 0, 255}), bytes({255, 0, 0, 0, 255, 0})}));
}

TEST(Gif, WhatIsClearShowsWhatWasThere) {
  EXPECT_EQ(gif_frames({{0, 0, -1, 0}, {0, 0, 1, 1}}),
            (Frames{bytes({255, 0, 0, 0, 0, 255}), bytes({255, 0, 0, 0, 0, 255})}));
  // Of the first picture alpha is dropped.
  EXPECT_EQ(gif_frames({{0, 0, 3, 3}}), (Frames{bytes({255, 255, 255, 0, 0, 255})}));
}

TEST(Gif, PicturesAreTakenAwayAgain) {
  EXPECT_EQ(gif_frames({{0, 2, -1, 0}, {1, 0, -1, 1}})[1],
            bytes({0, 0, 255, 0, 255, 0}));
  EXPECT_EQ(gif_frames({{0, 0, -1, 0}, {0, 3, -1, 3}, {1, 0, -1, 1}})[2],
            bytes({255, 0, 0, 0, 255, 0}));
}

TEST(Gif, OfManyPicturesSomeSpreadOverAll) {
  const std::string gif = made_gif(std::vector<GifPicture>(100, {0, 0, -1, 0}));
  PictureLimits limits;
  limits.frames = 10;
  const auto all = decode_frames(ContentType::gif, bytes_of(gif), limits);
  EXPECT_FALSE(all.fault);
  ASSERT_EQ(all.frames.size(), 10u);
  EXPECT_EQ(all.frames[0].number, 0u);
  EXPECT_EQ(all.frames[1].number, 10u);
  EXPECT_EQ(all.frames[9].number, 90u);
}

TEST(Gif, WhatIsCutOffIsSaid) {
  std::string gif = made_gif({{0, 0, -1, 0}, {1, 0, -1, 1}});
  gif.resize(gif.size() - 6);
  const auto all = decode_frames(ContentType::gif, bytes_of(gif));
  EXPECT_EQ(all.frames.size(), 1u);
  ASSERT_TRUE(all.fault);
  EXPECT_EQ(all.fault->kind, FaultKind::malformed);
  EXPECT_EQ(all.fault->what, "the GIF breaks off after 1 picture");
}

TEST(Frames, StopWhenNoMoreIsWanted) {
  const std::string gif = made_gif(std::vector<GifPicture>(5, {0, 0, -1, 0}));
  PictureDecoder decoder;
  int taken = 0;
  EXPECT_TRUE(decoder.decode(ContentType::gif, bytes_of(gif),
                             [&](const DecodedFrame&) { return ++taken < 2; }));
  EXPECT_EQ(taken, 2);
}

TEST(Frames, ADecoderGoesOnAfterWhatIsBroken) {
  const std::string good = made_gif({{0, 0, -1, 0}});
  const auto png = made_png(1, 1, 8, 2, bytes({0, 1, 2, 3}));
  PictureDecoder decoder;
  const auto count = [&](ContentType type, Bytes content) {
    int frames = 0;
    static_cast<void>(decoder.decode(type, content, [&](const DecodedFrame&) {
      ++frames;
      return true;
    }));
    return frames;
  };
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(count(ContentType::jpeg, bytes_of("\xFF\xD8\xFF\xE0 nothing")), 0);
    EXPECT_EQ(count(ContentType::png, png), 1);
    EXPECT_EQ(count(ContentType::jpeg, Bytes{}), 0);
    EXPECT_EQ(count(ContentType::gif, bytes_of(good)), 1);
  }
}

TEST(Frames, WhatIsNoPictureIsAWrongQuestion) {
  EXPECT_EQ(decode_frames(ContentType::pdf, {}).fault->kind, FaultKind::usage);
  EXPECT_EQ(decode_frames(ContentType::raw_camera, {}).fault->kind,
            FaultKind::unsupported);
}

// A flat picture: CMYK as Adobe writes it, where no ink is 255.
TEST(PictureFormats, InksBecomeColours) {
  const std::string path = kVectors + "misc-images/modes/";
  if (is_missing(path)) GTEST_SKIP() << "no pictures here";
  const DecodedPicture inks = decoded(path + "CMYK.jpg");
  const DecodedPicture light = decoded(path + "YCbCr.jpg");
  ASSERT_EQ(inks.samples.size(), 3 * light.samples.size());
  double off = 0;
  for (std::size_t i = 0; i < light.samples.size(); ++i) {
    off += std::abs(std::to_integer<int>(light.samples[i]) -
                    std::to_integer<int>(inks.samples[3 * i + 1]));
  }
  EXPECT_LT(off / static_cast<double>(light.samples.size()), 20);
}

}  // namespace
}  // namespace winnow
