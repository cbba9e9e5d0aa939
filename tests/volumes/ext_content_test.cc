#include "scanner/volumes/ext_content.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/volumes/ext_content.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

constexpr std::uint64_t kBlock = 1024;
constexpr std::uint64_t kVolumeAt =
    3 * kBlock;  // the volume begins inside the evidence
constexpr std::uint32_t kPointers = kBlock / 4;

class ExtContent : public ::testing::Test {
 protected:
  explicit ExtContent(std::uint64_t blocks = 6000)
      : evidence_(static_cast<std::size_t>(kVolumeAt + blocks * kBlock)) {
    layout_.offset = kVolumeAt;
    layout_.block_bytes = kBlock;
    layout_.blocks = blocks;
  }

  void put_block(std::uint64_t block, std::string_view content) {
    evidence_.put(static_cast<std::size_t>(kVolumeAt + block * kBlock), content);
  }
  void put_pointers(std::uint64_t block, const std::vector<std::uint32_t>& pointers) {
    put_block(block, text_of(std::as_bytes(std::span(pointers))));
  }
  Result<void> map(std::string root, std::uint64_t blocks, bool extents) {
    ExtInode inode;
    inode.size = blocks * kBlock;
    inode.flags = extents ? ExtInode::kExtents : 0;
    root.resize(60, '\0');
    inode.block = std::move(root);
    runs_.clear();
    return map_ext_content(evidence_, layout_, inode, runs_);
  }
  Result<void> map_tree(const std::string& root, std::uint64_t blocks) {
    return map(root, blocks, true);
  }
  Result<void> map_blocks(std::vector<std::uint32_t> pointers, std::uint64_t blocks) {
    pointers.resize(15);
    return map(std::string(text_of(std::as_bytes(std::span(pointers)))), blocks, false);
  }
  // Runs counted in blocks of the volume; "-N" is a hole.
  std::string mapped() const {
    std::string text;
    for (const DeviceRun& run : runs_) {
      if (!text.empty()) text += ' ';
      EXPECT_EQ(run.length % kBlock, 0u);
      const std::string count = std::to_string(run.length / kBlock);
      text += run.is_hole()
                  ? "-" + count
                  : std::to_string((run.offset - kVolumeAt) / kBlock) + "+" + count;
    }
    return text;
  }
  void expect_fault(const Result<void>& result, const std::string& word) {
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().what.find(word), std::string::npos) << result.error().what;
  }

  MemoryEvidence evidence_;
  ExtLayout layout_;
  Runs runs_;
};

// ---- extent trees ----

TEST_F(ExtContent, TreeOfDepthZero) {
  ASSERT_TRUE(map_tree(extent_node(0, {{0, 3, 100}, {3, 2, 50}, {5, 1, 52}}), 6));
  EXPECT_EQ(mapped(), "100+3 50+3");
}

TEST_F(ExtContent, TreeOfDepthOneAndTwo) {
  put_block(10, extent_node(0, {{0, 3, 100}, {3, 2, 200}}));
  put_block(11, extent_node(0, {{5, 3, 300}}));
  const std::string one = extent_node(1, {{0, 0, 10}, {5, 0, 11}});
  ASSERT_TRUE(map_tree(one, 8));
  EXPECT_EQ(mapped(), "100+3 200+2 300+3");
  put_block(12, one);
  ASSERT_TRUE(map_tree(extent_node(2, {{0, 0, 12}}), 8));
  EXPECT_EQ(mapped(), "100+3 200+2 300+3");
}

TEST_F(ExtContent, TreeWithNothingIsAllHole) {
  ASSERT_TRUE(map_tree(extent_node(0, {}), 7));
  EXPECT_EQ(mapped(), "-7");
}

TEST_F(ExtContent, TreeWithHoles) {
  ASSERT_TRUE(map_tree(extent_node(0, {{2, 1, 100}, {5, 1, 101}}), 9));
  EXPECT_EQ(mapped(), "-2 100+1 -2 101+1 -3");
}

