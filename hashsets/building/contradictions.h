// Contradictions: where the rows of a set contradict each other, the first of them by
// their digests, for a person to look into.
//
// Two kinds. A conflict: one digest, and two categories that cannot both be right. An
// inconsistency: one digest, and two contents, as another digest tells. The second is
// looked for only among contents that follow each other in the order of entries, so by
// their MD5 (by SHA-1 where there is none). Memory: a fixed number of records. One
// thread.
#ifndef WINNOW_HASHSETS_BUILDING_CONTRADICTIONS_H_
#define WINNOW_HASHSETS_BUILDING_CONTRADICTIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace winnow {

class Contradictions {
 public:
  // Digests by algorithm, then PDQ.
  static constexpr std::size_t kParts = 4;
  static constexpr std::size_t kMostListed = 20;  // of each kind

  // One side: a value, and the attribute of the row that has it.
  struct Side {
    std::vector<std::byte> value;  // of an inconsistency only
    std::uint32_t attribute = 0;
  };
  struct Contradiction {
    std::size_t part = 0;  // of the digest that both sides share
    std::vector<std::byte> key;
    std::size_t other_part = 0;  // of the values, in an inconsistency
    Side first;  // of a conflict: the lower attribute, which is the graver
    Side second;
    std::uint32_t entry = 0;  // of a conflict: the one that contradicts
  };

  // For each part, in the order of its keys. The parts may come in any order.
  void add_conflict(std::size_t part, Bytes key, std::uint32_t first_attribute,
                    std::uint32_t entry, std::uint32_t attribute);
  // The parts of every content (empty: absent) in the order of entries.
  void see_content(const std::array<Bytes, kParts>& parts, std::uint32_t attribute);

  // Each entry once, by the first part that shows it.
  [[nodiscard]] std::vector<Contradiction> conflicts() const;
  [[nodiscard]] const std::vector<Contradiction>& inconsistencies() const {
    return inconsistencies_;
  }
  // All of them, listed or not: contents that another one before contradicts.
  [[nodiscard]] std::uint64_t inconsistency_count() const {
    return inconsistency_count_;
  }

 private:
  std::array<std::vector<Contradiction>, kParts> conflicts_;
  std::vector<Contradiction> inconsistencies_;
  std::uint64_t inconsistency_count_ = 0;
  // A value and who says it, without an allocation for each of many million rows.
  struct Held {
    std::array<std::byte, 32> value{};
    std::size_t size = 0;  // 0: none yet
    std::uint32_t attribute = 0;

    void hold(Bytes bytes, std::uint32_t of);
    [[nodiscard]] Bytes bytes() const { return Bytes(value).first(size); }
  };
  // The contents that share a digest: the digest, and the first value of each other.
  std::size_t run_part_ = kParts;
  Held run_key_;
  std::array<Held, kParts> run_first_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_CONTRADICTIONS_H_
