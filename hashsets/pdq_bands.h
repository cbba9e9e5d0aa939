// The bands of the PDQ index: how the 256 bits of a hash are divided, shared by its
// reader and its writer. What it is and why is written down in hashsets/wset_format.md.
#ifndef WINNOW_HASHSETS_PDQ_BANDS_H_
#define WINNOW_HASHSETS_PDQ_BANDS_H_

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace winnow::wset {

inline constexpr std::uint64_t kPdqLength = 32;

// Keys are kept in words of 64: the first bits of a key say which word, the last six
// which bit of it.
inline constexpr unsigned kPdqWordBits = 6;
// What an item of pdq_places holds below those six bits.
inline constexpr unsigned kPdqPlaceBits = 26;
inline constexpr std::uint32_t kPdqPlaceMask = (1u << kPdqPlaceBits) - 1;
inline constexpr std::uint64_t kMaxIndexedPdq = std::uint64_t{1} << kPdqPlaceBits;
// A set of fewer is searched from end to end in less than it takes to read the index
// from a disk, and the index would be the larger part of it.
inline constexpr std::uint64_t kIndexPdqFrom = 250'000;

struct PdqBand {
  unsigned first_bit = 0;  // the highest bit of the first byte is bit 0
  unsigned bits = 0;
  std::uint32_t first_word = 0;  // of its own in pdq_marks

  [[nodiscard]] constexpr std::uint32_t words() const {
    return 1u << (bits - kPdqWordBits);
  }
};

inline constexpr std::size_t kPdqBands = 11;
// The last band, of which a look-up within 31 asks least, is the narrowest.
[[nodiscard]] constexpr std::array<PdqBand, kPdqBands> make_pdq_bands() {
  constexpr std::array<unsigned, kPdqBands> kBits = {24, 24, 24, 24, 24, 24,
                                                     23, 23, 23, 23, 20};
  std::array<PdqBand, kPdqBands> bands{};
  unsigned bit = 0;
  std::uint32_t word = 0;
  for (std::size_t b = 0; b < kPdqBands; ++b) {
    bands[b] = {bit, kBits[b], word};
    bit += bands[b].bits;
    word += bands[b].words();
  }
  return bands;
}
inline constexpr auto kBandsOfPdq = make_pdq_bands();
static_assert(kBandsOfPdq.back().first_bit + kBandsOfPdq.back().bits == 256);

inline constexpr std::uint32_t kPdqWords =
    kBandsOfPdq.back().first_word + kBandsOfPdq.back().words();
// Each band has one more first than words: where its last word ends.
inline constexpr std::uint32_t kPdqFirsts = kPdqWords + kPdqBands;
// Of word 0 of a band, in pdq_firsts.
[[nodiscard]] constexpr std::uint32_t first_of_band(std::size_t band) {
  return kBandsOfPdq[band].first_word + static_cast<std::uint32_t>(band);
}

// The bits of a hash that lie in a band. `hash` has 32 bytes.
[[nodiscard]] inline std::uint32_t pdq_key(Bytes hash, const PdqBand& band) {
  const std::uint64_t byte = std::min<std::uint64_t>(band.first_bit / 8, 24);
  const std::uint64_t eight = be<std::uint64_t>(hash, byte);
  const unsigned above = band.first_bit - static_cast<unsigned>(byte) * 8;
  return static_cast<std::uint32_t>(eight << above >> (64 - band.bits));
}

}  // namespace winnow::wset

#endif  // WINNOW_HASHSETS_PDQ_BANDS_H_
