#include "scanner/plan/free_space.h"

#include <algorithm>
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

// Cuts a piece of free space into parts of one grid each.
class GridCutter {
 public:
  explicit GridCutter(const Inventory& inventory) {
    std::vector<VolumeRecord> volumes = inventory.volumes;
    std::stable_sort(volumes.begin(), volumes.end(),
                     [](const VolumeRecord& a, const VolumeRecord& b) {
                       return a.offset < b.offset;
                     });
    for (VolumeRecord& volume : volumes) {
      if (volume.grid_bytes == 0 || volume.length == 0) continue;
      // Several volumes of one pool share their place.
      if (!volumes_.empty() &&
          volume.offset < volumes_.back().offset + volumes_.back().length) {
        continue;
      }
      volumes_.push_back(std::move(volume));
    }
  }

  void cut(std::uint64_t begin, std::uint64_t end,
           std::vector<SpaceStretch>& out) const {
    auto volume = std::upper_bound(volumes_.begin(), volumes_.end(), begin,
                                   [](std::uint64_t at, const VolumeRecord& v) {
                                     return at < v.offset + v.length;
                                   });
    while (begin < end) {
      if (volume == volumes_.end() || end <= volume->offset) {
        return add(begin, end, 0, kSectorGrid, out);
      }
      if (begin < volume->offset) add(begin, volume->offset, 0, kSectorGrid, out);
      begin = std::max(begin, volume->offset);
      const std::uint64_t stop = std::min(end, volume->offset + volume->length);
      add(begin, stop, volume->grid_offset, volume->grid_bytes, out);
      begin = stop;
      ++volume;
    }
  }

 private:
  static void add(std::uint64_t begin, std::uint64_t end, std::uint64_t grid_offset,
                  std::uint32_t grid_bytes, std::vector<SpaceStretch>& out) {
    if (end - begin < kBlockLength) return;  // no block fits
    // A cluster of several blocks has one at each of them.
    const auto step =
        std::min<std::uint32_t>(grid_bytes, static_cast<std::uint32_t>(kBlockLength));
    out.push_back({begin, end - begin, end, grid_offset % step, step});
  }

  std::vector<VolumeRecord> volumes_;
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
