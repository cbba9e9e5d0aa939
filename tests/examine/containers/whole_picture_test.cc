#include "scanner/examine/containers/whole_picture.h"

#include <gtest/gtest.h>

#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

std::vector<PlacedPicture> found_in(const std::string& text) {
  return whole_pictures(bytes_of(text));
}

const std::string kPng = std::string("\x89PNG\r\n\x1A\n\0\0\0\x02IHDRab----", 22) +
                         std::string("\0\0\0\0IEND----", 12);

TEST(WholePicture, RealPicturesEndWhereTheirFilesDo) {
  for (const char* name : {"Exif_v0200.jpg", "Exif_v0221.jpg"}) {
    const std::string picture =
        file_bytes(evidence_folder() + "thumbsdb/ExifPhotos/All_Exif_Version/" + name);
    const auto found = found_in("before" + picture + "behind");
    ASSERT_EQ(found.size(), 1u) << name;
    EXPECT_EQ(found[0].offset, 6u);
    // Some cameras write more behind the end of the picture.
    EXPECT_EQ(picture.substr(found[0].length - 2, 2), "\xFF\xD9");
    EXPECT_GE(found[0].length * 10, picture.size() * 9);
  }
}

TEST(WholePicture, SeveralOneBehindTheOther) {
  const auto found = found_in("x" + kPng + "yz" + kPng);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].offset, 1u);
  EXPECT_EQ(found[0].length, kPng.size());
  EXPECT_EQ(found[1].offset, 1u + kPng.size() + 2u);
}

TEST(WholePicture, OneThatBreaksOffIsNone) {
  EXPECT_TRUE(found_in(kPng.substr(0, kPng.size() - 1)).empty());
  EXPECT_TRUE(found_in("\xFF\xD8\xFF\xDA").empty());
  EXPECT_TRUE(found_in("").empty());
}

// Each start leads over a part of its own to the same long scan.
TEST(WholePicture, ManyStartsOfOneScanEndSoon) {
  std::string hostile;
  for (int i = 0; i < 8000; ++i) {
    const int distance = (8000 - i) * 6 - 4;
    hostile += "\xFF\xD8\xFF\xE0";
    hostile += static_cast<char>(distance >> 8);
    hostile += static_cast<char>(distance);
  }
  hostile += std::string("\xFF\xDA\x00\x02", 4) + std::string(4 << 20, 'a');
  EXPECT_TRUE(found_in(hostile).empty());
}

}  // namespace
}  // namespace winnow
