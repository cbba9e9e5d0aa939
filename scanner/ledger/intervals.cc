#include "scanner/ledger/intervals.h"

#include <algorithm>
#include <cstddef>

namespace winnow {

void IntervalSet::add(std::uint64_t offset, std::uint64_t length, std::uint64_t limit) {
  if (offset >= limit || length == 0) return;
  const std::uint64_t end = length > limit - offset ? limit : offset + length;
  // Neighbours arrive one after the other often enough to be worth this look.
  if (!intervals_.empty() && offset >= intervals_.back().end &&
      offset - intervals_.back().end <= gap_) {
    intervals_.back().end = end;
    return;
  }
  if (intervals_.size() == intervals_.capacity()) {
    settle();
    const std::size_t room = intervals_.capacity();
    if (intervals_.size() > room / 2) intervals_.reserve(2 * room);
  }
  intervals_.push_back({offset, end});
}

void IntervalSet::settle() {
  std::sort(intervals_.begin(), intervals_.end());
  std::size_t kept = 0;
  for (const Interval& next : intervals_) {
    if (kept > 0 && (next.begin <= intervals_[kept - 1].end ||
                     next.begin - intervals_[kept - 1].end <= gap_)) {
      intervals_[kept - 1].end = std::max(intervals_[kept - 1].end, next.end);
    } else {
      intervals_[kept++] = next;
    }
  }
  intervals_.resize(kept);
}

bool IntervalSet::contains(std::uint64_t byte) const {
  return contains(byte, 1);
}

bool IntervalSet::contains(std::uint64_t offset, std::uint64_t length) const {
  if (length == 0) return true;
  const auto after = std::upper_bound(
      intervals_.begin(), intervals_.end(), offset,
      [](std::uint64_t wanted, const Interval& i) { return wanted < i.begin; });
  if (after == intervals_.begin()) return false;
  const std::uint64_t end = std::prev(after)->end;
  return offset < end && length <= end - offset;
}

std::uint64_t IntervalSet::bytes() const {
  std::uint64_t sum = 0;
  for (const Interval& interval : intervals_) sum += interval.end - interval.begin;
  return sum;
}

ByteShares share_bytes(const IntervalSet& read, const IntervalSet& unreadable,
                       std::uint64_t total) {
  ByteShares shares;
  const auto& r = read.intervals();
  const auto& u = unreadable.intervals();
  std::size_t i = 0;
  std::size_t k = 0;
  for (std::uint64_t at = 0; at < total;) {
    while (i < r.size() && r[i].end <= at) ++i;
    while (k < u.size() && u[k].end <= at) ++k;
    const bool in_read = i < r.size() && r[i].begin <= at;
    const bool in_unreadable = k < u.size() && u[k].begin <= at;
    std::uint64_t next = total;
    if (i < r.size()) next = std::min(next, in_read ? r[i].end : r[i].begin);
    if (k < u.size()) next = std::min(next, in_unreadable ? u[k].end : u[k].begin);
    std::uint64_t& share = in_read         ? shares.read
                           : in_unreadable ? shares.unreadable
                                           : shares.unread;
    share += next - at;
    at = next;
  }
  return shares;
}

}  // namespace winnow
