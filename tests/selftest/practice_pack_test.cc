#include "drivers/selftest/practice_pack.h"

#include <gtest/gtest.h>

#include <set>

#include "drivers/store/new_folder.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

// A pack of one file, made by hand.
std::string pack_of(const std::string& name, std::uint64_t size,
                    const std::string& pieces, std::uint32_t count) {
  std::string pack = "WNPRACT1";
  const auto put = [&](std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) pack += static_cast<char>(value >> (8 * i));
  };
  put(1, 4);
  put(name.size(), 2);
  pack += name;
  put(0, 2);
  put(size, 8);
  put(count, 4);
  return pack + pieces;
}

std::string piece(std::uint64_t offset, std::uint32_t length, char kind,
                  const std::string& bytes) {
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) text += static_cast<char>(offset >> (8 * i));
  for (std::size_t i = 0; i < 4; ++i) text += static_cast<char>(length >> (8 * i));
  return text + kind + bytes;
}

TEST(PracticePack, HoldsTheFilesThatItNames) {
  const TempFolder folder;
  const auto files = write_practice_files(practice_pack(), folder.path(""));
  ASSERT_TRUE(files) << files.error().line();
  std::set<std::string> names;
  for (const PracticeFile& file : *files) {
    names.insert(file.name);
    EXPECT_EQ(std::filesystem::file_size(folder.path(file.name)), file.size);
    const auto sha256 = sha256_of_file(folder.path(file.name));
    ASSERT_TRUE(sha256);
    EXPECT_EQ(*sha256, file.sha256) << file.name;
  }
  for (const char* device : kPracticeDevices) EXPECT_TRUE(names.contains(device));
  for (const char* name : {kPracticeList, kPracticeFindings, kPracticeProblems}) {
    EXPECT_TRUE(names.contains(name));
  }
}

TEST(PracticePack, WritesPiecesWhereTheyBelong) {
  const TempFolder folder;
  const std::string pack =
      pack_of("a/b", 10, piece(1, 3, 0, "xyz") + piece(6, 2, 1, "q"), 2);
  ASSERT_TRUE(write_practice_files(bytes_of(pack), folder.path("")));
  std::ifstream file(folder.path("a/b"), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, std::string("\0xyz\0\0qq\0\0", 10));
}

// As after a first start that was cut off.
TEST(PracticePack, IsGoneOnWith) {
  const TempFolder folder;
  ASSERT_TRUE(write_practice_files(practice_pack(), folder.path("")));
  std::filesystem::remove(folder.path("stick.img"));
  folder.write("stick.img.new", "half of it");
  const auto files = write_practice_files(practice_pack(), folder.path(""));
  ASSERT_TRUE(files) << files.error().line();
  for (const PracticeFile& file : *files) {
    EXPECT_EQ(*sha256_of_file(folder.path(file.name)), file.sha256) << file.name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path("stick.img.new")));
}

TEST(PracticePack, AFileOfSomebodyElseStaysAsItIs) {
  const TempFolder folder;
  folder.write("a", "theirs");
  const std::string pack = pack_of("a", 4, piece(0, 4, 0, "abcd"), 1);
  EXPECT_FALSE(write_practice_files(bytes_of(pack), folder.path("")));
  EXPECT_EQ(TempFolder::read(folder.path("a")), "theirs");
}

TEST(PracticePack, ADamagedOneIsAFault) {
  const std::string whole = pack_of("a", 4, piece(0, 4, 0, "abcd"), 1);
  const auto fault_of = [](const std::string& pack) {
    const TempFolder folder;
    const auto files = write_practice_files(bytes_of(pack), folder.path(""));
    EXPECT_FALSE(files) << pack;
    return files ? FaultKind::io : files.error().kind;
  };
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(fault_of(whole.substr(0, length)), FaultKind::malformed) << length;
  }
  EXPECT_EQ(fault_of(whole + "x"), FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("a", 4, piece(1, 4, 0, "abcd"), 1)), FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("a", 4, piece(~0ull, 4, 1, "a"), 1)),
            FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("a", 4, piece(0, 4, 2, "abcd"), 1)), FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("../a", 0, "", 0)), FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("/tmp/a", 0, "", 0)), FaultKind::malformed);
  EXPECT_EQ(fault_of(pack_of("a", ~0ull, "", 0)), FaultKind::malformed);
}

}  // namespace
}  // namespace winnow::test
