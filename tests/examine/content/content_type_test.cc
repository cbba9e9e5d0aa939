// What contents are said to be: real files of many kinds, heads made here, and what is
// none of it.
#include "scanner/examine/content/content_type.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace winnow {
namespace {

using namespace std::string_literals;

const std::string kEvidence = WINNOW_SHARED_DIR "/evidence/";

std::string head_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(kTypeHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

ContentType type_of_text(const std::string& head, std::uint64_t size = 1 << 20) {
  return type_of(bytes_of(head), std::max<std::uint64_t>(size, head.size()));
}

std::string with(std::size_t length, std::size_t at, const std::string& text,
                 std::string base = "") {
  base.resize(std::max({length, base.size(), at + text.size()}), '\0');
  return base.replace(at, text.size(), text);
}

// Files below a folder with an extension (or of one name) that are not what is
// expected.
struct Expected {
  const char* folder;
  const char* name;  // how it ends
  ContentType type;
  std::size_t files;
};

class ContentTypes : public testing::TestWithParam<Expected> {};

TEST_P(ContentTypes, OfRealFiles) {
  const Expected& expected = GetParam();
  if (!std::filesystem::exists(kEvidence)) GTEST_SKIP() << "no evidence here";
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(kEvidence + expected.folder)) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || !path.ends_with(expected.name)) continue;
    ++files;
    EXPECT_STREQ(to_string(type_of(bytes_of(head_of(path)), entry.file_size())),
                 to_string(expected.type))
        << path;
  }
  EXPECT_EQ(files, expected.files);
}

constexpr Expected kExpected[] = {
    {"pictures/mei", ".webp", ContentType::webp, 14},
    {"pictures/libwebp", ".webp", ContentType::webp, 27},
    {"pictures/mei", ".gif", ContentType::gif, 4},
    {"pictures/mei", ".avif", ContentType::heif, 2},
    {"pictures/mei", ".heic", ContentType::heif, 2},
    {"pictures/mei", ".ico", ContentType::ico, 1},
    {"pictures/mei", ".mov", ContentType::video, 2},
    {"pictures/mei", ".mp4", ContentType::video, 3},
    {"pictures/mei", ".3gp", ContentType::video, 1},
    {"pictures/mei", ".3g2", ContentType::video, 1},
    {"pictures/kodak", ".png", ContentType::png, 2},
    {"pictures/threatexchange", ".jpg", ContentType::jpeg, 30},
    {"pictures/imagededup/data/formats_images", ".tiff", ContentType::tiff, 1},
    // A JPEG under another name; what is broken beyond recognition is not claimed.
    {"pictures/imagededup/data/formats_images", ".bmp", ContentType::jpeg, 1},
    {"pictures/imagededup/data", "_corrupt.jpg", ContentType::other, 1},
    {"containers/thumbsdb", ".db", ContentType::thumbs_db, 2},
    {"containers/chromium_blockfile", "/index", ContentType::chromium_cache, 1},
    {"containers/chromium_blockfile", "/data_1", ContentType::other, 1},
    {"containers/sqlite_chat", ".db", ContentType::sqlite, 2},
    {"containers/sqlite_chat", ".db-wal", ContentType::sqlite_log, 1},
    {"containers/tika", ".docx", ContentType::archive, 9},
    {"containers/tika", ".doc", ContentType::office_old, 5},
    {"containers/tika", ".ppt", ContentType::office_old, 1},
    {"containers/tika", ".msg", ContentType::office_old, 1},
    {"containers/tika", ".pst", ContentType::pst, 1},
    {"containers/tika", ".pdf", ContentType::pdf, 4},
    {"containers/tika", ".eml", ContentType::mail, 3},
    {"containers/tika", "testRFC822_eml", ContentType::mail, 1},
    {"containers/tika", ".mhtml", ContentType::mail, 1},
    {"containers/tika", ".mbox", ContentType::mbox, 9},
    {"containers/tika", ".7z", ContentType::archive, 3},
    {"containers/tika", ".cpio", ContentType::archive, 1},
    {"containers/tika", ".tar", ContentType::archive, 1},
    {"containers/tika", ".cab", ContentType::archive, 1},
    {"containers/tika", ".rar", ContentType::archive, 2},
    {"containers/tika", ".tar.Z", ContentType::compressed, 1},
    {"containers/tika", ".tbz2", ContentType::compressed, 1},
    {"containers/tika", ".tgz", ContentType::compressed, 1},
    {"hostile/corkami/mini", ".bmp", ContentType::bmp, 1},
    {"hostile/corkami/mini", ".ico", ContentType::ico, 1},
    {"hostile/corkami/mini", ".tif", ContentType::tiff, 2},
    {"hostile/corkami/mini", ".tar", ContentType::archive, 1},
    {"hostile/corkami/mini", ".rar", ContentType::archive, 3},
    {"hostile/exfatprogs", ".xz", ContentType::compressed, 9},
    {"images", ".E01", ContentType::disk_image, 6},
    {"images", ".vmdk", ContentType::disk_image, 2},
    {"images", ".qcow2", ContentType::disk_image, 2},
};
INSTANTIATE_TEST_SUITE_P(Evidence, ContentTypes, testing::ValuesIn(kExpected));

