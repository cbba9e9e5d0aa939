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
  runs.add(run_at(second, 1, 0), Tier::everything);
  runs.set_chunk_done(1);
  EXPECT_EQ(shape(runs), std::to_string(second) + "+1@0");
  EXPECT_EQ(runs.chunks_done(), (std::vector<std::uint32_t>{0, 1}));
}

// Of what is never searched, all that is known is what was sampled.
TEST(BlockRuns, OfABarredChunkTheLeadsStay) {
  BlockRuns runs;
  runs.add(run_at(kBlock, 1, 1), Tier::probe);
  runs.set_left_out_at(kBlock, 3);
  runs.bar_chunk(0);
  EXPECT_TRUE(runs.is_chunk_done(0)) << "no child is to try it";
  EXPECT_EQ(shape(runs), "4096+1@1");
  EXPECT_EQ(runs.left_out(), 3u);
}

// A child dies when it has told some of a chunk; the next one tells all of it.
TEST(BlockRuns, WhatIsToldAgainIsNothingNew) {
  BlockRuns runs;
  for (const Tier tier : {Tier::probe, Tier::confirm, Tier::everything}) {
    EXPECT_TRUE(runs.adds(run_at(0, 2, 0), tier));
    runs.add(run_at(0, 2, 0), tier);
    EXPECT_FALSE(runs.adds(run_at(0, 2, 0), tier));
    EXPECT_TRUE(runs.adds(run_at(0, 3, 0), tier));
    EXPECT_TRUE(runs.adds(run_at(0, 2, 1), tier));
  }
  EXPECT_EQ(shape(runs), "0+2@0") << "also of a chunk that is not done";
  runs.set_chunk_done(0);
  EXPECT_FALSE(runs.adds(run_at(8 * kBlock, 2, 0), Tier::everything));
}

TEST(BlockRuns, OfOneChunkOnlySoManyAreTaken) {
  BlockRuns runs;
  for (std::size_t i = 0; i < BlockRuns::kMostOfAChunk; ++i) {
    ASSERT_TRUE(runs.adds(run_at(2 * i * kBlock, 1), Tier::everything));
    runs.add(run_at(2 * i * kBlock, 1), Tier::everything);
  }
  EXPECT_FALSE(runs.adds(run_at(kBlock, 1), Tier::everything));
  EXPECT_TRUE(runs.adds(run_at(kBlock, 1, {}, 1), Tier::everything)) << "another set";
  for (std::size_t chunk = 1; chunk < BlockRuns::kMostOpenChunks; ++chunk) {
    runs.add(run_at(chunk * kSpaceChunkBytes, 1), Tier::everything);
  }
  const std::uint64_t next = BlockRuns::kMostOpenChunks * kSpaceChunkBytes;
  EXPECT_FALSE(runs.adds(run_at(next, 1), Tier::everything));
  runs.set_chunk_done(0);
  EXPECT_TRUE(runs.adds(run_at(next, 1), Tier::everything));
}

TEST(BlockRuns, OfChunksThatAreDoneItIsKnownWhetherTheirBlocksAreKept) {
  BlockRuns runs;
  for (const std::uint32_t chunk : {1u, 3u, 9u}) runs.set_chunk_kept(chunk);
  runs.set_chunk_done(1);
  runs.set_chunk_done(2);
  runs.bar_chunk(3);  // died in it, behind its blocks
  EXPECT_TRUE(runs.is_chunk_kept(1));
  EXPECT_FALSE(runs.is_chunk_kept(2));
  EXPECT_FALSE(runs.is_chunk_kept(3));
  EXPECT_EQ(runs.chunks_not_kept(), 2u);
}

TEST(BlockRuns, WhatALaterSetHasJoinsWhatIsThere) {
  BlockRuns at_once;
  BlockRuns later;
  for (BlockRuns* runs : {&at_once, &later}) {
    runs->add(run_at(0, 2, 0), Tier::everything);
  }
  at_once.add(run_at(kBlock, 3, 5, 1), Tier::everything);
  at_once.add(run_at(4 * kBlock, 1, 8, 1), Tier::everything);
  for (BlockRuns* runs : {&at_once, &later}) runs->set_chunk_done(0);
  later.add_rematched(run_at(4 * kBlock, 1, 8, 1));
  later.add_rematched(run_at(kBlock, 3, 5, 1));
  EXPECT_EQ(shape(later), shape(at_once));
}

// A child that goes on telling of lower and lower places is not heard for ever.
TEST(BlockRuns, OfAnEarlyTierOnlySoManyAreReplaced) {
  BlockRuns runs;
  std::uint64_t at = 3 * BlockRuns::kMostRuns;
  for (std::size_t i = 0; i < 2 * BlockRuns::kMostRuns; ++i) {
    runs.add(run_at(--at * kBlock, 1), Tier::probe);
  }
  EXPECT_FALSE(runs.adds(run_at(0, 1), Tier::probe));
  EXPECT_EQ(runs.sampled().size(), BlockRuns::kMostRuns);
  EXPECT_EQ(runs.sampled().front().offset, at * kBlock);
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

// As many of one chunk as are told.
std::uint64_t place_of(std::size_t run) {
  return run * (kSpaceChunkBytes / BlockRuns::kMostOfAChunk);
}

// Threads bring chunks in any order, and kills leave half of one behind.
TEST(BlockRuns, KeepsTheLowestPlacesInWhateverOrderTheyCome) {
  constexpr std::size_t kChunks = BlockRuns::kMostRuns / BlockRuns::kMostOfAChunk + 20;
  constexpr std::size_t kCount = kChunks * BlockRuns::kMostOfAChunk;
  std::vector<std::uint32_t> order(kChunks);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 random(3);
  std::shuffle(order.begin(), order.end(), random);
  BlockRuns runs;
  for (const std::uint32_t chunk : order) {
    for (int child = 0; child < 2; ++child) {
      for (std::size_t i = 0; i < BlockRuns::kMostOfAChunk; ++i) {
        if (child == 0 && i % 2 == 0) continue;
        const std::size_t run = chunk * BlockRuns::kMostOfAChunk + i;
        runs.add(run_at(place_of(run), 1), Tier::everything);
      }
    }
    runs.set_chunk_done(chunk);
  }
  EXPECT_EQ(runs.left_out(), kCount - BlockRuns::kMostRuns);
  const auto kept = runs.joined();
  ASSERT_EQ(kept.size(), BlockRuns::kMostRuns);
  EXPECT_EQ(kept.back().offset, place_of(BlockRuns::kMostRuns - 1));
  runs.add_left_out(3);
  EXPECT_EQ(runs.left_out(), kCount - BlockRuns::kMostRuns + 3);
}

}  // namespace
}  // namespace winnow