TEST_F(ExtContent, UnwrittenExtentsAreZeros) {
  ASSERT_TRUE(
      map_tree(extent_node(0, {{0, 1, 100}, {1, 32768 + 4, 101}, {5, 1, 105}}), 6));
  EXPECT_EQ(mapped(), "100+1 -4 105+1");
  // 32,768 blocks is the longest extent that is written.
  layout_.blocks = 40000;
  ASSERT_TRUE(map_tree(extent_node(0, {{0, 32768, 100}}), 32768));
  EXPECT_EQ(mapped(), "100+32768");
  ASSERT_TRUE(map_tree(extent_node(0, {{0, 65535, 100}}), 32767));
  EXPECT_EQ(mapped(), "-32767");
}

TEST_F(ExtContent, ExtentsReservedBeyondTheEndAreLeftOut) {
  ASSERT_TRUE(map_tree(extent_node(0, {{0, 2, 100}, {2, 32768 + 50, 102}}), 2));
  EXPECT_EQ(mapped(), "100+2");
  ASSERT_TRUE(map_tree(extent_node(0, {{0, 2, 100}, {10, 50, 102}}), 2));
  EXPECT_EQ(mapped(), "100+2");
}

TEST_F(ExtContent, ATreeOfThousandsOfLeavesIsNotACircle) {
  // One block an extent, with a hole after each: 84 extents fill a node.
  constexpr std::uint32_t kPerNode = 84;
  constexpr std::uint32_t kLeaves = 2500;
  layout_.blocks = 1'000'000;
  std::vector<MadeExtent> middle;
  std::vector<MadeExtent> top;
  std::uint32_t next_middle = 3000;
  for (std::uint32_t leaf = 0; leaf < kLeaves; ++leaf) {
    std::vector<MadeExtent> extents;
    for (std::uint32_t i = 0; i < kPerNode / 2; ++i) {  // half full, after many splits
      const std::uint32_t at = (leaf * kPerNode / 2 + i) * 2;
      extents.push_back({at, 1, 5000 + at});
    }
    put_block(100 + leaf, extent_node(0, extents));
    middle.push_back({extents[0].first, 0, 100 + leaf});
    if (middle.size() == kPerNode || leaf + 1 == kLeaves) {
      put_block(next_middle, extent_node(1, middle));
      top.push_back({middle[0].first, 0, next_middle++});
      middle.clear();
    }
  }
  put_block(2999, extent_node(2, top));
  const auto result = map_tree(extent_node(3, {{0, 0, 2999}}), kLeaves * kPerNode);
  ASSERT_TRUE(result) << result.error().what;
  EXPECT_EQ(runs_.size(), kLeaves * kPerNode);
}

TEST_F(ExtContent, DamagedTreesAreFaults) {
  expect_fault(map_tree(std::string(60, '\0'), 5), "no node magic");
  std::string deep = extent_node(6, {{0, 0, 10}});
  expect_fault(map_tree(deep, 5), "impossible node");
  std::string full = extent_node(0, {{0, 1, 10}});
  full[2] = 5;  // entries: the root has room for four
  expect_fault(map_tree(full, 5), "impossible node");
  expect_fault(map_tree(extent_node(0, {{0, 0, 10}}), 5), "overlap");
  expect_fault(map_tree(extent_node(0, {{0, 3, 100}, {2, 3, 200}}), 5), "overlap");
  expect_fault(map_tree(extent_node(0, {{3, 1, 100}, {0, 3, 200}}), 5), "overlap");
  expect_fault(map_tree(extent_node(0, {{0, 1, 6000}}), 5), "outside");
  expect_fault(map_tree(extent_node(0, {{0, 2, 5999}}), 5), "outside");
  expect_fault(map_tree(extent_node(0, {{0, 1, 0xFFFFFFFFFFFF}}), 5), "outside");
  expect_fault(map_tree(extent_node(1, {{0, 0, 6000}}), 5), "outside");
  expect_fault(map_tree(extent_node(1, {{0, 0, 0}}), 5), "outside");
}

