// Names in ext folder blocks, live and left behind.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/volumes/ext_format.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

std::string names_in(std::string_view block, std::uint32_t inodes = 100) {
  std::vector<ExtName> names;
  parse_ext_folder_block(bytes_of(block), inodes, names);
  std::string text;
  for (const ExtName& name : names) {
    text += (text.empty() ? "" : " ") + std::string(name.deleted ? "-" : "") +
            name.text + "=" + std::to_string(name.inode);
  }
  return text;
}

TEST(ExtFolderBlock, ListsLiveNames) {
  EXPECT_EQ(
      names_in(folder_block({{2, ".", 0}, {2, "..", 0}, {12, "a", 0}, {13, "bcd", 0}})),
      "a=12 bcd=13");
  EXPECT_EQ(names_in(folder_block({{12, std::string(255, 'n'), 0}})),
            std::string(255, 'n') + "=12");
  EXPECT_EQ(names_in(""), "");
  EXPECT_EQ(names_in(std::string(1024, '\0')), "");
}

TEST(ExtFolderBlock, ListsNamesThatDeletingLeftBehind) {
  // "b" was deleted: "a" owns its space. Then "d" at the end, and "c" before it.
  std::string block = folder_block({{12, "a", 24}, {14, "c", 0}});
  block.replace(12, 12, folder_block({{13, "b", 0}}, 12));
  EXPECT_EQ(names_in(block), "a=12 -b=13 c=14");
  std::string end = folder_block({{12, "a", 0}});
  end.replace(200, 12, folder_block({{13, "gone", 0}}, 12));
  EXPECT_EQ(names_in(end), "a=12 -gone=13");
  // The first entry of a block is deleted by clearing its inode.
  EXPECT_EQ(names_in(folder_block({{0, "first", 0}, {12, "a", 0}})), "-first=0 a=12");
}

TEST(ExtFolderBlock, TakesNoDotNamesAndNoImpossibleOnes) {
  std::string block = folder_block({{12, "a", 0}});
  block.replace(100, 12, folder_block({{13, ".", 0}}, 12));
  block.replace(200, 12, folder_block({{13, "..", 0}}, 12));
  block.replace(300, 12, folder_block({{101, "far", 0}}, 12));  // no such inode
  block.replace(400, 12, folder_block({{13, "b/c", 0}}, 12));
  EXPECT_EQ(names_in(block), "a=12");
}

TEST(ExtFolderBlock, StopsBelievingAtABadLength) {
  for (const int length : {4, 9, 1013, 2000, 65534}) {
    std::string block = folder_block({{12, "a", 0}, {13, "b", 0}, {14, "c", 0}});
    block[12 + 4] = static_cast<char>(length & 0xFF);
    block[12 + 5] = static_cast<char>(length >> 8);
    // What follows may still hold names, but none that is vouched for.
    EXPECT_EQ(names_in(block), "a=12 -b=13 -c=14") << length;
  }
}

TEST(ExtFolderBlock, ReadsTheFullLengthOfLargeBlocks) {
  for (const int length : {0, 65535}) {
    std::string block = folder_block({{12, "a", 0}}, 65536);
    block[4] = static_cast<char>(length & 0xFF);
    block[5] = static_cast<char>(length >> 8);
    EXPECT_EQ(names_in(block), "a=12") << length;
  }
}

TEST(ExtFolderBlock, TakesEveryPrefixAndEveryFlippedByte) {
  std::string block = folder_block(
      {{12, "alpha", 40}, {13, "be", 0}, {0, "gone", 0}, {14, "delta", 0}}, 128);
  block.replace(20, 12, folder_block({{15, "left", 0}}, 12));
  for (std::size_t length = 0; length <= block.size(); ++length) {
    // On the heap, exactly as long: a sanitizer sees a step beyond it.
    const std::vector<char> prefix(block.begin(),
                                   block.begin() + static_cast<std::ptrdiff_t>(length));
    names_in({prefix.data(), prefix.size()});
  }
  for (std::size_t at = 0; at < block.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string damaged = block;
      damaged[at] = static_cast<char>(value);
      std::vector<ExtName> names;
      parse_ext_folder_block(bytes_of(damaged), 100, names);
      ASSERT_LE(names.size(), block.size() / 8) << at << " = " << value;
    }
  }
}

// The twin knows what was put in: any live names, in any lengths.
TEST(ExtFolderBlock, AgreesWithWhatWasPutIn) {
  const std::uint32_t seed = 8080;
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<MadeName> names;
    std::string expected;
    std::size_t used = 0;
    while (true) {
      MadeName name;
      name.text = std::string(choose(random, 30) + 1,
                              static_cast<char>('a' + choose(random, 26)));
      name.inode = choose(random, 99) + 1;
      const std::size_t length =
          (8 + name.text.size() + 3) / 4 * 4 + 4 * (choose(random, 3));
      if (used + length > 1024) break;
      used += length;
      name.rec_len = static_cast<std::uint16_t>(length);
      expected +=
          (expected.empty() ? "" : " ") + name.text + "=" + std::to_string(name.inode);
      names.push_back(name);
    }
    names.back().rec_len = 0;
    ASSERT_EQ(names_in(folder_block(names)), expected)
        << "seed " << seed << " round " << round;
  }
}

}  // namespace
}  // namespace winnow
