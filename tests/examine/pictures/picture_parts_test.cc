// What headers say without decoding, and the pictures within pictures.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/examine/pictures/decoded_frames.h"

namespace winnow {
namespace {

using namespace std::string_literals;
using Kind = EmbeddedPicture::Kind;

const std::string kPictures = WINNOW_SHARED_DIR "/evidence/pictures/";
const std::string kVectors = WINNOW_SHARED_DIR "/vectors/images/";

PictureFacts facts_of(const std::string& path, std::size_t head = SIZE_MAX) {
  const auto content = bytes_of_file(path);
  const auto facts = picture_facts(
      type_of_all(content), Bytes(content).first(std::min(head, content.size())));
  EXPECT_TRUE(facts) << path;
  return facts ? *facts : PictureFacts{};
}

std::string in_words(const PictureFacts& facts) {
  return std::to_string(facts.width) + "x" + std::to_string(facts.height) + " " +
         std::to_string(facts.frames) + (facts.is_progressive ? " progressive" : "") +
         (facts.has_palette ? " palette" : "") + (facts.has_alpha ? " alpha" : "") +
         (facts.camera.empty() ? "" : " " + facts.camera);
}

TEST(PictureFactsTest, OfRealFiles) {
  if (!std::filesystem::exists(kPictures)) GTEST_SKIP() << "no pictures here";
  const std::string mei = kPictures + "mei/";
  const std::string formats = kPictures + "imagededup/data/formats_images/";
  const std::pair<std::string, std::string> kKnown[] = {
      {kVectors + "bridge-mods/aaa-orig.jpg", "1600x1004 1"},
      {kVectors + "misc-images/wee.jpg", "34x42 1 progressive"},
      {kVectors + "reg-test-input/exif-rotn/exif-rotn-1.jpg",
       "4032x3024 1 samsung SM-G930V"},
      {kVectors + "misc-images/modes/P.png", "1600x1004 1 palette"},
      {kVectors + "misc-images/c.png", "1432x812 1 alpha"},
      {mei + "webp/HTC Desire.webp", "776x909 1 HTC Desire"},
      {mei + "webp/Animation Lossy.webp", "320x240 0 alpha"},
      {mei + "webp/webpvp8.webp", "1600x900 1"},
      {mei + "webp/webpvp8l.webp", "1200x900 1"},
      {mei + "gif/pbar-ani-invalid-XMP.gif", "48x22 23 palette alpha"},
      {mei + "ico/Icon (1).ico", "256x256 23 alpha"},
      {mei + "avif/Issue 649.avif", "5472x3648 1 Canon EOS 70D"},
      {mei + "heic/cheers_1440x960.heic", "1440x960 1"},
      {formats + "copyleft.tiff", "220x220 1"},
  };
  for (const auto& [path, words] : kKnown) {
    EXPECT_EQ(in_words(facts_of(path)), words) << path;
  }
}

// The first bytes are enough for sizes, and never more than there is.
TEST(PictureFactsTest, OfAHead) {
  if (!std::filesystem::exists(kPictures)) GTEST_SKIP() << "no pictures here";
  EXPECT_EQ(in_words(facts_of(kPictures + "kodak/15.png", kTypeHeadBytes)),
            "768x512 1");
  EXPECT_EQ(in_words(facts_of(kPictures + "mei/gif/Issue 201.gif", kTypeHeadBytes)),
            "500x375 0 palette");
  // Its EXIF is longer than the head: neither size nor camera are known.
  EXPECT_EQ(facts_of(kVectors + "reg-test-input/exif-rotn/exif-rotn-1.jpg", 64).width,
            0u);
}

TEST(PictureFactsTest, WhatIsNoSuchPictureIsAFault) {
  const std::string text(5000, 'x');
  for (const ContentType type :
       {ContentType::jpeg, ContentType::png, ContentType::gif, ContentType::webp,
        ContentType::bmp, ContentType::tiff, ContentType::jpeg2000, ContentType::heif,
        ContentType::psd, ContentType::pdf}) {
    const auto facts = picture_facts(type, bytes_of(text));
    ASSERT_FALSE(facts) << to_string(type);
    EXPECT_EQ(facts.error().kind, FaultKind::malformed);
    EXPECT_FALSE(picture_facts(type, {}));
  }
}

std::string le16(unsigned value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8)};
}
std::string le32(std::size_t value) {
  return le16(value & 0xFFFF) + le16(value >> 16 & 0xFFFF);
}
std::string field(unsigned tag, unsigned type, std::size_t count, std::size_t value) {
  return le16(tag) + le16(type) + le32(count) + le32(value);
}
std::string directory(const std::vector<std::string>& fields, std::size_t next) {
  std::string text = le16(static_cast<unsigned>(fields.size()));
  for (const std::string& one : fields) text += one;
  return text + le32(next);
}
std::string segment(char marker, const std::string& payload) {
  const std::size_t length = payload.size() + 2;
  return "\xFF"s + marker + static_cast<char>(length >> 8) + static_cast<char>(length) +
         payload;
}

