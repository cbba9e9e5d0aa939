// Included by hamming.cc once for each instruction set, which is why it has no guard.

#include <hwy/highway.h>

#include <cstring>

#include "base/simd/hamming.h"

HWY_BEFORE_NAMESPACE();
namespace winnow::simd {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

// No vectors: eight bytes in a word.

void FillTile(const std::byte* hashes, HammingTile& tile) {
  for (std::size_t b = 0; b < kTileBytes; ++b) {
    for (std::size_t lane = 0; lane < kTileHashes; ++lane) {
      tile.bytes[b][lane] =
          std::to_integer<std::uint8_t>(hashes[hash_of_lane(lane) * kHashBytes + b]);
    }
  }
}

// The number of bits set in each byte.
HWY_INLINE std::uint64_t CountBits(std::uint64_t bytes) {
  bytes -= (bytes >> 1) & 0x5555555555555555u;
  bytes = (bytes & 0x3333333333333333u) + ((bytes >> 2) & 0x3333333333333333u);
  return (bytes + (bytes >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
}

std::size_t ScanTile(const HammingTile& tile, const HammingQuery* queries,
                     std::size_t query_count, unsigned bound, NearLanes* found) {
  std::size_t count = 0;
  for (std::size_t q = 0; q < query_count; ++q) {
    std::uint64_t lanes = 0;
    for (std::size_t first = 0; first < kTileHashes; first += 8) {
      std::uint64_t sums = 0;
      for (std::size_t b = 0; b < kTileBytes; ++b) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, tile.bytes[b].data() + first, 8);
        sums += CountBits(bytes ^ queries[q].words[b] * 0x0000000100000001u);
      }
      for (std::size_t lane = 0; lane < 8; ++lane) {
        const bool is_near = (sums >> (8 * lane) & 0xFF) <= bound;
        lanes |= std::uint64_t{is_near} << (first + lane);
      }
    }
    if (lanes != 0) found[count++] = {lanes, q};
  }
  return count;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using Row = hn::CappedTag<std::uint8_t, kTileHashes>;
using Words = hn::CappedTag<std::uint64_t, 8>;
static_assert(hn::MaxLanes(Row()) * kMaxNearLanes >= kTileHashes);

// Bytes change places within pairs of rows: those of `mask` in `low` with those
// `kShift` bits above them in `high`.
template <int kShift, class V>
HWY_INLINE void Swap(V& high, V& low, V mask) {
  const V swapped = hn::And(hn::Xor(hn::ShiftRight<kShift>(high), low), mask);
  low = hn::Xor(low, swapped);
  high = hn::Xor(high, hn::ShiftLeft<kShift>(swapped));
}

// Squares of eight by eight bytes are turned, in halves, quarters and eighths; each
// lane has a square of its own, so hash 8r + c is row r of square c.
template <class V>
HWY_INLINE void TurnSquares(V* rows) {
  const Words d;
  const V halves = hn::Set(d, 0x00000000FFFFFFFFu);
  const V quarters = hn::Set(d, 0x0000FFFF0000FFFFu);
  const V eighths = hn::Set(d, 0x00FF00FF00FF00FFu);
  for (std::size_t r = 0; r < 4; ++r) Swap<32>(rows[r], rows[r + 4], halves);
  for (const std::size_t r : {0, 1, 4, 5}) Swap<16>(rows[r], rows[r + 2], quarters);
  for (const std::size_t r : {0, 2, 4, 6}) Swap<8>(rows[r], rows[r + 1], eighths);
}

void FillTile(const std::byte* hashes, HammingTile& tile) {
  const Words d;
  for (std::size_t first = 0; first < kTileBytes; first += 8) {
    const std::size_t rows_wanted = HWY_MIN(kTileBytes - first, std::size_t{8});
    alignas(64) std::uint64_t words[kTileHashes];
    for (std::size_t h = 0; h < kTileHashes; ++h) {
      std::memcpy(&words[h], hashes + h * kHashBytes + first, 8);
    }
    for (std::size_t c = 0; c < 8; c += hn::Lanes(d)) {
      hn::Vec<Words> rows[8];
      for (std::size_t r = 0; r < 8; ++r) rows[r] = hn::Load(d, words + r * 8 + c);
      TurnSquares(rows);
      for (std::size_t b = 0; b < rows_wanted; ++b) {
        hn::Store(
            rows[b], d,
            reinterpret_cast<std::uint64_t*>(tile.bytes[first + b].data() + c * 8));
      }
    }
  }
}

// The sum of three bits: `carry` counts twice.
template <class V>
HWY_INLINE void AddBits(V a, V b, V c, V& sum, V& carry) {
  const V differ = hn::Xor(a, b);
  sum = hn::Xor(differ, c);
#if HWY_TARGET <= HWY_AVX3
  carry = hn::IfVecThenElse(differ, c, a);
#else
  carry = hn::Or(hn::And(a, b), hn::And(differ, c));
#endif
}

// How many bits are set in twelve bytes of each lane, at most 96. Seven additions of
// three bits leave five bytes to count in instead of twelve.
template <class V>
HWY_INLINE V CountBits(const V* bytes) {
  V ones[4];
  V twos[5];
  for (std::size_t i = 0; i < 4; ++i) {
    AddBits(bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2], ones[i], twos[i]);
  }
  V one;
  AddBits(ones[0], ones[1], ones[2], one, twos[4]);
  V two;
  V two_left;
  V four;
  V four_more;
  AddBits(twos[0], twos[1], twos[2], two_left, four);
  AddBits(two_left, twos[3], twos[4], two, four_more);
  V count = hn::Add(hn::PopulationCount(four), hn::PopulationCount(four_more));
  count = hn::Add(hn::Add(count, count), hn::PopulationCount(two));
  count = hn::Add(hn::Add(count, count), hn::PopulationCount(one));
  return hn::Add(count, hn::PopulationCount(ones[3]));
}

std::size_t ScanTile(const HammingTile& tile, const HammingQuery* queries,
                     std::size_t query_count, unsigned bound, NearLanes* found) {
  const Row d;
  const hn::Repartition<std::uint32_t, Row> d32;
  const std::size_t lanes = hn::Lanes(d);
  const auto most = hn::Set(d, static_cast<std::uint8_t>(bound));
  std::size_t count = 0;
  for (std::size_t first = 0; first < kTileHashes; first += lanes) {
    hn::Vec<Row> rows[kTileBytes];
    for (std::size_t b = 0; b < kTileBytes; ++b) {
      rows[b] = hn::Load(d, tile.bytes[b].data() + first);
    }
    for (std::size_t q = 0; q < query_count; ++q) {
      hn::Vec<Row> differing[kTileBytes];
      for (std::size_t b = 0; b < kTileBytes; ++b) {
        differing[b] =
            hn::Xor(rows[b], hn::BitCast(d, hn::Set(d32, queries[q].words[b])));
      }
      const auto bits = CountBits(differing);
      const auto is_near = hn::Eq(hn::Min(bits, most), bits);
      if (hn::AllFalse(d, is_near)) continue;
      std::uint64_t mask = 0;
      std::uint8_t stored[8] = {};
      hn::StoreMaskBits(d, is_near, stored);
      std::memcpy(&mask, stored, sizeof(mask));
      found[count++] = {mask << first, q};
    }
  }
  return count;
}

#endif

// One hash is too short for vectors, but counting in a word is an instruction of its
// own on the machines that have them.
void Distances(const std::byte* const* hashes, const std::byte* const* others,
               std::size_t count, std::uint32_t* distances) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t a[4];
    std::uint64_t b[4];
    std::memcpy(a, hashes[i], kHashBytes);
    std::memcpy(b, others[i], kHashBytes);
    distances[i] = static_cast<std::uint32_t>(
        __builtin_popcountll(a[0] ^ b[0]) + __builtin_popcountll(a[1] ^ b[1]) +
        __builtin_popcountll(a[2] ^ b[2]) + __builtin_popcountll(a[3] ^ b[3]));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace winnow::simd
HWY_AFTER_NAMESPACE();
