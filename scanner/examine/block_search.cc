#include "scanner/examine/block_search.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <tuple>
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

// One place where a listed content has a block, and how many of the blocks behind it
// follow it on the device too.
struct Use {
  BlockUse use;
  std::uint32_t length = 1;
};

struct Hit {
  std::uint64_t offset = 0;
  std::vector<Use> uses;
  bool is_taken = false;
};

bool continues(const BlockUse& before, const BlockUse& after) {
  if (before.entry != after.entry) return false;
  // A set that does not keep the places of blocks says only that both are of it.
  if (!before.index || !after.index) return true;
  return *after.index == *before.index + 1;
}

Hit* hit_at(std::vector<Hit>& hits, std::uint64_t offset) {
  const auto found = std::lower_bound(
      hits.begin(), hits.end(), offset,
      [](const Hit& hit, std::uint64_t wanted) { return hit.offset < wanted; });
  return found != hits.end() && found->offset == offset ? &*found : nullptr;
}

// From the last hit to the first, as each builds on what comes behind it.
void measure_runs(std::vector<Hit>& hits) {
  for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
    const Hit* next = hit_at(hits, hit->offset + kBlockLength);
    if (next == nullptr) continue;
    for (Use& use : hit->uses) {
      for (const Use& after : next->uses) {
        if (!continues(use.use, after.use)) continue;
        use.length = std::max(use.length, after.length + 1);
      }
    }
  }
}

// The longest run that begins at each hit which no run before it has taken.
void take_runs(std::vector<Hit>& hits, std::uint32_t set,
               std::vector<BlockRunRecord>& runs) {
  for (Hit& hit : hits) {
    if (hit.is_taken) continue;
    const Use& best = *std::max_element(
        hit.uses.begin(), hit.uses.end(),
        [](const Use& a, const Use& b) { return a.length < b.length; });
    runs.push_back({hit.offset, best.length, set, best.use.entry, best.use.index});
    for (std::uint32_t i = 0; i < best.length; ++i) {
      hit_at(hits, hit.offset + std::uint64_t{i} * kBlockLength)->is_taken = true;
    }
  }
}

Result<void> match_in_set(const HashSet& set, std::uint32_t number,
                          const BlockKeys& blocks, const LoadedBatch& loaded,
                          std::vector<BlockRunRecord>& runs) {
  const auto entries = set.find_blocks(blocks.keys);
  if (!entries) return entries.error();
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if (!(*entries)[i]) continue;
    // The key alone could agree by chance, and an older set hold what says nothing.
    const auto bytes = loaded.find({blocks.offsets[i], kBlockLength});
    if (!bytes || kind_of_block(*bytes) != BlockKind::probative) continue;
    const auto uses = set.block_uses(blocks.keys[i]);
    if (!uses) return uses.error();
    Hit& hit = hits.emplace_back();
    hit.offset = blocks.offsets[i];
    for (const BlockUse& use : *uses) hit.uses.push_back({use, 1});
    if (hit.uses.empty()) hits.pop_back();
  }
  std::sort(hits.begin(), hits.end(),
            [](const Hit& a, const Hit& b) { return a.offset < b.offset; });
  measure_runs(hits);
  take_runs(hits, number, runs);
  return {};
}

// Keeps the longest run of each content that was met, then the longest of the others:
// bytes that are repeated all over a chunk take no room from what stands in it once.
std::uint32_t leave_out_short_runs(std::vector<BlockRunRecord>& runs) {
  if (runs.size() <= kMostRunsPerBatch) return 0;
  const auto by_length = [](const BlockRunRecord& a, const BlockRunRecord& b) {
    return std::tie(b.blocks, a.set, a.offset) < std::tie(a.blocks, b.set, b.offset);
  };
  std::sort(runs.begin(), runs.end(), by_length);
  std::set<std::pair<std::uint32_t, std::uint32_t>> met;
  std::vector<BlockRunRecord> longest;
  std::vector<BlockRunRecord> others;
  for (const BlockRunRecord& run : runs) {
    (met.emplace(run.set, run.entry).second ? longest : others).push_back(run);
  }
  longest.insert(longest.end(), others.begin(), others.end());
  runs = std::move(longest);
  const auto left_out = static_cast<std::uint32_t>(runs.size() - kMostRunsPerBatch);
  runs.resize(kMostRunsPerBatch);
  std::sort(runs.begin(), runs.end(),
            [](const BlockRunRecord& a, const BlockRunRecord& b) {
              return std::tie(a.set, a.offset) < std::tie(b.set, b.offset);
            });
  return left_out;
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
  std::vector<BlockRunRecord> runs;
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    if (sets[i].type() != SetType::notable || sets[i].block_count() == 0) continue;
    auto matched = match_in_set(sets[i], i, blocks, loaded, runs);
    if (!matched) return std::move(matched).error();
  }
  left_out = leave_out_short_runs(runs);
  return runs;
}

}  // namespace winnow
