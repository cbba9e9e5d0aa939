#include "scanner/ledger/block_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace winnow {
namespace {

constexpr std::uint64_t kBlock = 4096;

BlockRunRecord run_at(std::uint64_t offset, std::uint32_t blocks,
                      std::optional<std::uint32_t> first = 0, std::uint32_t set = 0,
                      std::uint32_t entry = 7) {
  return {offset, blocks, set, entry, first};
}

// "offset+blocks@first_block ...", "?" where no place is known; set/entry if not 0/7.
std::string shape(const BlockRuns& runs) {
  std::string text;
  for (const BlockRunRecord& run : runs.joined()) {
    text += (text.empty() ? "" : " ") + std::to_string(run.offset) + "+" +
            std::to_string(run.blocks) + "@" +
            (run.first_block ? std::to_string(*run.first_block) : "?");
    if (run.set != 0 || run.entry != 7) {
      text += "/" + std::to_string(run.set) + "/" + std::to_string(run.entry);
    }
  }
  return text;
}

TEST(BlockRuns, OfNothingAreNone) {
  BlockRuns runs;
  EXPECT_EQ(shape(runs), "");
  EXPECT_TRUE(runs.chunks_done().empty());
  EXPECT_EQ(runs.left_out(), 0u);
}

TEST(BlockRuns, ThatGoOnOverTheBorderOfAChunkAreOne) {
  BlockRuns runs;
  runs.add(run_at(kSpaceChunkBytes, 5, 3), Tier::everything);
  runs.add(run_at(kSpaceChunkBytes - 3 * kBlock, 3, 0), Tier::everything);
  runs.set_chunk_done(0);
  runs.set_chunk_done(1);
  EXPECT_EQ(shape(runs), std::to_string(kSpaceChunkBytes - 3 * kBlock) + "+8@0");
}

TEST(BlockRuns, ThatDoNotGoOnAreApart) {
  BlockRuns runs;
  runs.add(run_at(0, 3, 0), Tier::everything);
  runs.add(run_at(3 * kBlock, 1, 9), Tier::everything);            // another place
  runs.add(run_at(4 * kBlock, 1, 10, 0, 8), Tier::everything);     // another content
  runs.add(run_at(5 * kBlock, 1, 11, 1), Tier::everything);        // another set
  runs.add(run_at(7 * kBlock, 1, 13, 1), Tier::everything);        // a gap
  runs.add(run_at(8 * kBlock + 512, 1, 14, 1), Tier::everything);  // off the grid
  EXPECT_EQ(shape(runs),
            "0+3@0 12288+1@9 16384+1@10/0/8 20480+1@11/1/7 28672+1@13/1/7 "
            "33280+1@14/1/7");
}

TEST(BlockRuns, OfASetWithoutPlacesAreJoinedByTheirContent) {
  BlockRuns runs;
  runs.add(run_at(0, 2, std::nullopt), Tier::everything);
  runs.add(run_at(2 * kBlock, 2, std::nullopt), Tier::everything);
  runs.add(run_at(4 * kBlock, 1, 4), Tier::everything);
  EXPECT_EQ(shape(runs), "0+4@? 16384+1@4");
}

TEST(BlockRuns, ComeByPlaceThenSetWhateverCameFirst) {
  BlockRuns runs;
  runs.add(run_at(9 * kBlock, 1, 0, 1), Tier::everything);
  runs.add(run_at(9 * kBlock, 1, 5, 0), Tier::everything);
  runs.add(run_at(0, 1, 2, 1), Tier::everything);
  EXPECT_EQ(shape(runs), "0+1@2/1/7 36864+1@5 36864+1@0/1/7");
}

TEST(BlockRuns, ACloserLookReplacesASample) {
  BlockRuns runs;
  runs.add(run_at(5 * kBlock, 1, 5), Tier::probe);
  runs.add(run_at(90 * kBlock, 1, 2), Tier::probe);
  EXPECT_EQ(shape(runs), "20480+1@5 368640+1@2");
  runs.add(run_at(2 * kBlock, 6, 2), Tier::confirm);
  EXPECT_EQ(shape(runs), "8192+6@2 368640+1@2");
  // Of another set the sample stands.
  runs.add(run_at(3 * kBlock, 1, 0, 1), Tier::probe);
  EXPECT_EQ(shape(runs), "8192+6@2 12288+1@0/1/7 368640+1@2");
}

TEST(BlockRuns, ASampleOfAnotherContentAtAKnownPlaceIsReplacedToo) {
  BlockRuns runs;
  runs.add(run_at(5 * kBlock, 1, 5, 0, 1), Tier::probe);
  runs.add(run_at(2 * kBlock, 6, 2, 0, 2), Tier::confirm);
  EXPECT_EQ(shape(runs), "8192+6@2/0/2");
}

TEST(BlockRuns, WhatAChunkHoldsReplacesItsLeads) {
  BlockRuns runs;
  const std::uint64_t second = kSpaceChunkBytes;
  runs.add(run_at(kBlock, 1, 1), Tier::probe);
  runs.add(run_at(3 * kBlock, 2, 3), Tier::confirm);
  runs.add(run_at(second + kBlock, 1, 1), Tier::probe);
  runs.set_chunk_done(0);
  EXPECT_TRUE(runs.is_chunk_done(0));
  EXPECT_FALSE(runs.is_chunk_done(1));
  EXPECT_EQ(shape(runs), std::to_string(second + kBlock) + "+1@1");
  runs.add(run_at(0, 1, 0), Tier::everything);
  runs.set_chunk_done(1);
  EXPECT_EQ(shape(runs), "0+1@0");
  EXPECT_EQ(runs.chunks_done(), (std::vector<std::uint32_t>{0, 1}));
}

// Whatever was sampled before, the end is the same.
TEST(BlockRuns, InTheEndOnlyTheChunksCount) {
  BlockRuns plain;
  BlockRuns sampled;
  sampled.add(run_at(0, 1, 0), Tier::probe);
  sampled.add(run_at(0, 40, 0), Tier::confirm);
  sampled.add(run_at(2 * kSpaceChunkBytes, 9, 9, 1, 3), Tier::confirm);
  for (BlockRuns* runs : {&plain, &sampled}) {
    runs->add(run_at(0, 30, 0), Tier::everything);
    for (const std::uint32_t chunk : {0u, 1u, 2u}) runs->set_chunk_done(chunk);
  }
  EXPECT_EQ(shape(plain), "0+30@0");
  EXPECT_EQ(shape(sampled), shape(plain));
}

// Threads bring them in any order.
TEST(BlockRuns, KeepsTheLowestPlacesInWhateverOrderTheyCome) {
  constexpr std::size_t kCount = BlockRuns::kMostRuns + 5000;
  std::vector<std::size_t> order(kCount);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 random(3);
  std::shuffle(order.begin(), order.end(), random);
  BlockRuns runs;
  for (const std::size_t i : order) {
    runs.add(run_at(2 * i * kBlock, 1, 0), Tier::everything);
  }
  EXPECT_EQ(runs.left_out(), 5000u);
  const auto kept = runs.joined();
  ASSERT_EQ(kept.size(), BlockRuns::kMostRuns);
  EXPECT_EQ(kept.back().offset, 2 * (BlockRuns::kMostRuns - 1) * kBlock);
}

TEST(BlockRuns, KeepsNoMoreThanItsCap) {
  BlockRuns runs;
  for (std::size_t i = 0; i < BlockRuns::kMostRuns + 5; ++i) {
    runs.add(run_at(2 * i * kBlock, 1, 0), Tier::everything);
    runs.add(run_at(2 * i * kBlock, 1, 0, 1), Tier::probe);
  }
  EXPECT_EQ(runs.left_out(), 5u);
  runs.add_left_out(3);
  EXPECT_EQ(runs.left_out(), 8u);
  EXPECT_EQ(runs.joined().size(), 2 * BlockRuns::kMostRuns);
}

}  // namespace
}  // namespace winnow
