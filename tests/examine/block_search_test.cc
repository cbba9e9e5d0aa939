#include "scanner/examine/block_search.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "hashsets/wset_format.h"
#include "scanner/plan/free_space.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/hashsets/learned_sets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::size_t kBlock = kBlockLength;
constexpr std::size_t kExhibit = 4 << 20;

std::string block(unsigned seed) {
  return invented_bytes(1000 + seed, kBlock);
}

std::string blocks(std::initializer_list<unsigned> seeds) {
  std::string bytes;
  for (const unsigned seed : seeds) bytes += block(seed);
  return bytes;
}

std::vector<std::byte> image_of_contents(const std::vector<std::string>& contents,
                                         SetType type = SetType::notable) {
  SetWriter writer(std::uint64_t{1} << 22, testing::TempDir());
  writer.begin_source("learned");
  for (const std::string& content : contents) add_content(writer, {content});
  EXPECT_TRUE(writer.settle());
  return image_of(writer, type);
}

class BlockSearch : public ::testing::Test {
 protected:
  void add_set(const std::vector<std::string>& contents,
               SetType type = SetType::notable) {
    add_image(image_of_contents(contents, type));
  }
  void add_image(const std::vector<std::byte>& image) {
    auto set = open_bytes(image);
    ASSERT_TRUE(set) << set.error().line();
    sets_.push_back(std::move(*set));
  }
  // Which entry of set 0 a content is.
  [[nodiscard]] std::uint32_t entry_of(const std::string& content) const {
    const auto match = sets_[0].find(digests_of_text(content));
    EXPECT_TRUE(match && *match);
    return (**match).entry;
  }
  void put(std::size_t offset, const std::string& bytes) {
    evidence_.put(offset, bytes);
  }
  void search(Batch batch) {
    plan_stretch_reads(batch, 0);
    LoadedBatch loaded;
    loaded.batch = &batch;
    load_batch(evidence_, loaded);
    search(batch, loaded);
  }
  void search(const Batch& batch, const LoadedBatch& loaded) {
    searched_ = {};
    take_block_keys(batch, loaded, keys_, searched_);
    auto runs = match_blocks(sets_, keys_, loaded, searched_.runs_left_out);
    ASSERT_TRUE(runs) << runs.error().line();
    runs_ = std::move(*runs);
  }
  void search_all(std::uint32_t grid = kBlock) {
    Batch batch;
    batch.kind = Batch::Kind::space;
    batch.stretches = {{0, kExhibit, kExhibit, 0, grid}};
    search(std::move(batch));
  }
  // "offset+blocks@first_block ..." with the set if it is not 0.
  [[nodiscard]] std::string found() const {
    std::string text;
    for (const BlockRunRecord& run : runs_) {
      text += (text.empty() ? "" : " ") + std::to_string(run.offset) + "+" +
              std::to_string(run.blocks) + "@" +
              (run.first_block ? std::to_string(*run.first_block) : "?");
      if (run.set != 0) text += "/" + std::to_string(run.set);
    }
    return text;
  }
  [[nodiscard]] std::string places() const {
    std::string text;
    for (const DeviceRun& run : searched_.searched) {
      text += (text.empty() ? "" : " ") + std::to_string(run.offset) + "+" +
              std::to_string(run.length);
    }
    return text;
  }

  MemoryEvidence evidence_{kExhibit};
  std::vector<HashSet> sets_;
  BlockKeys keys_;
  SpaceSearched searched_;
  std::vector<BlockRunRecord> runs_;
};

TEST_F(BlockSearch, WhatIsEmptyHoldsNothing) {
  add_set({blocks({1, 2})});
  search_all(512);
  EXPECT_EQ(found(), "");
  EXPECT_TRUE(keys_.keys.empty()) << "of one byte all through";
  EXPECT_EQ(places(), "0+4194304");
  EXPECT_FALSE(searched_.met_damage);
}

