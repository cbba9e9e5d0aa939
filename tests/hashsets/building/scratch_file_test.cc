#include "hashsets/building/scratch_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/hashsets/sealing/sealed_files.h"

namespace winnow {
namespace {

// The content of every nameless file of this process in a folder, one after another.
std::string nameless_files_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const std::string target = std::filesystem::read_symlink(entry, gone).string();
    if (!target.starts_with(folder) || !target.ends_with(" (deleted)")) continue;
    all += TempFolder::read(entry.path().string());
  }
  return all;
}

std::string folder_of(const TempFolder& folder) {
  return std::filesystem::path(folder.path("x")).parent_path().string();
}

ScratchFolder enciphered(const TempFolder& folder) {
  auto key = make_scratch_key();
  EXPECT_TRUE(key);
  return ScratchFolder(folder_of(folder), *key);
}

// Pieces of every length around the blocks of the key stream, read back at every place.
TEST(ScratchFile, GivesBackWhatWasPutInAlsoEnciphered) {
  const TempFolder folder;
  for (const ScratchFolder& where :
       {ScratchFolder(folder_of(folder)), enciphered(folder)}) {
    ScratchFile file(where);
    std::string all;
    for (std::size_t length = 0; length < 140; ++length) {
      const std::string piece(length, static_cast<char>('a' + length % 26));
      ASSERT_TRUE(file.append(bytes_of(piece)));
      all += piece;
    }
    const std::string large(1'000'001, 'z');
    ASSERT_TRUE(file.append(bytes_of(large)));
    all += large;
    ASSERT_EQ(file.size(), all.size());
    for (std::size_t at = 0; at < 9000; ++at) {
      std::string part(1 + at % 200, '\0');
      ASSERT_TRUE(file.read(at, std::as_writable_bytes(std::span(part))));
      ASSERT_EQ(part, all.substr(at, part.size())) << at;
    }
    std::string whole(all.size(), '\0');
    ASSERT_TRUE(file.read(0, std::as_writable_bytes(std::span(whole))));
    EXPECT_EQ(whole, all);
  }
}

TEST(ScratchFile, EachIsEncipheredInItsOwnWay) {
  const TempFolder folder;
  const ScratchFolder where = enciphered(folder);
  ScratchFile one(where);
  ScratchFile other(where);
  const std::string text(64, 'x');
  ASSERT_TRUE(one.append(bytes_of(text)));
  ASSERT_TRUE(other.append(bytes_of(text)));
  const std::string on_disk = nameless_files_in(folder_of(folder));
  ASSERT_EQ(on_disk.size(), 128u);
  EXPECT_NE(on_disk.substr(0, 64), on_disk.substr(64));
}

// How many of the listed digests stand in what a build has put on disk, once its rows
// are gathered and once its key tables are made.
std::size_t digests_on_disk(const TempFolder& folder, const ScratchFolder& where) {
  constexpr std::uint64_t kRows = 100'000;  // more than is held of any table
  SetWriter writer(kTestMemory, where);
  writer.begin_source("a");
  for (std::uint64_t i = 0; i < kRows; ++i) {
    ListRow row;
    row.digests = digests_of({invented(Algorithm::md5, i)});
    EXPECT_TRUE(writer.add(row));
  }
  std::string on_disk = nameless_files_in(folder_of(folder));
  EXPECT_GT(on_disk.size(), kRows * 16 / 2);
  EXPECT_TRUE(writer.settle());
  const std::string settled = nameless_files_in(folder_of(folder));
  EXPECT_GT(settled.size(), std::size_t{400'000});
  on_disk += settled;
  std::size_t found = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Digest digest = invented(Algorithm::md5, i);
    if (on_disk.find(text_of(digest.bytes())) != std::string::npos) ++found;
  }
  return found;
}

TEST(ScratchFile, NothingOfAnEncipheredBuildCanBeReadOnDisk) {
  const TempFolder folder;
  EXPECT_GT(digests_on_disk(folder, ScratchFolder(folder_of(folder))), 50u);
  EXPECT_EQ(digests_on_disk(folder, enciphered(folder)), 0u);
}

}  // namespace
}  // namespace winnow
