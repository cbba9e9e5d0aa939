// The numbers in RFC 1321 and FIPS 180-4. Private to digest_lanes.
//
// The two long tables are elsewhere on purpose: a constant that the compiler sees it
// builds in a register, at the cost of the port that shuffles; one that it does not see
// it broadcasts from memory for nothing.
#ifndef WINNOW_BASE_SIMD_DIGEST_CONSTANTS_H_
#define WINNOW_BASE_SIMD_DIGEST_CONSTANTS_H_

#include <array>
#include <cstdint>

namespace winnow::simd {

// Rotations to the left: round by step modulo 4.
inline constexpr std::array<std::array<int, 4>, 4> kMd5Rotations = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
// floor(2^32 |sin(i + 1)|)
extern const std::array<std::uint32_t, 64> kMd5Sines;

inline constexpr std::array<std::uint32_t, 4> kSha1Rounds = {0x5a827999, 0x6ed9eba1,
                                                             0x8f1bbcdc, 0xca62c1d6};

extern const std::array<std::uint32_t, 64> kSha256Rounds;

}  // namespace winnow::simd

#endif  // WINNOW_BASE_SIMD_DIGEST_CONSTANTS_H_
