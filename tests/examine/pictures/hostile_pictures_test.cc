// Broken, cut, mutated and impossible pictures: each ends as frames that are whole, or
// as a fault, quickly and with nothing printed.
#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>

#include "scanner/examine/pictures/picture_pdq.h"
#include "tests/examine/pictures/decoded_frames.h"

namespace winnow {
namespace {

using namespace std::string_literals;

const std::string kEvidence = WINNOW_SHARED_DIR "/evidence/";

// All that a scan asks of a picture; how many frames it had.
std::size_t examine(PictureDecoder& decoder, const PictureLimits& limits,
                    ContentType type, Bytes content) {
  static_cast<void>(picture_facts(type, content));
  for (const EmbeddedPicture& inner : embedded_pictures(type, content)) {
    EXPECT_GE(inner.bytes.data(), content.data());
    EXPECT_LE(inner.bytes.data() + inner.bytes.size(), content.data() + content.size());
  }
  std::size_t frames = 0;
  std::uint32_t last = 0;
  const auto outcome = decoder.decode(type, content, [&](const DecodedFrame& frame) {
    EXPECT_TRUE(frame.pixels.is_whole());
    EXPECT_GT(frame.pixels.width, 0u);
    EXPECT_GT(frame.pixels.height, 0u);
    EXPECT_LE(std::uint64_t{frame.pixels.width} * frame.pixels.height, limits.pixels);
    EXPECT_TRUE(frames == 0 || frame.number > last);
    last = frame.number;
    unsigned sum = 0;  // every sample can be read
    for (const std::byte sample : frame.pixels.samples) {
      sum += std::to_integer<unsigned>(sample);
    }
    static_cast<void>(sum);
    ++frames;
    return true;
  });
  EXPECT_TRUE(outcome || !outcome.error().what.empty());
  EXPECT_TRUE(outcome || outcome.error().kind != FaultKind::usage);
  EXPECT_TRUE(frames > 0 || !outcome);
  return frames;
}

PictureLimits small_limits() {
  PictureLimits limits;
  limits.pixels = 8'000'000;
  limits.memory = std::uint64_t{256} << 20;
  return limits;
}

// Of the processor; a picture that takes longer than this is a hang.
constexpr double kLongestSeconds = 20;

TEST(HostilePictures, OfOthersAllEndWell) {
  const PictureLimits limits = small_limits();
  PictureDecoder decoder(limits);
  std::size_t files = 0;
  std::size_t frames = 0;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  for (const char* folder : {"corkami", "pngsuite_corrupt", "binwalk"}) {
    const std::string path = kEvidence + "hostile/" + folder;
    if (!std::filesystem::exists(path)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      const auto content = bytes_of_file(entry.path().string());
      const ContentType type = type_of_all(content);
      if (family_of(type) != ContentFamily::picture) continue;
      const std::clock_t start = std::clock();
      frames += examine(decoder, limits, type, content);
      EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC,
                kLongestSeconds)
          << entry.path();
      ++files;
    }
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  if (files == 0) GTEST_SKIP() << "no hostile pictures here";
  std::printf("%zu pictures, %zu frames\n", files, frames);
  EXPECT_GE(files, 300u);
  EXPECT_GE(frames, 180u);
}

std::vector<std::vector<std::byte>> good_pictures() {
  const std::string mini = kEvidence + "hostile/corkami/mini/";
  const std::string mei = kEvidence + "pictures/mei/";
  std::vector<std::vector<std::byte>> pictures;
  for (const std::string& path :
       {mini + "jpg.jpg", mini + "png.png", mini + "gif89.gif", mini + "webp.webp",
        mini + "webpl.webp", mini + "bmp.bmp", mini + "ico.ico", mini + "tiff-le.tif",
        mini + "tiff-be.tif", mini + "../images/jpg/progressive.jpg",
        mei + "gif/pbar-ani-invalid-XMP.gif", mei + "ico/Icon (1).ico",
        kEvidence + "pictures/libwebp/alpha_color_cache.webp",
        kEvidence + "pictures/imagededup/data/formats_images/copyleft.tiff"}) {
    pictures.push_back(bytes_of_file(path));
  }
  return pictures;
}

TEST(HostilePictures, CutOffAnywhere) {
  if (!std::filesystem::exists(kEvidence)) GTEST_SKIP() << "no pictures here";
  const PictureLimits limits = small_limits();
  PictureDecoder decoder(limits);
  for (const auto& picture : good_pictures()) {
    const ContentType type = type_of_all(picture);
    ASSERT_EQ(family_of(type), ContentFamily::picture);
    for (std::size_t i = 0; i <= 64; ++i) {
      examine(decoder, limits, type, Bytes(picture).first(picture.size() * i / 64));
    }
    for (std::size_t length = 0; length < std::min<std::size_t>(picture.size(), 64);
         ++length) {
      examine(decoder, limits, type, Bytes(picture).first(length));
    }
  }
}

TEST(HostilePictures, WithBytesChanged) {
  if (!std::filesystem::exists(kEvidence)) GTEST_SKIP() << "no pictures here";
  const PictureLimits limits = small_limits();
  PictureDecoder decoder(limits);
  std::mt19937 random(11);
  for (const auto& picture : good_pictures()) {
    const ContentType type = type_of_all(picture);
    for (int i = 0; i < 150; ++i) {
      auto changed = picture;
      const std::size_t reach =
          i % 2 == 0 ? std::min<std::size_t>(changed.size(), 200) : changed.size();
      for (unsigned k = 0; k < 1 + random() % 4; ++k) {
        changed[random() % reach] = static_cast<std::byte>(random());
      }
      examine(decoder, limits, type, changed);
    }
  }
}

Fault fault_of(ContentType type, const std::string& content) {
  const auto all = decode_frames(type, bytes_of(content));
  EXPECT_TRUE(all.frames.empty());
  return all.fault.value_or(Fault{FaultKind::usage, "no fault", "", {}});
}

// 60,000 x 60,000 pixels, of which nothing is ever decoded.
TEST(HostilePictures, AGiantIsTooBigByItsHeader) {
  const auto png = made_png(60000, 60000, 8, 2, {});
  EXPECT_EQ(fault_of(ContentType::png, std::string(text_of(png))).kind,
            FaultKind::too_big);
  const std::string jpeg =
      "\xFF\xD8\xFF\xC0\x00\x11\x08\xEA\x60\xEA\x60\x03\x01\x22\0\x02\x11\x01\x03\x11"
      "\x01\xFF\xDA\0\x0C\x03\x01\0\x02\x11\x03\x11\0\x3F\0"s;
  const Fault of_jpeg = fault_of(ContentType::jpeg, jpeg);
  EXPECT_EQ(of_jpeg.kind, FaultKind::too_big);
  EXPECT_EQ(of_jpeg.what,
            "the picture has 60000 x 60000 pixels, more than the 200,000,000 and sides "
            "of 60,000 that are decoded");
  const std::string gif = "GIF89a\x60\xEA\x60\xEA\x91\0\0"s + std::string(12, 'x') +
                          "\x2C\0\0\0\0\x60\xEA\x60\xEA\0\x02\x02\x44\x01\0\x3B"s;
  EXPECT_EQ(fault_of(ContentType::gif, gif).kind, FaultKind::too_big);
  const std::string bmp =
      "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x60\xEA\0\0\x60\xEA"
      "\0\0\x01\0\x18\0"s +
      std::string(24, '\0') + "pixels";
  EXPECT_EQ(fault_of(ContentType::bmp, bmp).kind, FaultKind::too_big);
  const std::string tiff =
      "II*\0\x08\0\0\0\x05\0"
      "\0\x01\x04\0\x01\0\0\0\x60\xEA\0\0"
      "\x01\x01\x04\0\x01\0\0\0\x60\xEA\0\0"
      "\x06\x01\x03\0\x01\0\0\0\x01\0\0\0"
      "\x11\x01\x04\0\x01\0\0\0\x08\0\0\0"
      "\x17\x01\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0"s;
  EXPECT_EQ(fault_of(ContentType::tiff, tiff).kind, FaultKind::too_big);
  const std::string psd =
      "8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\xEA\x60\0\0\xEA\x60\0\x08\0"
      "\x03"s +
      std::string(12, '\0') + "\0\0pixels"s;
  EXPECT_EQ(fault_of(ContentType::psd, psd).kind, FaultKind::too_big);
  const std::string jpeg2000 =
      "\xFF\x4F\xFF\x51\0\x29\0\0\0\0\xEA\x60\0\0\xEA\x60\0\0\0\0\0\0\0\0\0\0\xEA\x60"
      "\0\0\xEA\x60\0\0\0\0\0\0\0\0\0\x01\x07\x01\x01"
      "\xFF\x52\0\x0C\0\0\0\x01\0\x01\x04\x04\0\x01\xFF\x5C\0\x05\x40\x40\x48"
      "\xFF\x90\0\x0A\0\0\0\0\0\0\0\x01\xFF\x93"s;
  EXPECT_EQ(fault_of(ContentType::jpeg2000, jpeg2000).kind, FaultKind::too_big);
}

// A grey progressive JPEG of one block, whose scans come again and again.
std::string many_scans(int scans) {
  std::string jpeg = "\xFF\xD8\xFF\xDB\0\x43\0"s + std::string(64, '\x01');
  jpeg += "\xFF\xC2\0\x0B\x08\0\x08\0\x08\x01\x01\x11\0"s;
  jpeg += "\xFF\xC4\0\x14\0\x01"s + std::string(15, '\0') + "\0"s;
  for (int i = 0; i < scans; ++i) {
    jpeg += "\xFF\xDA\0\x08\x01\x01\0\0\0\0"s + "\x7F"s;
  }
  return jpeg + "\xFF\xD9";
}

TEST(HostilePictures, ScansWithoutEndAreTooMany) {
  const auto few = many_scans(20);
  EXPECT_EQ(decode_frames(ContentType::jpeg, bytes_of(few)).frames.size(), 1u);
  const Fault fault = fault_of(ContentType::jpeg, many_scans(2000));
  EXPECT_EQ(fault.kind, FaultKind::too_big);
  EXPECT_EQ(fault.what,
            "the JPEG has more than the 500 scans that are decoded of its size");
}

// Half of a photograph is the upper half, and grey.
TEST(HostilePictures, HalfAPhotographIsThere) {
  const std::string path =
      kEvidence + "pictures/threatexchange/pdq/data/bridge-mods/aaa-orig.jpg";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no pictures here";
  const auto content = bytes_of_file(path);
  const auto whole = decode_frames(ContentType::jpeg, content);
  const auto half =
      decode_frames(ContentType::jpeg, Bytes(content).first(content.size() / 2));
  ASSERT_EQ(half.frames.size(), 1u);
  EXPECT_FALSE(half.fault);
  EXPECT_EQ(half.frames[0].damage, "Premature end of JPEG file");
  const auto& all = whole.frames[0].picture.samples;
  const auto& upper = half.frames[0].picture.samples;
  ASSERT_EQ(all.size(), upper.size());
  EXPECT_TRUE(std::equal(all.begin(), all.begin() + all.size() / 3, upper.begin()));
}

TEST(HostilePictures, OfAPngThatBreaksOffTheRowsBeforeAreThere) {
  std::vector<std::byte> rows;
  for (int y = 0; y < 64; ++y) {
    rows.push_back(std::byte{0});
    rows.insert(rows.end(), 64, static_cast<std::byte>(y + 1));
  }
  auto png = made_png(64, 64, 8, 0, rows);
  png.resize(png.size() - 64 * 32);
  const auto all = decode_frames(ContentType::png, png);
  ASSERT_EQ(all.frames.size(), 1u);
  EXPECT_NE(all.frames[0].damage, "");
  const auto& samples = all.frames[0].picture.samples;
  EXPECT_EQ(samples[64 * 20], std::byte{21});
  EXPECT_EQ(samples[64 * 63], std::byte{128});
}

TEST(HostilePictures, AWrongChecksumIsSaid) {
  std::vector<std::byte> rows(65 * 64, std::byte{0});
  auto png = made_png(64, 64, 8, 0, rows);
  png[29] ^= std::byte{1};  // of the header
  const auto all = decode_frames(ContentType::png, png);
  ASSERT_EQ(all.frames.size(), 1u);
  EXPECT_EQ(all.frames[0].damage, "invalid chunk checksum");
}

}  // namespace
}  // namespace winnow
