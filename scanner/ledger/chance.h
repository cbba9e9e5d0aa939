// How many pictures would be as near to a set by chance, so that a near match can be
// weighed: how large the set is and how much was compared with it matter as much as the
// distance.
//
// If the bits of a hash were tosses of a coin, two unrelated pictures would differ in
// 128 of 256 with a deviation of 8. In 13,680 comparisons of pictures of 20 scenes, all
// variants, the deviation was 8.12 (bench/runs/2026-11-21-pictures): that of 248 tosses
// worth a little more than a bit each. The tail of kEffectiveBits tosses is taken, and
// nothing below kLeastExponent is ever stated: no measurement reaches so far.
//
// It speaks of pictures that have nothing to do with each other. Pictures of one scene,
// or from one template, come nearer: the nearest of those 13,680 pairs differed in 36.
#ifndef WINNOW_SCANNER_LEDGER_CHANCE_H_
#define WINNOW_SCANNER_LEDGER_CHANCE_H_

#include <cstdint>
#include <string>

namespace winnow {

inline constexpr unsigned kEffectiveBits = 240;
inline constexpr int kLeastExponent = -9;

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
