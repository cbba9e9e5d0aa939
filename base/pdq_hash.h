// PdqHash: the perceptual hash of a picture, and what turning the picture makes of it.
//
// 256 bits, one for each of 16 x 16 coefficients of a cosine transform: whether it is
// above their median. Plain values. Source: "The TMK+PDQF Video-Hashing Algorithm and
// the PDQ Image-Hashing Algorithm", and facebook/ThreatExchange, pdq/cpp/hashing.
#ifndef WINNOW_BASE_PDQ_HASH_H_
#define WINNOW_BASE_PDQ_HASH_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace winnow {

// In the order in which it is written as 64 hexadecimal digits. The coefficient of row
// i and column j is bit 16i + j, where bit 0 is the lowest of the last byte.
struct PdqHash {
  std::array<std::byte, 32> value{};
  auto operator<=>(const PdqHash&) const = default;
};

// In how many bits they differ.
[[nodiscard]] unsigned pdq_distance(const PdqHash& a, const PdqHash& b);

// A picture, and the seven others that turning and mirroring make of it; the names and
// the order are those of the reference. Plus is the diagonal on which row and column
// are equal, minus the other.
enum class PdqVariant : std::uint8_t {
  original = 0,
  rotated_90,
  rotated_180,
  rotated_270,
  flipped_x,
  flipped_y,
  flipped_plus,
  flipped_minus,
};
inline constexpr std::size_t kPdqVariants = 8;
[[nodiscard]] const char* to_string(
    PdqVariant variant);  // "original", "rotated by 90", ...

// All eight, by PdqVariant.
using PdqVariantHashes = std::array<PdqHash, kPdqVariants>;

// Of which pixels a hash is: all, or 512 x 512 picked from a picture with a longer
// side. Lists hold either (scanner/examine/pictures/picture_pdq.h).
enum class PdqForm : std::uint8_t { full = 0, reduced };
[[nodiscard]] const char* to_string(PdqForm form);  // "full", "reduced"

// How much is to be seen in a picture, from 0 to 100. The reference matches nothing
// below this, and neither do we: pictures of hardly anything are near each other.
inline constexpr unsigned kLeastPdqQuality = 50;

// The hash of the turned picture, as near as the hash of the picture can tell.
//
// Turning changes places and signs of the coefficients only: a mirrored axis negates
// every other one. Where no sign changes, the result is exact: original, flipped_plus
// and, made from the true hash of another variant, the flipped_plus of that (rotated_90
// is that of flipped_y, rotated_270 of flipped_x, flipped_minus of rotated_180: four
// true hashes give all eight). Otherwise the median changes too, from m to some m', and
// a negated coefficient c has bit -c > m' instead of "not c > m": those that lie
// between come out wrong. Measured on the pictures of the reference: 9 to 14 bits on
// average, 30 at most; of a picture without content, half of all. So where the
// coefficients are at hand, as when a picture is hashed, make the hashes from them.
[[nodiscard]] PdqHash near_variant(const PdqHash& hash, PdqVariant variant);

}  // namespace winnow

#endif  // WINNOW_BASE_PDQ_HASH_H_
