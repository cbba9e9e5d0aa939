#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "scanner/volumes/inventory.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

Inventory inventory_of(const TempFolder& folder) {
  const auto fd = open_read_only(folder.path("."));
  EXPECT_TRUE(fd) << fd.error().line();
  return take_folder_inventory(fd->get());
}

std::vector<std::string> paths(const Inventory& inventory) {
  std::vector<std::string> all;
  for (const FileRecord& file : inventory.files) all.push_back(file.path);
  return all;
}

std::optional<FileRecord> find(const Inventory& inventory, const std::string& path) {
  for (const FileRecord& file : inventory.files) {
    if (file.path == path) return file;
  }
  ADD_FAILURE() << path << " is not listed";
  return std::nullopt;
}

TEST(FolderInventory, IsSortedAndCountsItsBytes) {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path("b/deep"));
  std::filesystem::create_directory(folder.path("empty"));
  folder.write("z", "12345");
  folder.write("a", "");
  folder.write("b/x", "123");
  folder.write("b/deep/y", "1234567");
  const Inventory inventory = inventory_of(folder);
  EXPECT_EQ(paths(inventory),
            (std::vector<std::string>{"/volume-0/a", "/volume-0/z", "/volume-0/b/x",
                                      "/volume-0/b/deep/y"}));
  EXPECT_EQ(inventory.folder_paths,
            (std::vector<std::string>{"a", "z", "b/x", "b/deep/y"}));
  EXPECT_EQ(inventory.folder_bytes, 15u);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].filesystem, "folder");
  EXPECT_EQ(inventory.volumes[0].length, 15u);
  for (std::size_t i = 0; i < inventory.files.size(); ++i) {
    EXPECT_EQ(inventory.files[i].id, i);
    EXPECT_TRUE(inventory.files[i].times.modified);
  }
}

TEST(FolderInventory, CountsHardLinksOnce) {
  const TempFolder folder;
  folder.write("one", "12345");
  std::filesystem::create_hard_link(folder.path("one"), folder.path("two"));
  folder.write("other", "12345");
  const Inventory inventory = inventory_of(folder);
  ASSERT_EQ(inventory.files.size(), 3u);
  EXPECT_EQ(find(inventory, "/volume-0/one")->same_content_as, kNoFile);
  EXPECT_EQ(find(inventory, "/volume-0/two")->same_content_as,
            find(inventory, "/volume-0/one")->id);
  EXPECT_EQ(find(inventory, "/volume-0/other")->same_content_as, kNoFile);
  EXPECT_EQ(inventory.folder_bytes, 10u);
}

TEST(FolderInventory, FollowsNoSymbolicLink) {
  const TempFolder outside;
  outside.write("secret", "123");
  const TempFolder folder;
  std::filesystem::create_symlink(outside.path("secret"), folder.path("to-file"));
  std::filesystem::create_directory_symlink(outside.path("."),
                                            folder.path("to-folder"));
  std::filesystem::create_directory_symlink(".", folder.path("to-itself"));
  std::filesystem::create_symlink("nowhere", folder.path("dangling"));
  const Inventory inventory = inventory_of(folder);
  EXPECT_EQ(inventory.files.size(), 4u);
  EXPECT_EQ(inventory.folder_bytes, 0u);
  for (const FileRecord& file : inventory.files) {
    EXPECT_EQ(file.content, ContentKind::none);
    EXPECT_EQ(file.none_outcome, FileOutcome::skipped);
    EXPECT_NE(file.why_none.find("symbolic link"), std::string::npos);
  }
}

TEST(FolderInventory, SkipsPipes) {
  const TempFolder folder;
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  const Inventory inventory = inventory_of(folder);
  ASSERT_EQ(inventory.files.size(), 1u);
  EXPECT_EQ(inventory.files[0].none_outcome, FileOutcome::skipped);
  EXPECT_EQ(inventory.files[0].content, ContentKind::none);
}

TEST(FolderInventory, KeepsTheRawNameOfWhatCannotBePrinted) {
  const TempFolder folder;
  const std::string raw = "bad\xff\nname";
  folder.write(raw, "123");
  const Inventory inventory = inventory_of(folder);
  ASSERT_EQ(inventory.files.size(), 1u);
  EXPECT_EQ(inventory.files[0].path, "/volume-0/bad\\xff\\x0aname");
  EXPECT_EQ(inventory.folder_paths[0], raw);
}

TEST(FolderInventory, SaysWhichFolderItCannotList) {
  if (::geteuid() == 0) GTEST_SKIP() << "to root every folder is open";
  const TempFolder folder;
  std::filesystem::create_directory(folder.path("shut"));
  folder.write("open", "1");
  std::filesystem::permissions(folder.path("shut"), std::filesystem::perms::none);
  const Inventory inventory = inventory_of(folder);
  EXPECT_EQ(inventory.files.size(), 1u);
  ASSERT_EQ(inventory.problems.size(), 1u);
  EXPECT_EQ(inventory.problems[0].path, "/volume-0/shut");
  EXPECT_EQ(inventory.problems[0].outcome, "unreadable");
  std::filesystem::permissions(folder.path("shut"), std::filesystem::perms::owner_all);
}

TEST(FolderInventory, OfAnEmptyFolderIsEmpty) {
  const TempFolder folder;
  const Inventory inventory = inventory_of(folder);
  EXPECT_TRUE(inventory.files.empty());
  EXPECT_TRUE(inventory.problems.empty());
}

TEST(FolderInventory, ListsADeepTree) {
  const TempFolder folder;
  std::string deep = "d";
  for (int i = 0; i < 300; ++i) deep += "/d";
  std::filesystem::create_directories(folder.path(deep));
  folder.write(deep + "/file", "1");
  const Inventory inventory = inventory_of(folder);
  ASSERT_EQ(inventory.files.size(), 1u);
  EXPECT_EQ(inventory.folder_paths[0], deep + "/file");
}

}  // namespace
}  // namespace winnow