// What begins like a JPEG of so many pixels.
std::string small_jpeg(unsigned side, char frame = '\xC0') {
  return "\xFF\xD8"s +
         segment(frame, "\x08"s + static_cast<char>(side >> 8) +
                            static_cast<char>(side) + static_cast<char>(side >> 8) +
                            static_cast<char>(side) + "\x01\x01\x11\0"s) +
         "\xFF\xD9"s;
}

TEST(EmbeddedPictures, ExifThumbnailOfARealFile) {
  const std::string path = kVectors + "reg-test-input/dih/bridge-6-flipy.jpg";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no pictures here";
  const auto content = bytes_of_file(path);
  const auto inner = embedded_pictures(ContentType::jpeg, content);
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_EQ(inner[0].kind, Kind::exif_thumbnail);
  EXPECT_EQ(inner[0].name, "exif-thumbnail.jpg");
  const auto thumbnail = decode_frames(ContentType::jpeg, inner[0].bytes);
  ASSERT_EQ(thumbnail.frames.size(), 1u);
  EXPECT_EQ(thumbnail.frames[0].picture.width, 160u);
}

TEST(EmbeddedPictures, OfIconsThosePngs) {
  const std::string path = kPictures + "mei/ico/Icon (1).ico";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no pictures here";
  const auto content = bytes_of_file(path);
  const auto inner = embedded_pictures(ContentType::ico, content);
  ASSERT_EQ(inner.size(), 3u);
  EXPECT_EQ(inner[0].name, "icon-4.png");
  for (const EmbeddedPicture& icon : inner) {
    EXPECT_EQ(icon.kind, Kind::icon);
    EXPECT_EQ(type_of_all(icon.bytes), ContentType::png);
  }
}

TEST(EmbeddedPictures, OfMultiPictureFilesAllButTheFirst) {
  const std::string second = small_jpeg(100);
  // The index: header, one directory with one field, two entries.
  const std::size_t entries_at = 8 + 2 + 12 + 4;
  std::string index =
      "II*\0"s + le32(8) + directory({field(0xB002, 7, 32, entries_at)}, 0);
  const std::string before =
      "\xFF\xD8\xFF\xE2\0\0MPF\0"s;  // as long as what it will be
  const std::size_t length = index.size() + 32;
  const std::string frame = small_jpeg(300).substr(2);
  const std::size_t second_at = length + frame.size();  // from the index on
  index += le32(0x030000) + le32(0) + le32(0) + le32(0);
  index += le32(0) + le32(second.size()) + le32(second_at) + le32(0);
  const std::string file =
      "\xFF\xD8"s + segment('\xE2', "MPF\0"s + index) + frame + second;
  ASSERT_EQ(file.size(), before.size() + second_at + second.size());
  const auto inner = embedded_pictures(ContentType::jpeg, bytes_of(file));
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_EQ(inner[0].kind, Kind::mpf);
  EXPECT_EQ(inner[0].name, "mpf-2.jpg");
  EXPECT_EQ(text_of(inner[0].bytes), second);
}

