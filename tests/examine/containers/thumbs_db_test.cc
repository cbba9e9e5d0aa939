#include "scanner/examine/containers/thumbs_db.h"

#include <gtest/gtest.h>

#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

std::string real_file(const std::string& name) {
  return file_bytes(evidence_folder() + "thumbsdb/ExifPhotos/" + name);
}

bool is_thumbs(const std::string& bytes) {
  MemoryContent content(bytes_of(bytes));
  return is_thumbs_db(content, {});
}

// Counted with a reader of the format of its own: four streams, with the size of each.
TEST(ThumbsDb, RealFilesSinceVista) {
  const Opened opened =
      open_all(ContentType::thumbs_db, real_file("All_Exif_Version/Thumbs.db"));
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_EQ(
      opened.names(),
      (std::vector<std::string>{
          "256_267ac1efabfe4df/thumbnail.jpg", "256_2e7a5b4073e97666/thumbnail.jpg",
          "256_75c25b506427b131/thumbnail.jpg", "256_79e80d996aaf8da9/thumbnail.jpg"}));
  const std::vector<std::size_t> sizes = {14608, 9350, 10376, 5384};
  ASSERT_EQ(opened.members.size(), sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::string& picture = opened.members[i].bytes;
    EXPECT_EQ(picture.size(), sizes[i] - 24);
    EXPECT_EQ(picture.substr(0, 3), "\xFF\xD8\xFF");
    EXPECT_EQ(picture.substr(picture.size() - 2), "\xFF\xD9");
  }
}

TEST(ThumbsDb, IsToldFromOtherCompoundFiles) {
  EXPECT_TRUE(is_thumbs(real_file("Thumbs.db")));
  EXPECT_TRUE(is_thumbs(real_file("All_Exif_Version/Thumbs.db")));
  EXPECT_FALSE(
      is_thumbs(file_bytes(evidence_folder() +
                           "tika/tika-parsers/tika-parsers-standard/"
                           "tika-parsers-standard-modules/tika-parser-microsoft-module/"
                           "src/test/resources/test-documents/testWORD_1img.doc")));
  EXPECT_FALSE(is_thumbs("no compound file"));
}

TEST(ThumbsDb, IsOpenedAsSuchWhateverItWasTakenFor) {
  const std::string bytes = real_file("Thumbs.db");
  EXPECT_EQ(open_all(ContentType::office_old, bytes).names(),
            open_all(ContentType::thumbs_db, bytes).names());
}

// A compound file with small streams only, written here without the reader's code.
class CompoundFile {
 public:
  void add(const std::string& name, const std::string& bytes) {
    streams_.emplace_back(name, bytes);
  }

  [[nodiscard]] std::string bytes() const {
    std::string mini, table;
    std::string directory = entry("Root Entry", 5, 3, 0);
    for (const auto& [name, stream] : streams_) {
      directory += entry(name, 2, static_cast<std::uint32_t>(mini.size() / 64),
                         static_cast<std::uint32_t>(stream.size()));
      const std::size_t sectors = (stream.size() + 63) / 64;
      for (std::size_t i = 0; i < sectors; ++i) {
        table += number(i + 1 == sectors
                            ? 0xFFFFFFFE
                            : static_cast<std::uint32_t>(mini.size() / 64 + i + 1));
      }
      mini += stream + std::string(sectors * 64 - stream.size(), '\0');
    }
    const std::size_t mini_sectors = (mini.size() + 511) / 512;
    const std::size_t folder_sectors = (directory.size() + 511) / 512;
    // Sectors: 0 the allocation, 1 that of the mini stream, then the mini stream from 3
    // on, and the directory behind it; 2 is free.
    std::string allocation = number(0xFFFFFFFD) + number(0xFFFFFFFE) + number(~0u);
    append_chain(allocation, mini_sectors);
    append_chain(allocation, folder_sectors);
    directory.replace(120, 4, number(static_cast<std::uint32_t>(mini.size())));
    const auto folder_start = static_cast<std::uint32_t>(3 + mini_sectors);
    return head(folder_start) + padded(allocation, '\xFF') + padded(table, '\xFF') +
           std::string(512, '\0') + padded(mini, '\0') + padded(directory, '\0');
  }

  static std::string number(std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
    return bytes;
  }
  static std::string wide(const std::string& text) {
    std::string bytes;
    for (const char c : text) bytes += {c, '\0'};
    return bytes;
  }

