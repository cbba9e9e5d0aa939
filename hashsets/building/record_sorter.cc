#include "hashsets/building/record_sorter.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "hashsets/building/sort_records.h"

namespace winnow {
namespace {

constexpr std::size_t kFirstCapacity = 64 * 1024;
// Every run is read through a buffer of this size, smaller if there are very many.
constexpr std::size_t kRunBuffer = 256 * 1024;
constexpr std::size_t kLeastRunBuffer = 4 * 1024;
// Runs are merged so many records at a time.
constexpr std::size_t kMergedRecords = 4096;

Fault out_of_memory() {
  return Fault{FaultKind::out_of_memory,
               "ran out of memory; build with a smaller --memory", "", std::nullopt};
}

}  // namespace

// Half of the limit: sorting needs as much again.
Result<void> SortMemory::make_room() {
  if (used_bytes_ < limit_bytes_ / 2) return {};
  RecordSorter* const fullest = *std::max_element(
      sorters_.begin(), sorters_.end(),
      [](const RecordSorter* a, const RecordSorter* b) { return a->used_ < b->used_; });
  return fullest->spill();
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

Result<void> RecordSorter::add(Bytes record) {
  assert(record.size() == length_ && heap_.empty());
  if (capacity_ - used_ < length_) {
    if (auto grown = grow(); !grown) return grown;
  }
  std::memcpy(records_.get() + used_, record.data(), length_);
  used_ += length_;
  ++count_;
  return {};
}

Result<void> RecordSorter::grow() {
  if (auto room = memory_.make_room(); !room) return room;
  if (capacity_ - used_ >= length_) return {};  // it was this one that made room
  const std::size_t wanted = std::max(kFirstCapacity, capacity_ + capacity_ / 2);
  void* grown = std::realloc(records_.get(), wanted);
  if (grown == nullptr) {
    return out_of_memory();
  }
  static_cast<void>(records_.release());
  records_.reset(static_cast<std::byte*>(grown));
  memory_.used_bytes_ += wanted - capacity_;
  capacity_ = wanted;
  return {};
}

void RecordSorter::release() {
  memory_.used_bytes_ -= capacity_;
  records_.reset();
  used_ = capacity_ = 0;
}

// Into buckets by the first bits, which digests fill evenly, then each by itself. Lists
// made to fill one bucket cost what an ordinary sort costs.
Result<void> RecordSorter::sort_memory() {
  const Memory scattered(static_cast<std::byte*>(std::malloc(used_)));
  if (!scattered) return out_of_memory();
  sort_records(records_.get(), scattered.get(), used_ / length_, length_);
  return {};
}

Result<void> RecordSorter::spill() {
  if (auto sorted = sort_memory(); !sorted) return sorted;
  const Bytes run(records_.get(), used_);
  if (auto written = file_.append(run); !written) return written;
  run_ends_.push_back(file_.size());
  release();
  return {};
}

Result<void> RecordSorter::refill(Cursor& cursor) const {
  const auto count = static_cast<std::size_t>(
      std::min<std::uint64_t>(cursor.buffer.size(), cursor.end - cursor.next));
  const MutableBytes target = MutableBytes(cursor.buffer).first(count);
  if (count > 0) {
    auto read = file_.read(cursor.next, target);
    if (!read) return read;
  }
  cursor.next += count;
  cursor.left = target;
  return {};
}

Result<void> RecordSorter::sort() {
  if (used_ > 0) {
    if (auto sorted = sort_memory(); !sorted) return sorted;
  }
  std::size_t buffer = kRunBuffer;
  if (!run_ends_.empty()) {
    buffer = std::clamp(
        static_cast<std::size_t>(memory_.limit_bytes_ / 4) / run_ends_.size(),
        kLeastRunBuffer, kRunBuffer);
  }
  buffer -= buffer % length_;
  std::uint64_t start = 0;
  for (const std::uint64_t end : run_ends_) {
    Cursor cursor;
    cursor.next = std::exchange(start, end);
    cursor.end = end;
    cursor.buffer.resize(buffer);
    if (auto filled = refill(cursor); !filled) return filled;
    cursors_.push_back(std::move(cursor));
  }
  if (used_ > 0) {
    Cursor cursor;
    cursor.left = Bytes(records_.get(), used_);
    cursors_.push_back(std::move(cursor));
  }
  for (Cursor& cursor : cursors_) {
    cursor.prefix = prefix_of(cursor.left.data(), length_);
    heap_.push_back(&cursor);
  }
  for (std::size_t i = heap_.size() / 2; i-- > 0;) sink(i);
  return next_batch();
}

bool RecordSorter::is_less(const Cursor& a, const Cursor& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  return std::memcmp(a.left.data(), b.left.data(), length_) < 0;
}

void RecordSorter::sink(std::size_t at) {
  for (;;) {
    std::size_t least = at;
    for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
      if (child < heap_.size() && is_less(*heap_[child], *heap_[least])) least = child;
    }
    if (least == at) return;
    std::swap(heap_[at], heap_[least]);
    at = least;
  }
}

// Takes the least record away.
Result<void> RecordSorter::advance_least() {
  Cursor& cursor = *heap_.front();
  cursor.left = cursor.left.subspan(length_);
  if (cursor.left.empty()) {
    if (auto filled = refill(cursor); !filled) return filled;
  }
  if (cursor.left.empty()) {
    heap_.front() = heap_.back();
    heap_.pop_back();
  } else {
    cursor.prefix = prefix_of(cursor.left.data(), length_);
  }
  sink(0);
  return {};
}

Result<void> RecordSorter::next_batch() {
  batch_ = {};
  if (heap_.size() == 1) {
    Cursor& only = *heap_.front();
    if (only.left.empty()) {
      if (auto filled = refill(only); !filled) return filled;
    }
    batch_ = std::exchange(only.left, {});
    return {};
  }
  if (heap_.empty()) return {};
  merged_.resize(kMergedRecords * length_);
  std::size_t merged = 0;
  while (merged < merged_.size() && heap_.size() > 1) {
    copy_record(merged_.data() + merged, heap_.front()->left.data(), length_);
    merged += length_;
    if (auto advanced = advance_least(); !advanced) return advanced;
  }
  batch_ = Bytes(merged_).first(merged);
  return {};
}

}  // namespace winnow
