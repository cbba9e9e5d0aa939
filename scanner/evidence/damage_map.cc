#include "scanner/evidence/damage_map.h"

#include <algorithm>
#include <iterator>
#include <mutex>

namespace winnow {

void DamageMap::add(Run range, const Fault& cause) {
  if (range.length == 0) return;
  const std::unique_lock lock(mutex_);
  const std::size_t number = number_of(cause);
  std::uint64_t at = range.offset;
  const std::uint64_t end = range.offset + range.length;
  // The parts between what is known already.
  for (auto next = first_ending_behind(at); at < end; ++next) {
    const std::uint64_t stop =
        next == stretches_.end() ? end : std::min(end, next->first);
    const std::uint64_t behind = next == stretches_.end() ? end : next->second.end;
    if (stop > at) insert(at, stop, number);
    if (next == stretches_.end()) break;
    at = std::max(at, behind);
  }
  any_.store(true, std::memory_order_release);
}

std::size_t DamageMap::number_of(const Fault& cause) {
  const auto same =
      std::find_if(causes_.begin(), causes_.end(), [&cause](const Fault& f) {
        return f.kind == cause.kind && f.what == cause.what && f.place == cause.place;
      });
  if (same == causes_.end()) {
    causes_.push_back({cause.kind, cause.what, cause.place, std::nullopt});
    return causes_.size() - 1;
  }
  return static_cast<std::size_t>(same - causes_.begin());
}

// No stretch lies over [begin, end).
void DamageMap::insert(std::uint64_t begin, std::uint64_t end, std::size_t cause) {
  const auto after = stretches_.lower_bound(begin);
  if (after != stretches_.begin()) {
    Stretch& before = std::prev(after)->second;
    if (before.end == begin && before.cause == cause) {
      before.end = end;
      return;
    }
  }
  stretches_.emplace_hint(after, begin, Stretch{end, cause});
}

DamageMap::Stretches::const_iterator DamageMap::first_ending_behind(
    std::uint64_t offset) const {
  const auto after = stretches_.upper_bound(offset);
  if (after == stretches_.begin()) return after;
  const auto before = std::prev(after);
  return before->second.end > offset ? before : after;
}

std::optional<Run> DamageMap::first_in(std::uint64_t offset,
                                       std::uint64_t length) const {
  if (is_empty()) return std::nullopt;
  const std::shared_lock lock(mutex_);
  auto stretch = first_ending_behind(offset);
  const std::uint64_t end = offset + length;
  if (stretch == stretches_.end() || stretch->first >= end) return std::nullopt;
  const std::uint64_t from = std::max(offset, stretch->first);
  std::uint64_t to = from;
  for (; stretch != stretches_.end() && stretch->first <= to && to < end; ++stretch) {
    to = stretch->second.end;
  }
  return Run{from, std::min(to, end) - from};
}

Fault DamageMap::fault_at(std::uint64_t offset) const {
  const std::shared_lock lock(mutex_);
  Fault fault = causes_.at(first_ending_behind(offset)->second.cause);
  fault.offset = offset;
  return fault;
}

void append_range(std::vector<Run>& ranges, Run range) {
  if (!ranges.empty() && ranges.back().offset + ranges.back().length == range.offset) {
    ranges.back().length += range.length;
  } else {
    ranges.push_back(range);
  }
}

}  // namespace winnow
