// Hamming distances of 256-bit hashes, many at once.
//
// scan_tile() asks which of 64 hashes can be near each of many queries, from their
// first 12 bytes alone: of unrelated hashes one in some thousands then differs in no
// more than 31 bits, and only those few need the other 20 bytes. The widest
// instructions of the machine it runs on are chosen at run time. Stateless: safe from
// any thread. The counting of bits by carry-save adders: Harley and Seal, in Warren,
// "Hacker's Delight", 5-1.
#ifndef WINNOW_BASE_SIMD_HAMMING_H_
#define WINNOW_BASE_SIMD_HAMMING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace winnow::simd {

inline constexpr std::size_t kHashBytes = 32;
inline constexpr std::size_t kTileHashes = 64;
inline constexpr std::size_t kTileBytes = 12;  // of each hash

// The first bytes of 64 hashes, byte b of all of them at bytes[b]. Hash h has the place
// that hash_of_lane() says.
struct alignas(64) HammingTile {
  std::array<std::array<std::uint8_t, kTileHashes>, kTileBytes> bytes;
};
// Which hash has place `lane` in each row of a tile.
[[nodiscard]] constexpr std::size_t hash_of_lane(std::size_t lane) {
  return lane % 8 * 8 + lane / 8;
}

// The first bytes of a query, each four times over.
struct HammingQuery {
  std::array<std::uint32_t, kTileBytes> words;
};

// Hashes of a tile that may be near a query: a bit for each lane.
struct NearLanes {
  std::uint64_t lanes = 0;
  std::size_t query = 0;
};
// What scan_tile() may find for each query: one for each vector in a row, which have
// 16 bytes or more.
inline constexpr std::size_t kMaxNearLanes = kTileHashes / 16;

// `hashes` are 64 of them, one after the other.
void fill_tile(std::span<const std::byte, kTileHashes * kHashBytes> hashes,
               HammingTile& tile);
[[nodiscard]] HammingQuery make_query(std::span<const std::byte, kHashBytes> hash);

// For each query the lanes whose first bytes differ from its own in at most `bound`
// bits. Gives how many of `found` it wrote, which has room for kMaxNearLanes a query.
[[nodiscard]] std::size_t scan_tile(const HammingTile& tile,
                                    std::span<const HammingQuery> queries,
                                    unsigned bound, std::span<NearLanes> found);

// The distance of each pair of hashes; all three are of one length.
void hamming_distances(std::span<const std::byte* const> hashes,
                       std::span<const std::byte* const> others,
                       std::span<std::uint32_t> distances);

}  // namespace winnow::simd

#endif  // WINNOW_BASE_SIMD_HAMMING_H_