TEST_F(ExtContent, ANodeMustHaveTheDepthItsParentPromises) {
  put_block(10, extent_node(1, {{0, 0, 11}}));
  put_block(11, extent_node(0, {{0, 1, 100}}));
  expect_fault(map_tree(extent_node(1, {{0, 0, 10}}), 5), "impossible node");
  put_block(10, extent_node(0, {}));
  expect_fault(map_tree(extent_node(1, {{0, 0, 10}}), 5), "impossible node");
}

TEST_F(ExtContent, KnotsInATreeAreFaults) {
  put_block(10, extent_node(0, {{0, 1, 100}}));
  expect_fault(map_tree(extent_node(1, {{0, 0, 10}, {1, 0, 10}}), 5), "overlap");
  put_block(10, extent_node(1, {{0, 0, 10}}));
  expect_fault(map_tree(extent_node(2, {{0, 0, 10}}), 5), "impossible node");
}

TEST_F(ExtContent, WhatWasFoundBeforeTheDamageIsKept) {
  EXPECT_FALSE(map_tree(extent_node(0, {{0, 3, 100}, {3, 1, 6000}}), 5));
  EXPECT_EQ(mapped(), "100+3");
}

TEST_F(ExtContent, AnUnreadableNodeIsAReadFault) {
  evidence_.fail(kVolumeAt + 10 * kBlock, 512);
  const auto result = map_tree(extent_node(1, {{0, 0, 10}}), 5);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, FaultKind::io);
  EXPECT_EQ(mapped(), "-5");
}

// Twelve bytes of a head, then as many for each extent: 41 and a half a sector.
TEST_F(ExtContent, OfANodeReadInPartTheRestIsMapped) {
  std::vector<MadeExtent> extents;
  for (std::uint32_t i = 0; i < 80; ++i) extents.push_back({i, 1, 100 + 2 * i});
  put_block(10, extent_node(0, extents));
  ASSERT_TRUE(map_tree(extent_node(1, {{0, 0, 10}}), 80));
  const Runs whole = runs_;
  evidence_.fail(kVolumeAt + 10 * kBlock + 512, 512);
  const auto result = map_tree(extent_node(1, {{0, 0, 10}}), 80);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, FaultKind::io);
  ASSERT_EQ(runs_.size(), 42u);
  for (std::size_t i = 0; i < 41; ++i) EXPECT_EQ(runs_[i], whole[i]);
  EXPECT_TRUE(runs_[41].is_hole());
}

// ---- block maps ----

TEST_F(ExtContent, MapOfDirectBlocks) {
  ASSERT_TRUE(map_blocks({100, 101, 0, 0, 90}, 5));
  EXPECT_EQ(mapped(), "100+2 -2 90+1");
  ASSERT_TRUE(map_blocks({100, 101, 102}, 2));
  EXPECT_EQ(mapped(), "100+2");
}

TEST_F(ExtContent, MapOfAllThreeLevels) {
  layout_.blocks = 1'000'000;
  // Only the first and the last pointer of each tree block are used.
  std::vector<std::uint32_t> map(15, 0);
  map[0] = 1000;
  std::vector<std::uint32_t> ends(kPointers, 0);
  const auto block_of = [&](std::uint32_t block, std::uint32_t first,
                            std::uint32_t last) {
    ends.front() = first;
    ends.back() = last;
    put_pointers(block, ends);
    return block;
  };
  map[12] = block_of(10, 2001, 2002);
  map[13] = block_of(11, block_of(12, 3001, 3002), block_of(13, 3003, 3004));
  map[14] = block_of(14, block_of(15, block_of(16, 4001, 4002), 0),
                     block_of(17, 0, block_of(18, 4003, 4004)));
  const std::uint64_t two = std::uint64_t{kPointers} * kPointers;
  ASSERT_TRUE(map_blocks(map, 12 + kPointers + two + two * kPointers));
  // Holes between first and last of one level, and then to the next one's first.
  const std::uint64_t gap = kPointers - 2;
  std::string expected =
      "1000+1 -11 2001+1 -254 2002+1 3001+1 -254 3002+1 -" +
      std::to_string(two - 2 * kPointers) + " 3003+1 -254 3004+1 4001+1 -254 4002+1 -" +
      std::to_string(two * kPointers - 2 * kPointers) + " 4003+1 -254 4004+1";
  EXPECT_EQ(gap, 254u);
  EXPECT_EQ(mapped(), expected);
}

