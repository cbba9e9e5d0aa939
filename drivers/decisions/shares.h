// What can be said of a rate after so many cases, in whole numbers, so that every
// machine states the same. Pure functions.
#ifndef WINNOW_DRIVERS_DECISIONS_SHARES_H_
#define WINNOW_DRIVERS_DECISIONS_SHARES_H_

#include <cstdint>

#include "scanner/ledger/residual.h"

namespace winnow {

// `part` of `of` cases, and between which rates the one behind them lies with a
// confidence of 95 %, in ten-thousandths: Wilson's interval (Wilson 1927), rounded
// outwards. Of no cases it is all from 0 to kCertain.
struct Share {
  std::uint32_t part = 0;
  std::uint32_t of = 0;
  std::uint32_t low = 0;
  std::uint32_t high = kCertain;
  bool operator==(const Share&) const = default;
};
[[nodiscard]] Share share_of(std::uint32_t part, std::uint32_t of);

// log2(value) in millionths, rounded down; 0 of 0, which has none.
[[nodiscard]] std::int64_t log2_millionths(std::uint64_t value);

// By how many doublings the odds are greater with something than without it, in
// millionths, drawn towards none the fewer the cases are.
//
// The log odds ratio with half a case added to each cell (Haldane, Anscombe), times
// 1 / (1 + its variance): its mean once it is known, if before every case it is held to
// be normal around none with a deviation of 1 in natural logarithms, that is, if odds
// seven times as great are rare.
struct Cases {
  std::uint32_t holding_with = 0;
  std::uint32_t holding_without = 0;
  std::uint32_t others_with = 0;
  std::uint32_t others_without = 0;
};
[[nodiscard]] std::int64_t odds_doublings(const Cases& cases);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_SHARES_H_
