#include "hashsets/building/run_merger.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "hashsets/building/sort_records.h"

namespace winnow {
namespace {

constexpr std::size_t kBatchRecords = 32 * 1024;

}  // namespace

Result<void> RunMerger::add_run(std::uint64_t begin, std::uint64_t end,
                                std::size_t buffer_bytes) {
  Cursor& cursor = cursors_.emplace_back();
  cursor.next = begin;
  cursor.end = end;
  cursor.buffer.resize(std::max(length_, buffer_bytes - buffer_bytes % length_));
  return refill(cursor);
}

void RunMerger::add_run(Bytes records) {
  cursors_.emplace_back().left = records;
}

Result<void> RunMerger::refill(Cursor& cursor) const {
  const auto count = static_cast<std::size_t>(
      std::min<std::uint64_t>(cursor.buffer.size(), cursor.end - cursor.next));
  const MutableBytes target = MutableBytes(cursor.buffer).first(count);
  if (count > 0) {
    if (auto read = file_.read(cursor.next, target); !read) return read;
  }
  cursor.next += count;
  cursor.left = target;
  return {};
}

bool RunMerger::is_less(const Cursor& a, const Cursor& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  return std::memcmp(a.left.data(), b.left.data(), length_) < 0;
}

void RunMerger::sink(std::size_t at) {
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
Result<void> RunMerger::advance_least() {
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

Result<void> RunMerger::merge(std::vector<std::byte>& batch) {
  batch.resize(kBatchRecords * length_);
  std::size_t merged = 0;
  while (merged < batch.size() && !heap_.empty()) {
    copy_record(batch.data() + merged, heap_.front()->left.data(), length_);
    merged += length_;
    if (auto advanced = advance_least(); !advanced) return advanced;
  }
  batch.resize(merged);
  return {};
}

void RunMerger::work(const std::stop_token& stop) {
  std::vector<std::byte> batch;
  for (;;) {
    auto merged = merge(batch);
    std::unique_lock lock(mutex_);
    if (!merged) fault_ = std::move(merged).error();
    if (!changed_.wait(lock, stop, [this] { return ready_.empty(); })) return;
    ready_.swap(batch);
    ended_ = ready_.empty() || fault_;
    changed_.notify_all();
    if (ended_) return;
  }
}

Result<Bytes> RunMerger::next() {
  // A run alone needs no thread, and one in memory not even to be copied.
  if (cursors_.size() == 1 && cursors_.front().buffer.empty()) {
    return std::exchange(cursors_.front().left, {});
  }
  if (!thread_.joinable()) {
    for (Cursor& cursor : cursors_) {
      if (cursor.left.empty()) continue;
      cursor.prefix = prefix_of(cursor.left.data(), length_);
      heap_.push_back(&cursor);
    }
    for (std::size_t i = heap_.size() / 2; i-- > 0;) sink(i);
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
  if (fault_) return *fault_;
  taken_.clear();
  taken_.swap(ready_);
  changed_.notify_all();
  return Bytes(taken_);
}

}  // namespace winnow
