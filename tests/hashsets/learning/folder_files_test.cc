#include "hashsets/learning/folder_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

Fd opened(const std::string& path) {
  return Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

TEST(FolderFiles, AreListedByPathWithTheirStamps) {
  const TempFolder folder;
  fs::create_directories(folder.path("b/deep/er"));
  folder.write("b/deep/er/one", "12345");
  folder.write("c", "");
  folder.write("a", "1");
  folder.write("b.txt", "12");
  const Fd fd = opened(folder.path(""));
  const auto found = list_folder(fd, "folder");
  ASSERT_TRUE(found) << found.error().line();
  std::vector<std::string> paths;
  for (const FolderFile& file : found->files) paths.push_back(file.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"a", "b.txt", "b/deep/er/one", "c"}));
  EXPECT_EQ(found->files[2].stamp.size_bytes, 5u);
  for (const FolderFile& file : found->files) {
    const auto one = open_in_folder(fd, file.path);
    ASSERT_TRUE(one);
    EXPECT_EQ(*stamp_of(*one, file.path), file.stamp);
  }
}

TEST(FolderFiles, NothingIsFollowedAndSpecialFilesAreCounted) {
  const TempFolder outside;
  outside.write("secret", "outside");
  const TempFolder folder;
  folder.write("real", "1");
  fs::create_symlink(outside.path("secret"), folder.path("link"));
  fs::create_symlink(outside.path(""), folder.path("way-out"));
  fs::create_symlink("nowhere", folder.path("dangling"));
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  const Fd fd = opened(folder.path(""));
  const auto found = list_folder(fd, "folder");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->files.size(), 1u);
  EXPECT_EQ(found->links, (std::vector<std::string>{"dangling", "link", "way-out"}));
  EXPECT_EQ(found->special, std::vector<std::string>{"pipe"});
  EXPECT_FALSE(open_in_folder(fd, "link"));
  EXPECT_FALSE(open_in_folder(fd, "way-out/secret"));
  EXPECT_FALSE(open_in_folder(fd, "missing/secret"));
  // Neither waits for a writer nor takes it for a file.
  const auto pipe = open_in_folder(fd, "pipe");
  ASSERT_TRUE(pipe);
  EXPECT_FALSE(stamp_of(*pipe, "pipe"));
}

TEST(FolderFiles, AFolderThatCannotBeReadIsNamed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TempFolder folder;
  fs::create_directory(folder.path("closed"));
  folder.write("open", "1");
  fs::permissions(folder.path("closed"), fs::perms::none);
  const auto found = list_folder(opened(folder.path("")), "folder");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->files.size(), 1u);
  ASSERT_EQ(found->unreadable.size(), 1u);
  EXPECT_EQ(found->unreadable[0].path, "closed");
  fs::permissions(folder.path("closed"), fs::perms::owner_all);
}

TEST(FolderFiles, DeeperThanAPathCanNameIsStated) {
  const TempFolder folder;
  Fd at = opened(folder.path(""));
  constexpr int kLevels = 260;
  const std::string name(60, 'd');
  for (int i = 0; i < kLevels; ++i) {
    ASSERT_EQ(::mkdirat(at.get(), name.c_str(), 0700), 0);
    Fd next(::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (i == 200) {
      ASSERT_TRUE(Fd(::openat(at.get(), "file", O_CREAT | O_WRONLY, 0600)).is_open());
    }
    at = std::move(next);
  }
  const auto found = list_folder(opened(folder.path("")), "folder");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->files.size(), 1u);  // its path is 12,000 characters long
  ASSERT_EQ(found->unreadable.size(), 1u);
  EXPECT_EQ(found->unreadable[0].what, "lies too deep");
}

}  // namespace
}  // namespace winnow
