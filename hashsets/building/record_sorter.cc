#include "hashsets/building/record_sorter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kFirstCapacity = 64 * 1024;
// Every run is read through a buffer of this size, smaller if there are very many.
constexpr std::size_t kRunBuffer = 256 * 1024;
constexpr std::size_t kLeastRunBuffer = 4 * 1024;
// Records of one bucket fit in the second-level cache while they are sorted.
constexpr std::size_t kBucketRecords = 2048;

// The first eight bytes, most significant first; shorter records end in zeros.
std::uint64_t prefix_of(const std::byte* record, std::size_t length) {
  std::uint64_t prefix = 0;
  std::memcpy(&prefix, record, std::min(length, sizeof(prefix)));
  static_assert(std::endian::native == std::endian::little);
  return __builtin_bswap64(prefix);
}

std::size_t bucket_of(const std::byte* record, unsigned bits) {
  const unsigned first_two =
      std::to_integer<unsigned>(record[0]) << 8 | std::to_integer<unsigned>(record[1]);
  return first_two >> (16 - bits);
}

Fault out_of_memory() {
  return Fault{FaultKind::out_of_memory,
               "ran out of memory; build with a smaller --memory", "", std::nullopt};
}

struct Sortable {
  std::uint64_t prefix = 0;
  const std::byte* record = nullptr;
};

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
  const std::size_t count = used_ / length_;
  const unsigned bits = std::min<unsigned>(
      16, static_cast<unsigned>(std::bit_width(count / kBucketRecords)));
  std::vector<std::size_t> starts((std::size_t{1} << bits) + 1);
  const std::byte* const end = records_.get() + used_;
  for (const std::byte* record = records_.get(); record != end; record += length_) {
    ++starts[bucket_of(record, bits) + 1];
  }
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];

  const Memory scattered(static_cast<std::byte*>(std::malloc(used_)));
  if (!scattered) return out_of_memory();
  std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
  for (const std::byte* record = records_.get(); record != end; record += length_) {
    const std::size_t place = next[bucket_of(record, bits)]++;
    std::memcpy(scattered.get() + place * length_, record, length_);
  }

  std::vector<Sortable> bucket;
  std::byte* out = records_.get();
  for (std::size_t b = 0; b + 1 < starts.size(); ++b) {
    bucket.clear();
    for (std::size_t i = starts[b]; i < starts[b + 1]; ++i) {
      const std::byte* record = scattered.get() + i * length_;
      bucket.push_back({prefix_of(record, length_), record});
    }
    std::sort(bucket.begin(), bucket.end(),
              [this](const Sortable& x, const Sortable& y) {
                if (x.prefix != y.prefix) return x.prefix < y.prefix;
                return std::memcmp(x.record, y.record, length_) < 0;
              });
    for (const Sortable& item : bucket) {
      std::memcpy(out, item.record, length_);
      out += length_;
    }
  }
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

Result<void> RecordSorter::refill(Cursor& cursor) {
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
    heap_.push_back(std::move(cursor));
  }
  if (used_ > 0) {
    Cursor cursor;
    cursor.left = Bytes(records_.get(), used_);
    heap_.push_back(std::move(cursor));
  }
  for (Cursor& cursor : heap_) cursor.prefix = prefix_of(cursor.left.data(), length_);
  for (std::size_t i = heap_.size() / 2; i-- > 0;) sink(i);
  set_current();
  return {};
}

bool RecordSorter::is_less(const Cursor& a, const Cursor& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  return std::memcmp(a.left.data(), b.left.data(), length_) < 0;
}

void RecordSorter::sink(std::size_t at) {
  for (;;) {
    std::size_t least = at;
    for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
      if (child < heap_.size() && is_less(heap_[child], heap_[least])) least = child;
    }
    if (least == at) return;
    std::swap(heap_[at], heap_[least]);
    at = least;
  }
}

void RecordSorter::set_current() {
  current_ = heap_.empty() ? Bytes() : heap_.front().left.first(length_);
}

Result<void> RecordSorter::advance() {
  Cursor& cursor = heap_.front();
  cursor.left = cursor.left.subspan(length_);
  if (cursor.left.empty() && cursor.next < cursor.end) {
    if (auto filled = refill(cursor); !filled) return filled;
  }
  if (cursor.left.empty()) {
    if (heap_.size() > 1) std::swap(heap_.front(), heap_.back());
    heap_.pop_back();
  } else {
    cursor.prefix = prefix_of(cursor.left.data(), length_);
  }
  if (heap_.size() > 1) sink(0);
  set_current();
  return {};
}

}  // namespace winnow
