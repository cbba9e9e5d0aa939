// How many pictures would be as near to a set by chance, so that a near match can be
// weighed: how large the set is and how much was compared with it matter as much as the
// distance.
//
// If the bits of a hash were tosses of a coin, two unrelated pictures would differ in
// 128 of 256 with a deviation of 8. Those of real pictures depend on each other: the
// deviation that was measured (tests/ledger/chance_test.cc) is that of kEffectiveBits
// tosses, each worth 256 / kEffectiveBits bits, and the tail of these is taken. It is
// an estimate of an order of magnitude for unrelated pictures, no statement about
// pictures that are alike: the same scene, the same template.
#ifndef WINNOW_SCANNER_LEDGER_CHANCE_H_
#define WINNOW_SCANNER_LEDGER_CHANCE_H_

#include <cstdint>
#include <string>

namespace winnow {

inline constexpr unsigned kEffectiveBits = 97;

// Fewer than 10 to the power of `exponent` are expected.
struct ChanceMatches {
  int exponent = 0;
  bool operator==(const ChanceMatches&) const = default;
  [[nodiscard]] std::string text() const;  // "1e-12", a number of JSON
};

// Of `pictures` pictures, each in two forms and eight variants, within `distance` bits
// of one of `set_size` hashes.
[[nodiscard]] ChanceMatches expected_by_chance(std::uint32_t distance,
                                               std::uint64_t pictures,
                                               std::uint64_t set_size);

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_CHANCE_H_
