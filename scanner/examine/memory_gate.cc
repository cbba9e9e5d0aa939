#include "scanner/examine/memory_gate.h"

#include <algorithm>

namespace winnow {

MemoryGate::Room MemoryGate::take(std::uint64_t bytes) {
  if (bytes <= kSmallBytes) return {};
  const std::uint64_t needed = std::min(bytes, bytes_);
  std::unique_lock lock(mutex_);
  const std::uint64_t number = next_++;
  changed_.wait(lock, [&] { return served_ == number && needed <= bytes_ - taken_; });
  ++served_;
  taken_ += needed;
  changed_.notify_all();
  return {this, needed};
}

void MemoryGate::give_back(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  changed_.notify_all();
}

}  // namespace winnow
