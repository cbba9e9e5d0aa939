#include "scanner/examine/containers/android_thumbnails.h"

#include <gtest/gtest.h>

#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

const std::string kPicture = "\xFF\xD8\xFF\xE0 small \xFF\xD9";

std::string place(const std::string& picture) {
  const char length = static_cast<char>(picture.size());
  std::string bytes =
      std::string("\x01\0\0\0\0\0\0\0\x07\0\0\0", 12) + length + picture;
  bytes.resize(10'000, '\0');
  return bytes;
}

std::string store() {
  return std::string(20'000, '\0') + place(kPicture) + std::string(10'000, '\0') +
         place(kPicture + "more").substr(0, 100);
}

bool is_store(const std::string& bytes) {
  MemoryContent content(bytes_of(bytes));
  return is_android_thumbnails(content);
}

TEST(AndroidThumbnails, StandInPlacesOfTheirNumbers) {
  const Opened opened = open_all(ContentType::android_thumbnails, store());
  EXPECT_FALSE(opened.fault.has_value());
  ASSERT_EQ(opened.names(), (std::vector<std::string>{"2.jpg", "4.jpg"}));
  EXPECT_EQ(opened.members[0].bytes, kPicture);
  EXPECT_EQ(opened.members[1].bytes, kPicture + "more");
}

TEST(AndroidThumbnails, AreToldByAThumbnailInAnyOfTheFirstPlaces) {
  EXPECT_TRUE(is_store(store()));
  EXPECT_FALSE(is_store(std::string(50'000, '\0')));
  EXPECT_FALSE(is_store(""));
  EXPECT_FALSE(is_store(kPicture));
}

TEST(AndroidThumbnails, DamageIsSurvived) {
  expect_mutations_are_survived(ContentType::android_thumbnails, store().substr(20'000),
                                2000);
}

}  // namespace
}  // namespace winnow
