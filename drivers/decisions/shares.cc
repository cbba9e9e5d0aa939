#include "drivers/decisions/shares.h"

#include <algorithm>
#include <bit>

namespace winnow {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr std::uint64_t kMillionth = 1'000'000;
// The square of 1.959964, which leaves 2.5 % of a normal distribution on either side.
constexpr std::uint64_t kZSquared = 3'841'459;  // millionths

Wide root_down(Wide value) {
  Wide root = 0;
  for (Wide bit = Wide{1} << 62; bit != 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= value) root += bit;
  }
  return root;
}

Wide root_up(Wide value) {
  const Wide root = root_down(value);
  return root * root == value ? root : root + 1;
}

std::int64_t log2_of_odd(std::uint32_t cases) {
  return log2_millionths(2 * std::uint64_t{cases} + 1);
}

std::int64_t variance_part(std::uint32_t cases) {
  return static_cast<std::int64_t>(2 * kMillionth / (2 * std::uint64_t{cases} + 1));
}

}  // namespace

// With k of n and z: (2k + z^2 -+ sqrt(z^2 (4k(n-k)/n + z^2))) / (2 (n + z^2)).
Share share_of(std::uint32_t part, std::uint32_t of) {
  if (of == 0) return {};
  const std::uint32_t k = std::min(part, of);
  const Wide spread = (Wide{4} * k * (of - k) * kMillionth + (of - 1)) / of;
  const Wide root = root_up(kZSquared * (spread + kZSquared));
  const Wide middle = Wide{2} * k * kMillionth + kZSquared;
  const Wide whole = 2 * (Wide{of} * kMillionth + kZSquared);
  const Wide low = middle > root ? (middle - root) * kCertain / whole : 0;
  const Wide high = ((middle + root) * kCertain + (whole - 1)) / whole;
  return {k, of, static_cast<std::uint32_t>(low),
          static_cast<std::uint32_t>(std::min(high, Wide{kCertain}))};
}

// The fraction's bits one by one: squaring a number in [1, 2) doubles its logarithm.
std::int64_t log2_millionths(std::uint64_t value) {
  if (value == 0) return 0;
  constexpr int kBits = 30;
  const int whole = static_cast<int>(std::bit_width(value)) - 1;
  std::uint64_t mantissa = value << (63 - whole);  // 1.63
  std::uint64_t fraction = 0;
  for (int i = 0; i < kBits; ++i) {
    const Wide square = (static_cast<Wide>(mantissa) * mantissa) >> 63;
    const bool is_two = (square >> 64) != 0;
    fraction = fraction * 2 + (is_two ? 1 : 0);
    mantissa = static_cast<std::uint64_t>(is_two ? square >> 1 : square);
  }
  return whole * static_cast<std::int64_t>(kMillionth) +
         static_cast<std::int64_t>((fraction * kMillionth) >> kBits);
}

std::int64_t odds_doublings(const Cases& cases) {
  const std::int64_t odds =
      log2_of_odd(cases.holding_with) + log2_of_odd(cases.others_without) -
      log2_of_odd(cases.holding_without) - log2_of_odd(cases.others_with);
  const std::int64_t variance =
      variance_part(cases.holding_with) + variance_part(cases.holding_without) +
      variance_part(cases.others_with) + variance_part(cases.others_without);
  constexpr auto kOne = static_cast<std::int64_t>(kMillionth);
  return odds * kOne / (kOne + variance);
}

}  // namespace winnow
