#include "scanner/match/block_match.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace winnow {
namespace {

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

// Keeps the longest run of each content that was met, then the longest of the others:
// bytes that are repeated all over a stretch take no room from what stands in it once.
std::uint32_t leave_out_short_runs(std::vector<BlockRunRecord>& runs) {
  if (runs.size() <= kMostRunsPerBatch) return 0;
  std::sort(runs.begin(), runs.end(),
            [](const BlockRunRecord& a, const BlockRunRecord& b) {
              return std::tie(b.blocks, a.offset) < std::tie(a.blocks, b.offset);
            });
  std::set<std::uint32_t> met;  // entries
  std::vector<BlockRunRecord> longest;
  std::vector<BlockRunRecord> others;
  for (const BlockRunRecord& run : runs) {
    (met.insert(run.entry).second ? longest : others).push_back(run);
  }
  longest.insert(longest.end(), others.begin(), others.end());
  runs = std::move(longest);
  const auto left_out = static_cast<std::uint32_t>(runs.size() - kMostRunsPerBatch);
  runs.resize(kMostRunsPerBatch);
  std::sort(runs.begin(), runs.end(),
            [](const BlockRunRecord& a, const BlockRunRecord& b) {
              return a.offset < b.offset;
            });
  return left_out;
}

}  // namespace

std::uint64_t number_of(const BlockKey& key) {
  std::uint64_t number = 0;
  for (std::size_t i = key.size(); i-- > 0;) {
    number = number << 8 | std::to_integer<std::uint64_t>(key[i]);
  }
  return number;
}

BlockKey key_of(std::uint64_t number) {
  BlockKey key{};
  for (std::byte& byte : key) {
    byte = static_cast<std::byte>(number & 0xFF);
    number >>= 8;
  }
  return key;
}

Result<void> match_blocks_in(const HashSet& set, std::uint32_t number,
                             const BlockKeys& blocks, const IsProbative& is_probative,
                             std::vector<BlockRunRecord>& runs,
                             std::uint32_t& left_out) {
  const auto entries = set.find_blocks(blocks.keys);
  if (!entries) return entries.error();
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if (!(*entries)[i]) continue;
    // The key alone could agree by chance, and an older set hold what says nothing.
    if (!is_probative(blocks.offsets[i])) continue;
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
  std::vector<BlockRunRecord> of_set;
  take_runs(hits, number, of_set);
  left_out += leave_out_short_runs(of_set);
  runs.insert(runs.end(), of_set.begin(), of_set.end());
  return {};
}

}  // namespace winnow
