#include "drivers/store/new_file.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

std::string test_text(const std::string& path) {
  const auto text = read_whole_file(path, 100);
  return text ? *text : "";
}

TEST(NewFile, IsThereOnceItIsWhole) {
  TempFolder folder;
  const std::string path = folder.path("out");
  auto file = NewFile::begin(path, "--out");
  ASSERT_TRUE(file);
  file->put("a");
  file->put("bc");
  const auto sealed = file->seal();
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->bytes, 3u);
  EXPECT_EQ(sealed->sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(test_text(path), "abc");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST(NewFile, TakesTheNameOfNothing) {
  TempFolder folder;
  const std::string path = folder.write("out", "theirs");
  EXPECT_FALSE(NewFile::begin(path, "--out"));
  // Nor of what came there meanwhile.
  const std::string late = folder.path("late");
  auto file = NewFile::begin(late, "--out");
  ASSERT_TRUE(file);
  EXPECT_FALSE(NewFile::begin(late, "--out"));  // one at a time
  ASSERT_TRUE(file->seal());
  folder.write("late", "theirs");
  EXPECT_FALSE(file->commit());
  EXPECT_EQ(test_text(late), "theirs");
}

TEST(NewFile, IsGoneWithTheObject) {
  TempFolder folder;
  {
    auto file = NewFile::begin(folder.path("out"), "--out");
    ASSERT_TRUE(file);
    file->put("half");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
}

TEST(NewFile, ADiskThatTakesNoMoreIsAFault) {
  auto file = NewFile::begin("/proc/nothing", "--out");
  EXPECT_FALSE(file);
}

}  // namespace
}  // namespace winnow
