#include "scanner/examine/block_search.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace winnow {
namespace {

// Whether a block is one byte all through, as free space mostly is.
bool is_constant(Bytes block) {
  constexpr std::size_t kProbe = 16;
  const std::byte* data = block.data();
  return std::memcmp(data, data + 1, kProbe) == 0 &&
         std::memcmp(data, data + 1, block.size() - 1) == 0;
}

std::uint64_t first_on_grid(const SpaceStretch& stretch) {
  const std::uint64_t step = stretch.grid_bytes;
  const std::uint64_t phase =
      (stretch.offset + step - stretch.grid_offset % step) % step;
  return stretch.offset + (phase == 0 ? 0 : step - phase);
}

// Rising; a block may begin in the one before it.
void add_searched(std::uint64_t offset, SpaceSearched& searched) {
  auto& runs = searched.searched;
  if (runs.empty() || runs.back().offset + runs.back().length < offset) {
    runs.push_back({offset, kBlockLength});
  } else {
    runs.back().length = offset + kBlockLength - runs.back().offset;
  }
}

// Whether a block there goes on with the others; with the first it says the step.
bool goes_on_with(const KeptBlocks& blocks, std::uint64_t offset) {
  return blocks.keys.size() < 2 || offset == blocks.offset_of(blocks.keys.size());
}

}  // namespace

void take_block_keys(const Batch& batch, const LoadedBatch& loaded, BlockKeys& blocks,
                     SpaceSearched& searched) {
  blocks.offsets.clear();
  blocks.keys.clear();
  if (loaded.is_lost) {
    searched.met_damage = true;
    searched.samples_unread = batch.samples;
    return;
  }
  for (const SpaceStretch& stretch : batch.stretches) {
    if (loaded.touches_bad({stretch.offset, stretch.end - stretch.offset})) {
      searched.met_damage = true;
      if (batch.samples > 0) ++searched.samples_unread;
    }
    const std::uint64_t stop = stretch.offset + stretch.length;
    for (std::uint64_t at = first_on_grid(stretch);
         at < stop && at + kBlockLength <= stretch.end; at += stretch.grid_bytes) {
      const auto block = loaded.find({at, kBlockLength});
      if (!block) continue;
      add_searched(at, searched);
      if (is_constant(*block)) continue;
      blocks.offsets.push_back(at);
      blocks.keys.push_back(block_key(*block));
    }
  }
}

Result<std::vector<BlockRunRecord>> match_blocks(const std::vector<HashSet>& sets,
                                                 const BlockKeys& blocks,
                                                 const LoadedBatch& loaded,
                                                 std::uint32_t& left_out) {
  const IsProbative is_probative = [&loaded](std::uint64_t offset) {
    const auto bytes = loaded.find({offset, kBlockLength});
    return bytes && kind_of_block(*bytes) == BlockKind::probative;
  };
  std::vector<BlockRunRecord> runs;
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    if (sets[i].type() != SetType::notable || sets[i].block_count() == 0) continue;
    auto matched = match_blocks_in(sets[i], i, blocks, is_probative, runs, left_out);
    if (!matched) return std::move(matched).error();
  }
  return runs;
}

std::vector<KeptBlocks> blocks_to_keep(const BlockKeys& blocks,
                                       const LoadedBatch& loaded) {
  std::vector<KeptBlocks> kept;
  for (std::size_t i = 0; i < blocks.offsets.size(); ++i) {
    const std::uint64_t offset = blocks.offsets[i];
    const auto bytes = loaded.find({offset, kBlockLength});
    if (!bytes || kind_of_block(*bytes) != BlockKind::probative) continue;
    if (kept.empty() || !goes_on_with(kept.back(), offset)) {
      kept.push_back({offset, 0, {}});
    }
    KeptBlocks& run = kept.back();
    if (run.keys.size() == 1) {
      run.step = static_cast<std::uint32_t>(offset - run.offset);
    }
    run.keys.push_back(number_of(blocks.keys[i]));
  }
  return kept;
}

}  // namespace winnow