TEST(ContentType, OfHeadsMadeHere) {
  const std::string sector = with(512, 510, "\x55\xAA");
  const std::pair<std::string, ContentType> kHeads[] = {
      {"\0\0\0\x18"s + "ftypmif1\0\0\0\0mif1heic"s, ContentType::heif},
      {"\0\0\0\x18"s + "ftypheic\0\0\0\0mif1heic"s, ContentType::heif},
      {"\0\0\0\x18"s + "ftypXXXX\0\0\0\0isomavif"s, ContentType::heif},
      {"\0\0\0\x18"s + "ftypisom\0\0\0\0mif1isom"s, ContentType::video},
      {"\0\0\0\x18"s + "ftypM4V \0\0\0\0isommp42"s, ContentType::video},
      {"\0\0\0\x18"s + "ftypcrx \0\0\0\x01"s + "crx isom"s, ContentType::raw_camera},
      {"\0\0\0\x08"s + "wide\0\0\x10\0mdat"s, ContentType::video},
      {"\0\0\x10\0moov\0\0\0\x6Cmvhd"s, ContentType::video},
      {"RIFF\x24\0\0\0WEBPVP8 "s, ContentType::webp},
      {"RIFF\x24\0\0\0AVI LIST"s, ContentType::video},
      {"RIFF\x24\0\0\0WAVEfmt "s, ContentType::other},
      {"\x1A\x45\xDF\xA3\x93\x42\x82\x88matroska"s, ContentType::video},
      {"FLV\x01\x05\0\0\0\x09"s, ContentType::video},
      {"OggS\0\x02"s, ContentType::video},
      {"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\0\xAA\0\x62\xCE\x6C"s,
       ContentType::video},
      {"\0\0\x01\xBA\x44\0\x04\0"s, ContentType::video},
      {"\0\0\x01\xB3\x16\0\xF0\x14"s, ContentType::video},
      {"\0\0\x01\xBC\x16\0\xF0\x14"s, ContentType::other},
      {"FUJIFILMCCD-RAW 0201"s, ContentType::raw_camera},
      {"IIU\0\x18\0\0\0"s, ContentType::raw_camera},
      {"IIRO\x08\0\0\0"s, ContentType::raw_camera},
      {"II*\0\x08\0\0\0"s, ContentType::tiff},
      {"II*\0\x04\0\0\0"s, ContentType::other},
      {"MM\0*\0\0\0\x08"s, ContentType::tiff},
      {"8BPS\0\x01\0\0\0\0\0\0\0\x03"s, ContentType::psd},
      {"\xFF\xD8\xFE\xE0\0\x10JFIF\0"s, ContentType::jpeg},
      {"\xFF\xD8\xFF\x12"s, ContentType::other},
      {"PK\x05\x06"s, ContentType::archive},
      {"Rar!\x1A\x07\x01\0"s, ContentType::archive},
      {"%PDF-1.4"s, ContentType::pdf},
      {with(900, 700, "%PDF-1.7\n"), ContentType::pdf},
      {with(4096, 1025, "%PDF-1.7\n"), ContentType::other},
      {"CMMM\x20\0\0\0"s, ContentType::thumbcache},
      {"CMMM\x90\0\0\0"s, ContentType::other},
      {"\x30\x5C\x72\xA7\x1B\x6D\xFB\xFC\x05\0\0\0"s,
       ContentType::chromium_simple_cache},
      {"\x4C\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46"s,
       ContentType::shell_link},
      {"{\\rtf1\\ansi"s, ContentType::rtf},
      {"!BDN\1\2\3\4SM"s, ContentType::pst},
      {"\x37\x7F\x06\x83\0\x2D\xE2\x18"s, ContentType::sqlite_log},
      {"conectix\0\0\0\x02"s, ContentType::disk_image},
      {"EVF\x09\r\n\xFF\0\x01"s, ContentType::disk_image},
      {with(512, 3, "NTFS    ", sector), ContentType::disk_image},
      {with(512, 0, "\xEB\x3C\x90mkfs.fat\0\x02\x04\x04\0\x02\0\x02\0\0\xF8"s, sector),
       ContentType::disk_image},
      // one partition from sector 63 on, and one that lies outside the image
      {with(512, 446, "\x80\0\0\0\x07\0\0\0\x3F\0\0\0\0\x10\0\0"s, sector),
       ContentType::disk_image},
      {with(512, 446, "\x80\0\0\0\x07\0\0\0\0\0\xFF\0\0\x10\0\0"s, sector),
       ContentType::other},
      {sector, ContentType::other},
      {with(2048, 1080, "\x53\xEF"s, with(2048, 1024, "\x10\0\0\0\x40\0\0\0"s)),
       ContentType::disk_image},
      {"From a@b Thu Jan  1 00:00:00 1970\nSubject: x\n\n"s, ContentType::mbox},
      {"From here to there it is 10 km\nand back\n"s, ContentType::other},
      {"Received: by x\r\n\tfor y\r\nFrom: a\r\nTo: b\r\n\r\nbody"s, ContentType::mail},
      {"1234      \nReceived: by x\nFrom: a\nTo: b\n\nbody"s, ContentType::mail},
      {"From: a\nTo: b\n\n"s, ContentType::other},
      {"From: a\nnothing\nTo: b\nDate: c\n\n"s, ContentType::other},
      {"\x1F\x8B\x08\0\0\0\0\0\0\x03"s, ContentType::compressed},
      {"\x1F\x8B\x08\xE0\0\0\0\0\0\x03"s, ContentType::other},
      {"BZh91AY&SY"s, ContentType::compressed},
      {"BZhello"s, ContentType::other},
      {"\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0"s, ContentType::compressed},
      {""s, ContentType::other},
      {std::string(4096, '\0'), ContentType::other},
  };
  for (const auto& [head, type] : kHeads) {
    EXPECT_STREQ(to_string(type_of_text(head)), to_string(type))
        << testing::PrintToString(head.substr(0, 40));
  }
}