TEST_F(ExtContent, AMissingTreeBlockIsAHole) {
  ASSERT_TRUE(map_blocks({}, 12 + kPointers + 1));
  EXPECT_EQ(mapped(), "-" + std::to_string(12 + kPointers + 1));
}

TEST_F(ExtContent, DamagedMapsAreFaults) {
  expect_fault(map_blocks({6000}, 5), "outside");
  expect_fault(map_blocks({0xFFFFFFFF}, 5), "outside");
  std::vector<std::uint32_t> map(15, 0);
  map[12] = 6000;
  expect_fault(map_blocks(map, 20), "outside");
  expect_fault(map_blocks({}, std::uint64_t{1} << 40), "exceeds its block map");
}

TEST_F(ExtContent, KnotsInAMapAreFaults) {
  // Every tree block points at itself, and so at data without end.
  put_pointers(10, std::vector<std::uint32_t>(kPointers, 10));
  std::vector<std::uint32_t> map(15, 10);
  expect_fault(map_blocks(map, std::uint64_t{1} << 24), "more blocks than there are");
  EXPECT_LE(runs_.size(), layout_.blocks);
}

TEST_F(ExtContent, AVolumeThatLiesAboutItsSizeDoesNotMakeAKnotCostMore) {
  layout_.blocks = std::uint64_t{1} << 31;
  put_pointers(10, std::vector<std::uint32_t>(kPointers, 10));
  std::vector<std::uint32_t> map(15, 10);
  EXPECT_FALSE(map_blocks(map, std::uint64_t{1} << 24));
  EXPECT_LE(runs_.size(), evidence_.size_bytes() / kBlock + 1);
}

TEST_F(ExtContent, AnUnreadableTreeBlockKeepsWhatStandsBesideIt) {
  evidence_.fail(kVolumeAt + 10 * kBlock, kBlock);
  std::vector<std::uint32_t> map = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 10};
  const auto result = map_blocks(map, 30);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, FaultKind::io);
  EXPECT_EQ(mapped(), "1+9 100+3 -18");
}

TEST_F(ExtContent, AgreesWithATwinOnRandomMaps) {
  const std::uint32_t seed = 314;
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
    std::vector<std::uint32_t> twin;  // block of each block of the file; 0 is a hole
    const auto some_block = [&]() -> std::uint32_t {
      const std::uint32_t block =
          choose(random, 3) == 0 ? 0
          : choose(random, 2) == 0 || twin.empty() || twin.back() == 0
              ? 1000 + choose(random, 4000)
              : twin.back() + 1;
      twin.push_back(block);
      return block;
    };
    std::vector<std::uint32_t> map;
    for (int i = 0; i < 12; ++i) map.push_back(some_block());
    std::vector<std::uint32_t> indirect;
    for (std::uint32_t i = 0; i < kPointers; ++i) indirect.push_back(some_block());
    put_pointers(10, indirect);
    map.push_back(10);
    twin.resize(choose(random, twin.size()) + 1);
    const auto result = map_blocks(map, twin.size());
    ASSERT_TRUE(result) << result.error().what;
    std::vector<std::uint32_t> told;
    for (const DeviceRun& run : runs_) {
      for (std::uint64_t b = 0; b < run.length / kBlock; ++b) {
        told.push_back(run.is_hole() ? 0
                                     : static_cast<std::uint32_t>(
                                           (run.offset - kVolumeAt) / kBlock + b));
      }
    }
    EXPECT_EQ(told, twin);
  }
}

}  // namespace
}  // namespace winnow
