// IntervalSet: stretches of a device, united, so that no byte is counted twice.
//
// Add in any order, then settle() once before asking. One thread at a time.
#ifndef WINNOW_SCANNER_LEDGER_INTERVALS_H_
#define WINNOW_SCANNER_LEDGER_INTERVALS_H_

#include <cstdint>
#include <vector>

namespace winnow {

// Bytes [begin, end) of an exhibit.
struct Interval {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  auto operator<=>(const Interval&) const = default;
};

class IntervalSet {
 public:
  IntervalSet() = default;
  // What lies in a gap of up to `gap` bytes counts as well.
  explicit IntervalSet(std::uint64_t gap) : gap_(gap) {}

  // Takes the part of [offset, offset+length) that lies inside `limit` bytes.
  void add(std::uint64_t offset, std::uint64_t length, std::uint64_t limit);
  // Sorts and merges: what is left is disjoint and rising, with more than the gap
  // between any two.
  void settle();
  // Once settled.
  [[nodiscard]] bool contains(std::uint64_t byte) const;
  // All of these bytes.
  [[nodiscard]] bool contains(std::uint64_t offset, std::uint64_t length) const;
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

 private:
  std::uint64_t gap_ = 0;
  std::vector<Interval> intervals_;
};

// The device cut by what became of each byte, counted by walking it once from byte 0 to
// `total`: three independent sums, so that comparing them with `total` proves
// something.
struct ByteShares {
  std::uint64_t read = 0;
  std::uint64_t unread = 0;
  std::uint64_t unreadable = 0;  // and not read
};
// Both sets settled and inside `total`.
[[nodiscard]] ByteShares share_bytes(const IntervalSet& read,
                                     const IntervalSet& unreadable,
                                     std::uint64_t total);

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_INTERVALS_H_