 private:
  static std::string padded(std::string bytes, char with) {
    bytes.resize((bytes.size() + 511) / 512 * 512, with);
    return bytes;
  }
  static void append_chain(std::string& allocation, std::size_t sectors) {
    for (std::size_t i = 0; i < sectors; ++i) {
      const auto here = static_cast<std::uint32_t>(allocation.size() / 4);
      allocation += number(i + 1 == sectors ? 0xFFFFFFFE : here + 1);
    }
  }
  static std::string entry(const std::string& name, char kind, std::uint32_t start,
                           std::uint32_t size) {
    std::string bytes = wide(name);
    const auto length = static_cast<std::uint32_t>(bytes.size() + 2);
    bytes.resize(64, '\0');
    bytes += number(length).substr(0, 2) + kind + '\x01' + number(~0u) + number(~0u) +
             number(~0u);
    bytes.resize(116, '\0');
    return bytes + number(start) + number(size) + number(0);
  }
  static std::string head(std::uint32_t folder_start) {
    std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    bytes.resize(24, '\0');
    bytes += std::string("\x3E\x00\x03\x00\xFE\xFF\x09\x00\x06\x00", 10);
    bytes.resize(44, '\0');
    bytes += number(1) + number(folder_start) + number(0) + number(4096) + number(1) +
             number(1) + number(0xFFFFFFFE) + number(0) + number(0);
    bytes.resize(512, '\xFF');
    return bytes;
  }

  std::vector<std::pair<std::string, std::string>> streams_;
};

std::string catalog_entry(std::uint32_t number, const std::string& name) {
  const std::string text = CompoundFile::wide(name) + std::string(4, '\0');
  return CompoundFile::number(static_cast<std::uint32_t>(16 + text.size())) +
         CompoundFile::number(number) + std::string(8, '\x01') + text;
}

std::string of_windows_xp() {
  const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture \xFF\xD9";
  const std::string frame =
      std::string("\xFF\xC0\x00\x14\x08\x00\x10\x00\x10\x04", 10) +
      std::string(12, '\x11');
  const std::string scan = "\xFF\xDA the scan \xFF\xD9";
  CompoundFile file;
  file.add("1", CompoundFile::number(12) + CompoundFile::number(1) +
                    CompoundFile::number(static_cast<std::uint32_t>(jpeg.size())) +
                    jpeg);
  file.add("21", CompoundFile::number(12) + CompoundFile::number(1) +
                     CompoundFile::number(0) + CompoundFile::number(1) +
                     std::string(12, '\0') + "\xFF\xD8" + frame + scan);
  file.add("Catalog", std::string("\x10\x00\x07\x00", 4) + CompoundFile::number(3) +
                          CompoundFile::number(96) + CompoundFile::number(96) +
                          catalog_entry(1, "holiday.jpg") +
                          catalog_entry(12, "a/b.bmp") + catalog_entry(7, "gone.jpg"));
  return file.bytes();
}

TEST(ThumbsDb, NamesOfWindowsXpComeFromTheCatalogue) {
  const Opened opened = open_all(ContentType::thumbs_db, of_windows_xp());
  EXPECT_EQ(opened.names(), (std::vector<std::string>{"holiday.jpg/thumbnail.jpg",
                                                      "a%2Fb.bmp/thumbnail.jpg"}));
  EXPECT_EQ(opened.members.at(0).bytes, "\xFF\xD8\xFF\xE0 a picture \xFF\xD9");
  EXPECT_EQ(opened.notes,
            (std::vector<std::string>{
                "the catalogue names gone.jpg, of which no thumbnail is left"}));
  EXPECT_TRUE(is_thumbs(of_windows_xp()));
}

TEST(ThumbsDb, PictureWithoutTablesGetsThem) {
  const Opened opened = open_all(ContentType::thumbs_db, of_windows_xp());
  const std::string& picture = opened.members.at(1).bytes;
  // SOI, Adobe, DQT, SOF, two DHT, SOS: as long as their own lengths say.
  EXPECT_EQ(picture.substr(0, 4), "\xFF\xD8\xFF\xEE");
  EXPECT_EQ(picture.substr(18, 2), "\xFF\xDB");
  EXPECT_EQ(picture.substr(18 + 69, 2), "\xFF\xC0");
  EXPECT_EQ(picture.substr(18 + 69 + 22, 2), "\xFF\xC4");
  EXPECT_EQ(picture.substr(18 + 69 + 22 + 33, 2), "\xFF\xC4");
  EXPECT_EQ(picture.substr(18 + 69 + 22 + 33 + 183), "\xFF\xDA the scan \xFF\xD9");
}

TEST(ThumbsDb, DamageIsSurvived) {
  expect_mutations_are_survived(ContentType::thumbs_db, of_windows_xp(), 4000);
  expect_mutations_are_survived(ContentType::thumbs_db, real_file("Thumbs.db"), 1000);
}

TEST(ThumbsDb, StreamsThatShareSectorsAreNotReadTwice) {
  CompoundFile file;
  file.add("1", std::string(2000, 'a'));
  std::string bytes = file.bytes();
  // The stream claims to be far longer than the file.
  const std::size_t entry = bytes.find(CompoundFile::number(2000));
  ASSERT_NE(entry, std::string::npos);
  bytes.replace(entry, 4, CompoundFile::number(0x7FFFFFFF));
  const Opened opened = open_all(ContentType::thumbs_db, bytes);
  ASSERT_EQ(opened.members.size(), 1u);
  EXPECT_EQ(opened.members[0].member.state, MemberState::damaged);
  EXPECT_EQ(opened.members[0].member.why, "has streams that are longer than the file");
}

}  // namespace
}  // namespace winnow
