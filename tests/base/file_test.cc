#include "base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) != -1;
}

TEST(File, DescriptorsCloseThemselves) {
  const TempFolder folder;
  const std::string path = folder.write("a", "x");
  int number = -1;
  {
    auto fd = open_read_only(path);
    ASSERT_TRUE(fd);
    number = fd->get();
    EXPECT_TRUE(is_open(number));
    Fd moved = std::move(*fd);
    EXPECT_FALSE(fd->is_open());
    EXPECT_EQ(moved.get(), number);
  }
  EXPECT_FALSE(is_open(number));
}

TEST(File, ReleasedDescriptorsStayOpen) {
  const TempFolder folder;
  const std::string path = folder.write("a", "x");
  int number = -1;
  {
    auto fd = open_read_only(path);
    ASSERT_TRUE(fd);
    number = fd->release();
  }
  EXPECT_TRUE(is_open(number));
  ::close(number);
}

TEST(File, OpensForReadingOnly) {
  const TempFolder folder;
  const auto fd = open_read_only(folder.write("a", "x"));
  ASSERT_TRUE(fd);
  EXPECT_EQ(::fcntl(fd->get(), F_GETFL) & O_ACCMODE, O_RDONLY);
  EXPECT_NE(::fcntl(fd->get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(File, MissingFilesAreNamed) {
  const auto fd = open_read_only("/nonexistent/list.txt");
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().kind, FaultKind::missing);
  EXPECT_EQ(fd.error().place, "/nonexistent/list.txt");
}

TEST(File, SizesAndExactReads) {
  const TempFolder folder;
  const auto fd = open_read_only(folder.write("a", "0123456789"));
  ASSERT_TRUE(fd);
  EXPECT_EQ(*size_of(*fd, "a"), 10u);
  std::array<std::byte, 4> four{};
  ASSERT_TRUE(read_exactly(fd->get(), 6, four, "a"));
  EXPECT_EQ(text_of(four), "6789");
  const auto beyond = read_exactly(fd->get(), 7, four, "a");
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, FaultKind::truncated);
  EXPECT_EQ(beyond.error().offset, 10u);
  EXPECT_FALSE(read_exactly(fd->get(), ~std::uint64_t{0}, four, "a"));
}

TEST(File, WholeFilesHaveALimit) {
  const TempFolder folder;
  const std::string path = folder.write("a", "0123456789");
  EXPECT_EQ(*read_whole_file(path, 10), "0123456789");
  const auto too_big = read_whole_file(path, 9);
  ASSERT_FALSE(too_big);
  EXPECT_EQ(too_big.error().kind, FaultKind::too_big);
}

TEST(File, ReplacingLeavesTheNewFileAndNothingElse) {
  const TempFolder folder;
  const std::string path = folder.write("a", "old");
  ASSERT_TRUE(replace_file(path, bytes_of("the new content")));
  EXPECT_EQ(TempFolder::read(path), "the new content");
  const std::filesystem::directory_iterator files(folder.path(""));
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(File, ReplacingThatFailsLeavesTheOldFile) {
  const TempFolder folder;
  // A folder of that name cannot be replaced by a file.
  std::filesystem::create_directory(folder.path("a"));
  folder.write("a/inside", "kept");
  EXPECT_FALSE(replace_file(folder.path("a"), bytes_of("new")));
  EXPECT_EQ(TempFolder::read(folder.path("a/inside")), "kept");
  const std::filesystem::directory_iterator files(folder.path(""));
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
  EXPECT_FALSE(replace_file("/nonexistent/a", bytes_of("new")));
}

TEST(File, WritesThatFailAreFaults) {
  const TempFolder folder;
  const auto fd = open_read_only(folder.write("a", "x"));
  ASSERT_TRUE(fd);
  EXPECT_FALSE(write_all(fd->get(), bytes_of("y"), "a"));
}

TEST(File, MappingsShowTheFile) {
  const TempFolder folder;
  const std::string content(100'000, 'm');
  Mapping kept;
  {
    const auto fd = open_read_only(folder.write("a", content));
    ASSERT_TRUE(fd);
    auto mapping = Mapping::of(fd->get(), "a");
    ASSERT_TRUE(mapping);
    kept = std::move(*mapping);
  }
  EXPECT_EQ(text_of(kept.bytes()), content);  // after the descriptor was closed
  const auto empty = open_read_only(folder.write("b", ""));
  ASSERT_TRUE(empty);
  EXPECT_TRUE(Mapping::of(empty->get(), "b")->bytes().empty());
}

}  // namespace
}  // namespace winnow
