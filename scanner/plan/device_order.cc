#include "scanner/plan/device_order.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "hashsets/content_blocks.h"

namespace winnow {
namespace {

// Reading through a gap this wide costs less than a second request.
constexpr std::uint64_t kMaxGapBytes = 64 * 1024;
constexpr std::size_t kMaxFilesPerBatch = 2048;
// A mebibyte of heads: enough batches to keep several threads busy.
constexpr std::size_t kMaxHeadsPerBatch = 256;

std::uint64_t first_offset(const FileOutline& file) {
  for (const Run& run : file.runs) {
    if (!run.is_hole()) return run.offset;
  }
  return 0;
}

std::uint64_t device_bytes(const FileOutline& file) {
  std::uint64_t bytes = 0;
  for (const Run& run : file.runs) {
    if (!run.is_hole()) bytes += run.length;
  }
  return bytes;
}

using Way = Batch::Kind;

Way way_of(const FileFacts& file, bool is_folder) {
  if (file.content == ContentKind::none || file.content == ContentKind::resident ||
      file.size == 0) {
    return Way::settled;
  }
  if (is_folder || file.content == ContentKind::library || file.size > kBatchBytes) {
    return Way::streamed;
  }
  return Way::gathered;
}

// Turns runs into few large reads that go through gaps of up to `gap_bytes`.
void plan_reads(std::vector<Run> runs, std::uint64_t gap_bytes, Batch& batch) {
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.length < b.length;
  });
  std::uint64_t gaps = 0;  // bytes read for nothing; held to one more buffer's worth
  for (const Run& run : runs) {
    if (!batch.reads.empty()) {
      PlannedRead& last = batch.reads.back();
      const std::uint64_t end = last.offset + last.length;
      const std::uint64_t gap = run.offset > end ? run.offset - end : 0;
      if (gap == 0 || (gap <= gap_bytes && gaps + gap <= kBatchBytes)) {
        gaps += gap;
        last.length = std::max(end, run.offset + run.length) - last.offset;
        continue;
      }
    }
    batch.reads.push_back({run.offset, run.length, 0});
  }
  for (PlannedRead& read : batch.reads) {
    read.buffer_at = batch.buffer_bytes;
    batch.buffer_bytes += read.length;
  }
}

std::vector<Run> runs_of(const FileList& files, const Batch& batch) {
  std::vector<Run> runs;
  for (const FileId id : batch.files) {
    const FileOutline file = files.outline(id);
    for (const Run& run : file.runs) {
      if (!run.is_hole()) runs.push_back(run);
    }
  }
  return runs;
}

template <typename File>
std::vector<Run> first_runs(const File& file) {
  std::vector<Run> head;
  std::uint64_t left = std::min<std::uint64_t>(file.size, kBlockLength);
  for (const Run& run : file.runs) {
    if (left == 0) break;
    head.push_back({run.offset, std::min(run.length, left)});
    left -= head.back().length;
  }
  return head;
}

// Behind the last block that begins in the stretch, and all of the stretch.
std::uint64_t end_of_blocks(const SpaceStretch& stretch) {
  const std::uint64_t stop = stretch.offset + stretch.length;
  const std::uint64_t phase =
      (stop - 1 + stretch.grid_bytes - stretch.grid_offset % stretch.grid_bytes) %
      stretch.grid_bytes;
  return std::min(stretch.end, std::max(stop, stop - 1 - phase + kBlockLength));
}

class Planner {
 public:
  Planner(const Inventory& inventory, std::size_t streams)
      : inventory_(inventory), streams_(streams) {}

  void add(FileId id, Way way) {
    const FileOutline file = inventory_.files.outline(id);
    if (way == Way::streamed) return add_stream(id, file);
    const std::uint64_t bytes = device_bytes(file);
    const bool fits =
        !open_.files.empty() && open_.kind == way &&
        open_.files.size() < kMaxFilesPerBatch &&
        (way == Batch::Kind::settled || open_bytes_ + bytes <= kBatchBytes);
    if (!fits) close();
    open_.kind = way;
    open_.files.push_back(id);
    open_.content_bytes += file.size;
    open_bytes_ += bytes;
  }

  std::vector<Batch> finish() {
    close();
    close_streams();
    // Large files side by side come when they are enough.
    std::stable_sort(batches_.begin(), batches_.end(),
                     [](const Batch& a, const Batch& b) { return a.place < b.place; });
    return std::move(batches_);
  }

 private:
  // Small files may lie between large ones that are read side by side.
  void add_stream(FileId id, const FileOutline& file) {
    // What the library decodes is read by itself: its runs are not its content.
    const bool stands_alone = file.content == ContentKind::library;
    if (stands_alone) close_streams();
    if (streams_ == 1) close();  // nothing lies between: all come by their place
    if (open_streams_.files.empty()) open_streams_.place = early_place(file);
    open_streams_.kind = Way::streamed;
    open_streams_.files.push_back(id);
    open_streams_.content_bytes += file.size;
    if (stands_alone || open_streams_.files.size() >= streams_) close_streams();
  }

