#include "scanner/ledger/chance.h"

#include <algorithm>
#include <cmath>

namespace winnow {
namespace {

constexpr double kHashBits = 256;
constexpr double kHashesAPicture = 16;  // two forms, eight variants

// The logarithm of the chance that of kEffectiveBits tosses so many or fewer are heads;
// between whole numbers of tosses, in proportion.
double log10_of_tail(double most_heads) {
  const auto log10_of = [](unsigned heads) {
    double sum = 0;
    for (unsigned i = 0; i <= heads; ++i) {
      sum += std::exp(std::lgamma(kEffectiveBits + 1.0) - std::lgamma(i + 1.0) -
                      std::lgamma(kEffectiveBits - i + 1.0));
    }
    return std::log10(sum) - kEffectiveBits * std::log10(2.0);
  };
  const double whole = std::floor(most_heads);
  const auto below = static_cast<unsigned>(whole);
  if (below >= kEffectiveBits) return 0;
  return log10_of(below) +
         (most_heads - whole) * (log10_of(below + 1) - log10_of(below));
}

}  // namespace

std::string ChanceMatches::text() const {
  return "1e" + std::to_string(exponent);
}

ChanceMatches expected_by_chance(std::uint32_t distance, std::uint64_t pictures,
                                 std::uint64_t set_size) {
  const double comparisons = kHashesAPicture *
                             static_cast<double>(std::max<std::uint64_t>(pictures, 1)) *
                             static_cast<double>(std::max<std::uint64_t>(set_size, 1));
  const double expected =
      std::log10(comparisons) +
      log10_of_tail(static_cast<double>(distance) * kEffectiveBits / kHashBits);
  return {std::max(kLeastExponent, static_cast<int>(std::ceil(expected)))};
}

}  // namespace winnow