// A camera's file: a page with a preview, a sub-directory with a larger one, and what
// the sensor saw, which is no preview though it begins like one.
TEST(EmbeddedPictures, PreviewsOfRawFiles) {
  const std::string first = small_jpeg(160);
  const std::string second = small_jpeg(1600);
  const std::string raw = small_jpeg(4000, '\xC3');
  const std::size_t page = 8;
  const std::size_t sub = page + 2 + 4 * 12 + 4;
  const std::size_t data = sub + 2 + 5 * 12 + 4;
  const std::string make = "Made Up";
  const std::size_t first_at = data + make.size() + 1;
  const std::size_t second_at = first_at + first.size();
  const std::size_t raw_at = second_at + second.size();
  const std::string file =
      "II*\0"s + le32(page) +
      directory({field(0x10F, 2, make.size() + 1, data), field(0x14A, 4, 1, sub),
                 field(0x201, 4, 1, first_at), field(0x202, 4, 1, first.size())},
                page) +  // a chain without end
      directory({field(0x103, 3, 1, 7), field(0x111, 4, 1, raw_at),
                 field(0x117, 4, 1, raw.size()), field(0x201, 4, 1, second_at),
                 field(0x202, 4, 1, second.size())},
                0) +
      make + "\0"s + first + second + raw;
  const auto inner = embedded_pictures(ContentType::tiff, bytes_of(file));
  ASSERT_EQ(inner.size(), 2u);
  EXPECT_EQ(inner[0].kind, Kind::raw_preview);
  EXPECT_EQ(inner[0].name, "preview-1.jpg");
  EXPECT_EQ(text_of(inner[0].bytes), first);
  EXPECT_EQ(text_of(inner[1].bytes), second);
  EXPECT_EQ(picture_facts(ContentType::tiff, bytes_of(file))->camera, "Made Up");
}

TEST(EmbeddedPictures, PreviewOfFujifilm) {
  const std::string jpeg = small_jpeg(640);
  std::string file = "FUJIFILMCCD-RAW 0201" + std::string(80, '\0');
  file.replace(84, 8, "\0\0\0\x64\0\0\0"s + static_cast<char>(jpeg.size()));
  file += jpeg;
  const auto inner = embedded_pictures(ContentType::raw_camera, bytes_of(file));
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_EQ(text_of(inner[0].bytes), jpeg);
}

std::string box(const std::string& name, const std::string& payload) {
  const std::size_t length = payload.size() + 8;
  return "\0\0"s + static_cast<char>(length >> 8) + static_cast<char>(length) + name +
         payload;
}

TEST(EmbeddedPictures, PreviewsOfCanon) {
  const std::string full = small_jpeg(6000);
  const std::string preview = small_jpeg(1620);
  const std::string thumbnail = small_jpeg(160);
  const std::string start = box("ftyp", "crx \0\0\0\x01"s + "crx isom");
  const auto film = [&](std::size_t at) {
    const std::string table =
        box("stsz",
            "\0\0\0\0\0\0\0"s + static_cast<char>(full.size()) + "\0\0\0\x01"s) +
        box("co64", "\0\0\0\0\0\0\0\x01\0\0\0\0\0\0"s + static_cast<char>(at >> 8) +
                        static_cast<char>(at));
    return box("moov", box("uuid", std::string(16, 'u') +
                                       box("THMB", std::string(16, '\0') + thumbnail)) +
                           box("trak", box("mdia", box("minf", box("stbl", table)))));
  };
  const std::string own =
      box("uuid", std::string(24, 'p') + box("PRVW", std::string(16, '\0') + preview));
  const std::size_t at = start.size() + film(0).size() + own.size() + 8;
  const std::string file = start + film(at) + own + box("mdat", full);
  const auto inner = embedded_pictures(ContentType::raw_camera, bytes_of(file));
  ASSERT_EQ(inner.size(), 3u);
  EXPECT_EQ(text_of(inner[0].bytes), full);
  EXPECT_EQ(text_of(inner[1].bytes), preview);
  EXPECT_EQ(text_of(inner[2].bytes), thumbnail);
}

TEST(EmbeddedPictures, OfOthersThereAreNone) {
  const std::string text(1000, 'I');
  for (int type = 0; type <= static_cast<int>(ContentType::disk_image); ++type) {
    EXPECT_TRUE(
        embedded_pictures(static_cast<ContentType>(type), bytes_of(text)).empty());
    EXPECT_TRUE(embedded_pictures(static_cast<ContentType>(type), {}).empty());
  }
}

TEST(Camera, IsFitForPeople) {
  const std::string make = "Ma\xFFke\x01  ";
  const std::string file =
      "II*\0"s + le32(8) + directory({field(0x10F, 2, make.size(), 26)}, 0) + make;
  EXPECT_EQ(picture_facts(ContentType::tiff, bytes_of(file))->camera, "Ma\\xffke\\x01");
}

}  // namespace
}  // namespace winnow