// A file of the format before 1988: no mark, but the sum of its header.
TEST(ContentType, OldTarByItsSum) {
  std::string head = with(1024, 0, "old/name.txt");
  head.replace(100, 8, "0000644\0"s);
  head.replace(108, 8, "0000000\0"s);
  head.replace(116, 8, "0000000\0"s);
  head.replace(124, 12, "00000000012 ");
  head.replace(136, 12, "05620000000 ");
  unsigned sum = 8 * ' ';
  for (std::size_t i = 0; i < 512; ++i) {
    sum += i >= 148 && i < 156 ? 0 : static_cast<unsigned char>(head[i]);
  }
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", sum);
  head.replace(148, 7, std::string(digits) + "\0"s);
  EXPECT_EQ(type_of_text(head), ContentType::archive);
  head[0] ^= 1;
  EXPECT_EQ(type_of_text(head), ContentType::other);
}

TEST(ContentType, TransportStreamBySyncBytes) {
  for (const auto& [first, packet] : {std::pair(0, 188), {4, 192}, {0, 204}}) {
    std::string head(4096, '\x01');
    for (auto at = static_cast<std::size_t>(first); at < head.size();
         at += static_cast<std::size_t>(packet)) {
      head[at] = '\x47';
    }
    EXPECT_EQ(type_of_text(head), ContentType::video) << packet;
    head[static_cast<std::size_t>(first + 3 * packet)] = '\x46';
    EXPECT_EQ(type_of_text(head), ContentType::other) << packet;
  }
}