  // Large files side by side keep one thread for long: none begins near the end, where
  // the other threads would have nothing left to do.
  [[nodiscard]] std::uint64_t early_place(const FileOutline& file) const {
    return streams_ == 1 ? first_offset(file) : first_offset(file) / 2;
  }

  void close_streams() {
    if (open_streams_.files.empty()) return;
    batches_.push_back(std::move(open_streams_));
    open_streams_ = Batch();
  }

  void close() {
    if (open_.files.empty()) return;
    if (open_.kind == Batch::Kind::gathered) {
      open_.place = first_offset(inventory_.files.outline(open_.files.front()));
      plan_reads(runs_of(inventory_.files, open_), kMaxGapBytes, open_);
    }
    batches_.push_back(std::move(open_));
    open_ = Batch();
    open_bytes_ = 0;
  }

  const Inventory& inventory_;
  std::size_t streams_;
  std::vector<Batch> batches_;
  Batch open_;
  Batch open_streams_;
  std::uint64_t open_bytes_ = 0;
};

}  // namespace

std::vector<Batch> one_by_one(const Inventory& inventory,
                              const std::vector<Batch>& batches) {
  std::vector<FileId> files;
  for (const Batch& batch : batches) {
    files.insert(files.end(), batch.files.begin(), batch.files.end());
  }
  return plan_one_by_one(inventory, files);
}

std::vector<Batch> plan_one_by_one(const Inventory& inventory,
                                   const std::vector<FileId>& files) {
  const bool is_folder = !inventory.folder_paths.empty();
  std::vector<Batch> batches;
  for (const FileId id : files) {
    Planner planner(inventory, 1);
    planner.add(id, way_of(inventory.files.facts(id), is_folder));
    for (Batch& batch : planner.finish()) batches.push_back(std::move(batch));
  }
  return batches;
}

std::vector<Batch> plan_in_device_order(const Inventory& inventory,
                                        const std::vector<bool>& wanted,
                                        std::size_t streams) {
  const bool is_folder = !inventory.folder_paths.empty();
  struct Place {
    Way way;
    std::uint64_t offset;
    FileId id;
  };
  std::vector<Place> places;
  for (const FileOutline& file : inventory.files.outlines()) {
    if (!wanted[file.id]) continue;
    const FileId other = file.same_content_as;
    if (other != kNoFile && wanted[other] && file.content != ContentKind::none)
      continue;
    const Way way = way_of(file, is_folder);
    // What is settled costs no read and comes first; the rest interleaves by its place.
    places.push_back({way, way == Way::settled ? 0 : first_offset(file), file.id});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    const bool a_settled = a.way == Way::settled;
    const bool b_settled = b.way == Way::settled;
    if (a_settled != b_settled) return a_settled;
    return a.offset != b.offset ? a.offset < b.offset : a.id < b.id;
  });
  Planner planner(inventory, is_folder ? 1 : streams);
  for (const Place& place : places) planner.add(place.id, place.way);
  return planner.finish();
}

std::vector<Run> head_runs(const FileRecord& file) {
  return first_runs(file);
}

std::vector<Batch> plan_heads(const Inventory& inventory,
                              const std::vector<FileId>& files,
                              std::uint64_t gap_bytes) {
  std::vector<std::pair<std::uint64_t, FileId>> order;
  order.reserve(files.size());
  for (const FileId id : files) {
    order.emplace_back(first_offset(inventory.files.outline(id)), id);
  }
  std::sort(order.begin(), order.end());
  std::vector<Batch> batches;
  for (std::size_t i = 0; i < order.size(); i += kMaxHeadsPerBatch) {
    Batch& batch = batches.emplace_back();
    batch.kind = Batch::Kind::heads;
    std::vector<Run> runs;
    for (std::size_t j = i; j < std::min(order.size(), i + kMaxHeadsPerBatch); ++j) {
      const FileOutline file = inventory.files.outline(order[j].second);
      batch.files.push_back(file.id);
      batch.content_bytes += std::min<std::uint64_t>(file.size, kBlockLength);
      if (file.content != ContentKind::runs || !inventory.folder_paths.empty())
        continue;
      for (const Run& run : first_runs(file)) {
        if (!run.is_hole()) runs.push_back(run);
      }
    }
    plan_reads(std::move(runs), gap_bytes, batch);
  }
  return batches;
}

void plan_stretch_reads(Batch& batch, std::uint64_t gap_bytes) {
  std::vector<Run> runs;
  batch.place = batch.stretches.front().offset;
  for (const SpaceStretch& stretch : batch.stretches) {
    runs.push_back({stretch.offset, end_of_blocks(stretch) - stretch.offset});
    batch.content_bytes += stretch.length;
  }
  plan_reads(std::move(runs), gap_bytes, batch);
}

std::vector<Batch> merge_in_device_order(std::vector<Batch> files,
                                         std::vector<Batch> space) {
  files.insert(files.end(), std::make_move_iterator(space.begin()),
               std::make_move_iterator(space.end()));
  std::stable_sort(files.begin(), files.end(),
                   [](const Batch& a, const Batch& b) { return a.place < b.place; });
  return files;
}

}  // namespace winnow
