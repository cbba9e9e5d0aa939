#include "scanner/plan/device_order.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// Reading through a gap this wide costs less than a second request.
constexpr std::uint64_t kMaxGapBytes = 64 * 1024;
constexpr std::size_t kMaxFilesPerBatch = 2048;

std::uint64_t first_offset(const FileRecord& file) {
  for (const Run& run : file.runs) {
    if (!run.is_hole()) return run.offset;
  }
  return 0;
}

std::uint64_t device_bytes(const FileRecord& file) {
  std::uint64_t bytes = 0;
  for (const Run& run : file.runs) {
    if (!run.is_hole()) bytes += run.length;
  }
  return bytes;
}

using Way = Batch::Kind;

Way way_of(const FileRecord& file, bool is_folder) {
  if (file.content == ContentKind::none || file.content == ContentKind::resident ||
      file.size == 0) {
    return Way::settled;
  }
  if (is_folder || file.content == ContentKind::library || file.size > kBatchBytes) {
    return Way::streamed;
  }
  return Way::gathered;
}

// Turns the runs of a batch's files into few large reads.
void plan_reads(const FileList& files, Batch& batch) {
  std::vector<Run> runs;
  for (const FileId id : batch.files) {
    for (const Run& run : files[id].runs) {
      if (!run.is_hole()) runs.push_back(run);
    }
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.length < b.length;
  });
  std::uint64_t gaps = 0;  // bytes read for nothing; held to one more buffer's worth
  for (const Run& run : runs) {
    if (!batch.reads.empty()) {
      PlannedRead& last = batch.reads.back();
      const std::uint64_t end = last.offset + last.length;
      const std::uint64_t gap = run.offset > end ? run.offset - end : 0;
      if (gap == 0 || (gap <= kMaxGapBytes && gaps + gap <= kBatchBytes)) {
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

class Planner {
 public:
  explicit Planner(const Inventory& inventory) : inventory_(inventory) {}

  void add(FileId id, Way way) {
    const FileRecord& file = inventory_.files[id];
    const std::uint64_t bytes = device_bytes(file);
    const bool fits =
        !open_.files.empty() && open_.kind == way && way != Batch::Kind::streamed &&
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
    return std::move(batches_);
  }

 private:
  void close() {
    if (open_.files.empty()) return;
    if (open_.kind == Batch::Kind::gathered) plan_reads(inventory_.files, open_);
    batches_.push_back(std::move(open_));
    open_ = Batch();
    open_bytes_ = 0;
  }

  const Inventory& inventory_;
  std::vector<Batch> batches_;
  Batch open_;
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
    Planner planner(inventory);
    planner.add(id, way_of(inventory.files[id], is_folder));
    for (Batch& batch : planner.finish()) batches.push_back(std::move(batch));
  }
  return batches;
}

std::vector<Batch> plan_in_device_order(const Inventory& inventory,
                                        const std::vector<bool>& wanted) {
  const bool is_folder = !inventory.folder_paths.empty();
  struct Place {
    Way way;
    std::uint64_t offset;
    FileId id;
  };
  std::vector<Place> places;
  for (const FileRecord& file : inventory.files) {
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
  Planner planner(inventory);
  for (const Place& place : places) planner.add(place.id, place.way);
  return planner.finish();
}

}  // namespace winnow