TEST(ContentType, BootSectorsAloneAreNoDisks) {
  const std::string head = with(512, 3, "NTFS    ", with(512, 510, "\x55\xAA"));
  EXPECT_EQ(type_of_text(head, 8192), ContentType::other);
  EXPECT_EQ(type_of_text(head, 1 << 20), ContentType::disk_image);
}

TEST(ContentType, OfRandomBytesAndLettersIsNothing) {
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    std::string head(600, '\0');
    const bool letters = i % 2 == 0;
    for (char& c : head) {
      c = static_cast<char>(letters ? "etaoin shrdlu:\n0"[random() % 16] : random());
    }
    EXPECT_EQ(type_of_text(head), ContentType::other)
        << testing::PrintToString(head.substr(0, 16));
  }
}

TEST(ContentType, EveryTypeHasFamilyAndWords) {
  EXPECT_EQ(family_of(ContentType::other), ContentFamily::other);
  EXPECT_EQ(family_of(ContentType::jpeg), ContentFamily::picture);
  EXPECT_EQ(family_of(ContentType::psd), ContentFamily::picture);
  EXPECT_EQ(family_of(ContentType::video), ContentFamily::video);
  EXPECT_EQ(family_of(ContentType::archive), ContentFamily::container);
  EXPECT_EQ(family_of(ContentType::disk_image), ContentFamily::container);
  EXPECT_STREQ(to_string(ContentType::jpeg), "JPEG picture");
  EXPECT_STREQ(to_string(ContentType::disk_image), "disk image");
}

TEST(Disguise, IsAnExtensionOfAnotherFamily) {
  EXPECT_TRUE(is_disguised(ContentType::jpeg, "notes.TXT"));
  EXPECT_TRUE(is_disguised(ContentType::png, "kernel32.dll"));
  EXPECT_TRUE(is_disguised(ContentType::archive, "holiday.jpg"));
  EXPECT_TRUE(is_disguised(ContentType::video, "report.pdf"));
  EXPECT_TRUE(is_disguised(ContentType::jpeg, "film.mp4"));
  EXPECT_FALSE(is_disguised(ContentType::jpeg, "picture.png"));
  EXPECT_FALSE(is_disguised(ContentType::archive, "letter.docx"));
  EXPECT_FALSE(is_disguised(ContentType::office_old, "setup.msi"));
  EXPECT_FALSE(is_disguised(ContentType::mail, "message.txt"));
  EXPECT_TRUE(is_disguised(ContentType::mail, "message.jpg"));
}

TEST(Disguise, IsNotSaidWhereNobodyKnows) {
  EXPECT_FALSE(is_disguised(ContentType::other, "holiday.jpg"));
  for (const char* name : {"f_00001a", "picture", ".jpg", "a.unknown", "cache.dat",
                           "x.", "", "a.j pg", "a.b\xFFg"}) {
    EXPECT_FALSE(is_disguised(ContentType::archive, name)) << name;
  }
}

}  // namespace
}  // namespace winnow