TEST_F(BlockSearch, BlocksThatFollowEachOtherAreOneRun) {
  const std::string content = blocks({1, 2, 3, 4, 5}) + "and a tail of no block";
  add_set({content, blocks({9, 8})});
  put(40'960, content);
  search_all();
  EXPECT_EQ(found(), "40960+5@0");
  EXPECT_EQ(runs_[0].entry, entry_of(content));
}

TEST_F(BlockSearch, OfWhatWasPartlyWrittenOverTheRestIsMet) {
  add_set({blocks({1, 2, 3, 4, 5, 6, 7, 8})});
  put(0, blocks({1, 2, 3, 4, 5, 6, 7, 8}));
  put(0, invented_bytes(5, 3 * kBlock));
  put(5 * kBlock, std::string(kBlock, 'x'));
  search_all();
  EXPECT_EQ(found(), "12288+2@3 24576+2@6");
}

TEST_F(BlockSearch, BlocksOfOneContentInAnotherOrderAreApart) {
  add_set({blocks({1, 2, 3, 4})});
  put(0, blocks({3, 4, 1, 2}));
  put(20 * kBlock, blocks({2, 2}));
  search_all();
  EXPECT_EQ(found(), "0+2@2 8192+2@0 81920+1@1 86016+1@1");
}

// A block that several contents share belongs to the one that goes on for longest.
TEST_F(BlockSearch, SharedBlocksGoWithTheLongestContinuation) {
  const std::string first = blocks({10, 1, 2, 13});
  const std::string second = blocks({20, 1, 2, 23});
  const std::string third = blocks({1, 2});
  add_set({first, second, third});
  put(0, first);
  put(10 * kBlock, second);
  put(20 * kBlock, blocks({1, 2, 23}));
  put(30 * kBlock, blocks({1, 2, 13}));
  search_all();
  ASSERT_EQ(found(), "0+4@0 40960+4@0 81920+3@1 122880+3@1");
  EXPECT_EQ(runs_[0].entry, entry_of(first));
  EXPECT_EQ(runs_[1].entry, entry_of(second));
  EXPECT_EQ(runs_[2].entry, entry_of(second));
  EXPECT_EQ(runs_[3].entry, entry_of(first));
}

TEST_F(BlockSearch, OneContentMayFollowAnother) {
  const std::string first = blocks({1, 2});
  const std::string second = blocks({3, 4, 5});
  add_set({first, second});
  put(0, first + second + first);
  search_all();
  ASSERT_EQ(found(), "0+2@0 8192+3@0 20480+2@0");
  EXPECT_EQ(runs_[0].entry, entry_of(first));
  EXPECT_EQ(runs_[1].entry, entry_of(second));
}

// The set says only whose block it is.
TEST_F(BlockSearch, WithoutPlacesBlocksOfOneContentAreJoined) {
  const std::string content = blocks({1, 2, 3, 4});
  auto image = image_of_contents({content, blocks({5, 6})});
  for (std::uint64_t record = 128;; record += 48) {
    ASSERT_LT(record, image.size());
    if (le<std::uint32_t>(image, record) != 0x224) continue;
    wset::store_le(MutableBytes(image), record, std::uint32_t{0x2f0});
    break;
  }
  reseal(image);
  add_image(image);
  put(0, blocks({1, 2, 3, 5, 6}));
  put(20 * kBlock, blocks({4, 1}));
  search_all();
  EXPECT_EQ(found(), "0+3@? 12288+2@? 81920+2@?");
  EXPECT_EQ(runs_[0].entry, entry_of(content));
}

TEST_F(BlockSearch, EverySetSaysWhatItHas) {
  add_set({blocks({1, 2, 3})});
  add_set({blocks({7, 2, 3, 4})});
  add_set({blocks({1, 2, 3, 4})}, SetType::known);
  put(kBlock, blocks({1, 2, 3, 4}));
  search_all();
  EXPECT_EQ(found(), "4096+3@0 8192+3@1/1");
}

TEST_F(BlockSearch, LooksOnTheGridAlone) {
  add_set({blocks({1, 2, 3})});
  put(100 * 512, blocks({1, 2, 3}));  // 12.5 blocks from the beginning
  search_all();
  EXPECT_EQ(found(), "");
  search_all(1024);
  EXPECT_EQ(found(), "51200+3@0");
  search_all(512);
  EXPECT_EQ(found(), "51200+3@0");
}

TEST_F(BlockSearch, TheGridHasItsOwnBeginning) {
  add_set({blocks({1, 2})});
  put(3 * 512, blocks({1, 2}));
  Batch batch;
  batch.kind = Batch::Kind::space;
  batch.stretches = {{0, 65536, 65536, 3 * 512, kBlock}};
  search(batch);
  EXPECT_EQ(found(), "1536+2@0");
  ASSERT_EQ(keys_.offsets.size(), 2u);
  EXPECT_EQ(places(), "1536+61440") << "not what lies before and behind all blocks";
  batch.stretches[0].grid_offset = 0;
  search(batch);
  EXPECT_EQ(found(), "");
}

TEST_F(BlockSearch, WhatStandsInNoBlockCountsAsNotSearched) {
  add_set({blocks({1})});
  Batch batch;
  batch.kind = Batch::Kind::space;
  // One block behind 1,000 bytes of slack; no place for any; two with room between.
  batch.stretches = {{3096, 6000, 9096, 0, 4096},
                     {20'481, 4095, 24'576, 0, 4096},
                     {32'768, 12'288, 45'056, 512, 1024}};
  search(batch);
  EXPECT_EQ(places(), "4096+4096 33280+11264");
  // Around a sector that cannot be read, of the blocks on the finest grid too.
  evidence_.fail(65'536, 512);
  batch.stretches = {{40'960, 61'440, 102'400, 0, 512}};
  search(batch);
  EXPECT_EQ(places(), "40960+24576 66048+36352");
  batch.stretches[0].grid_bytes = 4096;
  search(batch);
  EXPECT_EQ(places(), "40960+24576 69632+32768");
}

// Two copies, half a block apart, interleaved on the finest grid: neither hides the
// other.
TEST_F(BlockSearch, PhasesOfTheGridAreJoinedEachForItself) {
  add_set({blocks({1, 2, 3}), blocks({4, 5, 6})});
  put(0, blocks({1, 2, 3}));
  put(5 * kBlock + 512, blocks({4, 5, 6}));
  search_all(512);
  EXPECT_EQ(found(), "0+3@0 20992+3@0");
}

TEST_F(BlockSearch, ABlockMayReachOutOfItsPartButNotOutOfItsStretch) {
  add_set({blocks({1, 2, 3})});
  put(0, blocks({1, 2, 3}));
  Batch batch;
  batch.kind = Batch::Kind::space;
  // The second block begins in this part; the third does not.
  batch.stretches = {{0, kBlock + 512, 3 * kBlock, 0, 512}};
  search(batch);
  EXPECT_EQ(found(), "0+2@0");
  EXPECT_EQ(places(), "0+8192") << "all of the block that reaches out of it";
  batch.stretches = {{0, kBlock + 512, 2 * kBlock - 1, 0, 512}};
  search(batch);
  EXPECT_EQ(found(), "0+1@0");
}

TEST_F(BlockSearch, ABadSectorCostsTheBlocksThatItLiesIn) {
  add_set({blocks({1, 2, 3, 4, 5, 6})});
  put(8 * kBlock, blocks({1, 2, 3, 4, 5, 6}));
  evidence_.fail(10 * kBlock + 1024, 512);
  search_all();
  EXPECT_EQ(found(), "32768+2@0 45056+3@3");
  EXPECT_TRUE(searched_.met_damage);
  EXPECT_EQ(places(), "0+40960 45056+4149248") << "nothing of the broken block";
  EXPECT_EQ(searched_.samples_unread, 0u);
}

TEST_F(BlockSearch, ASampleThatCannotBeReadIsCounted) {
  add_set({blocks({1})});
  put(2 * kBlock, blocks({1}));
  evidence_.fail(kBlock + 512, 512);
  Batch batch;
  batch.kind = Batch::Kind::space;
  batch.samples = 3;
  for (std::uint64_t i = 0; i < 3; ++i) {
    batch.stretches.push_back({i * kBlock, kBlock, (i + 1) * kBlock, 0, 4096});
  }
  search(batch);
  EXPECT_EQ(found(), "8192+1@0");
  EXPECT_EQ(searched_.samples_unread, 1u);
  EXPECT_TRUE(searched_.met_damage);
  EXPECT_EQ(places(), "0+4096 8192+4096");
}

TEST_F(BlockSearch, OfALostBatchNothingIsSaid) {
  add_set({blocks({1})});
  Batch batch;
  batch.kind = Batch::Kind::space;
  batch.samples = 2;
  batch.stretches = {{0, kBlock, kBlock, 0, 4096}};
  plan_stretch_reads(batch, 0);
  LoadedBatch loaded;
  loaded.batch = &batch;
  loaded.is_lost = true;
  search(batch, loaded);
  EXPECT_EQ(found(), "");
  EXPECT_EQ(places(), "");
  EXPECT_TRUE(searched_.met_damage);
  EXPECT_EQ(searched_.samples_unread, 2u);
}

TEST_F(BlockSearch, TooManyRunsAreCounted) {
  add_set({blocks({1, 2})});
  const std::size_t copies = kMostRunsPerBatch + 44;
  for (std::size_t i = 0; i < copies; ++i) put(2 * i * kBlock, block(i % 2 + 1));
  search_all();
  EXPECT_EQ(runs_.size(), kMostRunsPerBatch);
  EXPECT_EQ(searched_.runs_left_out, 44u);
}

// A chunk that is full of blocks of one content hides neither a long run behind them
// nor another content, nor what another set lists.
TEST_F(BlockSearch, OfTooManyRunsTheLongestOfEachContentAreKept) {
  const std::string large = blocks({10, 11, 12, 13, 14, 15, 16, 17});
  const std::string small = blocks({20, 21});
  add_set({blocks({1, 2}), large, small});
  add_set({blocks({30, 31, 32})});
  const std::size_t copies = kMostRunsPerBatch + 44;
  for (std::size_t i = 0; i < copies; ++i) put(2 * i * kBlock, block(i % 2 + 1));
  put(2 * copies * kBlock, large);
  put((2 * copies + 9) * kBlock, block(20));
  put((2 * copies + 11) * kBlock, block(31));
  put((2 * copies + 13) * kBlock, blocks({1, 2}));
  search_all();
  ASSERT_EQ(runs_.size(), kMostRunsPerBatch + 1) << "of each set for itself";
  EXPECT_EQ(searched_.runs_left_out, 47u);
  EXPECT_EQ(found().substr(0, 12), "0+1@0 8192+1") << "of equals the first are kept";
  const std::size_t last = kMostRunsPerBatch;
  EXPECT_EQ(runs_[last].set, 1u);
  EXPECT_EQ(runs_[last - 1].blocks, 2u);
  EXPECT_EQ(runs_[last - 2].entry, entry_of(small));
  EXPECT_EQ(runs_[last - 3].entry, entry_of(large));
  EXPECT_EQ(runs_[last - 3].blocks, 8u);
}

// What is kept of a chunk finds later what its bytes would have found.
TEST_F(BlockSearch, BlocksThatAreKeptFindWhatTheirBytesFind) {
  add_set({blocks({1, 2, 3}), blocks({7, 8})});
  put(0, blocks({1, 2}));
  put(4 * kBlock, blocks({7, 8, 9}));
  put(9 * kBlock, std::string(kBlock, 'x'));  // not probative
  put(12 * kBlock, block(3));
  Batch batch;
  batch.kind = Batch::Kind::space;
  batch.stretches = {{0, kExhibit, kExhibit, 0, kBlock}};
  plan_stretch_reads(batch, 0);
  LoadedBatch loaded;
  loaded.batch = &batch;
  load_batch(evidence_, loaded);
  search(batch, loaded);
  ASSERT_EQ(found(), "0+2@0 16384+2@0 49152+1@2");

  const auto kept = blocks_to_keep(keys_, loaded);
  BlockKeys again;
  for (const KeptBlocks& run : kept) {
    for (std::size_t i = 0; i < run.keys.size(); ++i) {
      again.offsets.push_back(run.offset_of(i));
      again.keys.push_back(key_of(run.keys[i]));
    }
  }
  EXPECT_EQ(again.offsets,
            (std::vector<std::uint64_t>{0, 4096, 16384, 20480, 24576, 49152}));
  runs_.clear();
  std::uint32_t left_out = 0;
  ASSERT_TRUE(match_blocks_in(
      sets_[0], 0, again, [](std::uint64_t) { return true; }, runs_, left_out));
  EXPECT_EQ(found(), "0+2@0 16384+2@0 49152+1@2");
  EXPECT_EQ(left_out, 0u);
}

// However a chunk is cut, what is found in its parts is what is found in the whole.
TEST_F(BlockSearch, ChunksFindTogetherWhatTheWholeHolds) {
  std::vector<std::string> contents;
  std::mt19937 random(99);
  for (unsigned i = 0; i < 20; ++i) {
    contents.push_back(invented_bytes(50 + i, (choose(random, 20) + 2) * kBlock));
    put((choose(random, 1000) * 512) * 8 % (kExhibit - 30 * kBlock), contents.back());
  }
  add_set(contents);
  search_all(512);
  std::uint64_t whole = 0;
  for (const BlockRunRecord& run : runs_) whole += run.blocks;
  EXPECT_GT(whole, 100u);
  std::uint64_t in_parts = 0;
  const std::vector<SpaceStretch> stretches = {{0, kExhibit, kExhibit, 0, 512}};
  for (std::uint64_t at = 0; at < kExhibit; at += 300'000) {
    Batch batch;
    batch.kind = Batch::Kind::space;
    batch.stretches = part_of_space(stretches, at, at + 300'000);
    search(batch);
    for (const BlockRunRecord& run : runs_) in_parts += run.blocks;
  }
  EXPECT_EQ(in_parts, whole);
}

TEST_F(BlockSearch, ADamagedSetIsAFault) {
  auto image = image_of_contents({blocks({1, 2})});
  const std::uint64_t places = layout_of(image).sections.at(0x224).offset;
  image[static_cast<std::size_t>(places)] ^= std::byte{1};
  add_image(image);
  put(0, blocks({1, 2}));
  Batch batch;
  batch.kind = Batch::Kind::space;
  batch.stretches = {{0, kExhibit, kExhibit, 0, 4096}};
  plan_stretch_reads(batch, 0);
  LoadedBatch loaded;
  loaded.batch = &batch;
  load_batch(evidence_, loaded);
  take_block_keys(batch, loaded, keys_, searched_);
  EXPECT_FALSE(match_blocks(sets_, keys_, loaded, searched_.runs_left_out));
}

}  // namespace
}  // namespace winnow
