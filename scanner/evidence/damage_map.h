// DamageMap: which bytes of an exhibit are known not to be readable, and why.
//
// What is in it is never asked of the device again: each try of a bad sector costs a
// failing device seconds, and brings its end nearer.
//
// Any thread may call anything at any time.
#ifndef WINNOW_SCANNER_EVIDENCE_DAMAGE_MAP_H_
#define WINNOW_SCANNER_EVIDENCE_DAMAGE_MAP_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "base/fault.h"
#include "scanner/wire/records.h"

namespace winnow {

class DamageMap {
 public:
  // Bytes that are known already keep their first cause.
  void add(Run range, const Fault& cause);

  [[nodiscard]] bool is_empty() const { return !any_.load(std::memory_order_acquire); }
  // The first known-bad bytes of [offset, offset + length), cut to it.
  [[nodiscard]] std::optional<Run> first_in(std::uint64_t offset,
                                            std::uint64_t length) const;
  // Why the byte at `offset`, which is known to be bad, cannot be read.
  [[nodiscard]] Fault fault_at(std::uint64_t offset) const;

 private:
  struct Stretch {
    std::uint64_t end = 0;
    std::size_t cause = 0;  // in causes_
  };
  using Stretches = std::map<std::uint64_t, Stretch>;

  [[nodiscard]] std::size_t number_of(const Fault& cause);
  void insert(std::uint64_t begin, std::uint64_t end, std::size_t cause);
  [[nodiscard]] Stretches::const_iterator first_ending_behind(
      std::uint64_t offset) const;

  std::atomic<bool> any_{false};
  mutable std::shared_mutex mutex_;  // guards what follows
  Stretches stretches_;              // by their first byte; none over another
  std::vector<Fault> causes_;        // a handful: kinds of failure, by segment
};

// Appends a range to a rising list, joined to the last one where they touch.
void append_range(std::vector<Run>& ranges, Run range);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_DAMAGE_MAP_H_
