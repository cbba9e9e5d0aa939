#include "scanner/plan/free_space.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <map>
#include <utility>

#include "hashsets/content_blocks.h"

namespace winnow {
namespace {

constexpr std::uint32_t kSectorGrid = 512;
constexpr std::uint64_t kGapBytes = 64 * 1024;

std::uint64_t end_of(const Run& run) {
  return run.offset + run.length;
}

// Rising, and with room for a block between any two: nothing begins in smaller gaps.
void unite(std::vector<Run>& runs) {
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return a.offset < b.offset; });
  std::size_t kept = 0;
  for (const Run& run : runs) {
    if (kept > 0 && run.offset < end_of(runs[kept - 1]) + kBlockLength) {
      Run& last = runs[kept - 1];
      last.length = std::max(end_of(last), end_of(run)) - last.offset;
    } else {
      runs[kept++] = run;
    }
  }
  runs.resize(kept);
}

// United whenever there are twice as many as before.
void add(const Run& run, std::vector<Run>& runs) {
  if (!runs.empty() && run.offset >= end_of(runs.back()) &&
      run.offset - end_of(runs.back()) < kBlockLength) {
    runs.back().length = end_of(run) - runs.back().offset;
    return;
  }
  if (runs.size() == runs.capacity()) {
    unite(runs);
    if (runs.size() > runs.capacity() / 2) runs.reserve(2 * runs.capacity());
  }
  runs.push_back(run);
}

// What is not searched: content of live files, and encrypted volumes.
std::vector<Run> taken(const Inventory& inventory) {
  std::vector<Run> runs;
  for (const VolumeRecord& volume : inventory.volumes) {
    if (volume.outcome == VolumeOutcome::encrypted) {
      runs.push_back({volume.offset, volume.length});
    }
  }
  for (const FileOutline& file : inventory.files.outlines()) {
    if (!file.allocated) continue;
    // Of what is stored in another form, the size says nothing about its runs.
    const bool is_stored_as_it_is = file.content == ContentKind::runs;
    std::uint64_t left = file.size;
    for (const Run& run : file.runs) {
      const std::uint64_t length =
          is_stored_as_it_is ? std::min(run.length, left) : run.length;
      left -= std::min(run.length, left);
      if (!run.is_hole() && length > 0) add({run.offset, length}, runs);
    }
  }
  unite(runs);
  return runs;
}

struct Grid {
  std::uint64_t offset = 0;  // less than `step`
  std::uint32_t step = kSectorGrid;
  auto operator<=>(const Grid&) const = default;
};

// Cuts a piece of free space into parts of one grid each: of the volume that it belongs
// to, or the finest where there is none, or where volumes lie over each other and do
// not agree. Only a volume that was examined says where its clusters begin: of what
// else looks like one, nothing but a stale header may be left.
class GridCutter {
 public:
  explicit GridCutter(const Inventory& inventory) {
    std::map<std::uint64_t, std::vector<std::pair<Grid, int>>> borders;
    for (const VolumeRecord& volume : inventory.volumes) {
      if (volume.outcome != VolumeOutcome::examined) continue;
      if (volume.grid_bytes == 0 || volume.length == 0) continue;
      // A cluster of several blocks has one at each of them.
      const auto step = std::min<std::uint32_t>(
          volume.grid_bytes, static_cast<std::uint32_t>(kBlockLength));
      const Grid grid{volume.grid_offset % step, step};
      borders[volume.offset].emplace_back(grid, 1);
      borders[volume.offset + volume.length].emplace_back(grid, -1);
    }
    std::map<Grid, int> here;
    for (const auto& [at, changes] : borders) {
      for (const auto& [grid, change] : changes) {
        if ((here[grid] += change) == 0) here.erase(grid);
      }
      begin_part(at, here.size() == 1 ? here.begin()->first : Grid{});
    }
  }

  void cut(std::uint64_t begin, std::uint64_t end,
           std::vector<SpaceStretch>& out) const {
    auto next = std::upper_bound(
        parts_.begin(), parts_.end(), begin,
        [](std::uint64_t at, const Part& part) { return at < part.begin; });
    while (begin < end) {
      const Grid grid = next == parts_.begin() ? Grid{} : std::prev(next)->grid;
      const std::uint64_t stop =
          next == parts_.end() ? end : std::min(end, next->begin);
      // Where no block fits there is nothing to look for.
      if (stop - begin >= kBlockLength) {
        out.push_back({begin, stop - begin, stop, grid.offset, grid.step});
      }
      begin = stop;
      if (next != parts_.end()) ++next;
    }
  }

 private:
  struct Part {
    std::uint64_t begin = 0;  // up to where the next one begins
    Grid grid;
  };

  void begin_part(std::uint64_t at, const Grid& grid) {
    const Grid before = parts_.empty() ? Grid{} : parts_.back().grid;
    if (grid != before) parts_.push_back({at, grid});
  }

  std::vector<Part> parts_;  // rising
};

}  // namespace

std::vector<SpaceStretch> free_space(const Inventory& inventory,
                                     std::uint64_t evidence_bytes) {
  const GridCutter cutter(inventory);
  std::vector<SpaceStretch> stretches;
  std::uint64_t at = 0;
  for (const Run& run : taken(inventory)) {
    if (run.offset > at)
      cutter.cut(at, std::min(run.offset, evidence_bytes), stretches);
    at = std::max(at, end_of(run));
  }
  if (at < evidence_bytes) cutter.cut(at, evidence_bytes, stretches);
  return stretches;
}

std::vector<SpaceStretch> part_of_space(const std::vector<SpaceStretch>& stretches,
                                        std::uint64_t begin, std::uint64_t end) {
  std::vector<SpaceStretch> part;
  auto next = std::upper_bound(
      stretches.begin(), stretches.end(), begin,
      [](std::uint64_t at, const SpaceStretch& s) { return at < s.end; });
  for (; next != stretches.end() && next->offset < end; ++next) {
    SpaceStretch stretch = *next;
    const std::uint64_t stop = std::min(end, stretch.offset + stretch.length);
    stretch.offset = std::max(begin, stretch.offset);
    if (stop <= stretch.offset) continue;
    stretch.length = stop - stretch.offset;
    part.push_back(stretch);
  }
  return part;
}

std::vector<Batch> plan_space(const std::vector<SpaceStretch>& stretches,
                              const std::vector<std::uint32_t>& chunks_done) {
  std::vector<Batch> batches;
  std::uint64_t at = 0;
  for (const SpaceStretch& stretch : stretches) {
    const std::uint64_t stop = stretch.offset + stretch.length;
    for (at = std::max(at, stretch.offset); at < stop;) {
      const auto chunk = static_cast<std::uint32_t>(at / kSpaceChunkBytes);
      const std::uint64_t end = (std::uint64_t{chunk} + 1) * kSpaceChunkBytes;
      at = end;
      if (std::binary_search(chunks_done.begin(), chunks_done.end(), chunk)) continue;
      Batch& batch = batches.emplace_back();
      batch.kind = Batch::Kind::space;
      batch.chunk = chunk;
      batch.stretches = part_of_space(stretches, end - kSpaceChunkBytes, end);
      plan_stretch_reads(batch, kGapBytes);
    }
  }
  return batches;
}

}  // namespace winnow
