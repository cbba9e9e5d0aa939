#include "hashsets/building/record_sorter.h"

#include <algorithm>
#include <utility>

#include "hashsets/building/sort_records.h"

namespace winnow {
namespace {

constexpr std::size_t kFirstCapacity = 64 * 1024;
// Every run is read through a buffer of this size, smaller if there are very many.
constexpr std::size_t kRunBuffer = 256 * 1024;
constexpr std::size_t kLeastRunBuffer = 4 * 1024;

Fault out_of_memory() {
  return Fault{FaultKind::out_of_memory,
               "ran out of memory; build with a smaller --memory", "", std::nullopt};
}

}  // namespace

// Half of the limit: sorting needs as much again.
std::size_t SortMemory::room() const {
  const std::uint64_t half = limit_bytes_ / 2;
  return static_cast<std::size_t>(used_bytes_ < half ? half - used_bytes_ : 0);
}

Result<void> SortMemory::make_room() {
  if (room() >= kFirstCapacity) return {};
  RecordSorter* const fullest = *std::max_element(
      sorters_.begin(), sorters_.end(),
      [](const RecordSorter* a, const RecordSorter* b) { return a->used_ < b->used_; });
  return fullest->used_ == 0 ? Result<void>() : fullest->spill();
}

RecordSorter::RecordSorter(SortMemory& memory, std::size_t record_length)
    : memory_(memory), length_(record_length), file_(memory.folder_) {
  assert(record_length >= 4);
  memory_.sorters_.push_back(this);
}

RecordSorter::~RecordSorter() {
  release();
  memory_.sorters_.erase(
      std::find(memory_.sorters_.begin(), memory_.sorters_.end(), this));
}

Result<void> RecordSorter::grow() {
  if (auto room = memory_.make_room(); !room) return room;
  const std::size_t capacity = records_.size();
  if (capacity - used_ >= length_) return {};  // it was this one that made room
  const std::size_t wanted =
      std::min(capacity + capacity / 2, capacity + memory_.room());
  if (!records_.grow(std::max({kFirstCapacity, wanted, used_ + length_}))) {
    return out_of_memory();
  }
  memory_.used_bytes_ += records_.size() - capacity;
  return {};
}

void RecordSorter::release() {
  memory_.used_bytes_ -= records_.size();
  records_.reset();
  used_ = 0;
}

Result<void> RecordSorter::sort_memory() {
  LargeMemory spare;
  if (!spare.grow(used_)) return out_of_memory();
  sort_records(records_.data(), spare.data(), used_ / length_, length_);
  return {};
}

Result<void> RecordSorter::spill() {
  if (auto sorted = sort_memory(); !sorted) return sorted;
  const Bytes run(records_.data(), used_);
  if (auto written = file_.append(run); !written) return written;
  run_ends_.push_back(file_.size());
  release();
  return {};
}

Result<void> RecordSorter::sort() {
  merger_ = std::make_unique<RunMerger>(file_, length_);
  const std::size_t buffer =
      run_ends_.empty()
          ? kRunBuffer
          : std::clamp(
                static_cast<std::size_t>(memory_.limit_bytes_ / 4) / run_ends_.size(),
                kLeastRunBuffer, kRunBuffer);
  std::uint64_t start = 0;
  for (const std::uint64_t end : run_ends_) {
    auto added = merger_->add_run(std::exchange(start, end), end, buffer);
    if (!added) return added;
  }
  if (used_ > 0) {
    if (auto sorted = sort_memory(); !sorted) return sorted;
    merger_->add_run(Bytes(records_.data(), used_));
  }
  return next_batch();
}

Result<void> RecordSorter::next_batch() {
  auto next = merger_->next();
  if (!next) return std::move(next).error();
  batch_ = *next;
  return {};
}

}  // namespace winnow
