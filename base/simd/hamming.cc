#include "base/simd/hamming.h"

#include <algorithm>
#include <cassert>

// Processors with an instruction for counting bits in bytes.
#define HWY_WANT_AVX3_DL 1
// SSSE3 alone: processors of 2006; they get the portable code.
#define HWY_DISABLED_TARGETS HWY_SSSE3
// Highway includes this once for each instruction set but the one that the compiler
// was given, which the include after it adds.
#define HWY_TARGET_INCLUDE "base/simd/hamming-inl.h"
#include <hwy/foreach_target.h>

#include "base/simd/hamming-inl.h"

namespace winnow::simd {
namespace {

HWY_EXPORT(FillTile);
HWY_EXPORT(ScanTile);
HWY_EXPORT(Distances);

}  // namespace

void fill_tile(std::span<const std::byte, kTileHashes * kHashBytes> hashes,
               HammingTile& tile) {
  HWY_DYNAMIC_DISPATCH(FillTile)(hashes.data(), tile);
}

HammingQuery make_query(std::span<const std::byte, kHashBytes> hash) {
  HammingQuery query{};
  for (std::size_t b = 0; b < kTileBytes; ++b) {
    query.words[b] = std::to_integer<std::uint32_t>(hash[b]) * 0x01010101u;
  }
  return query;
}

std::size_t scan_tile(const HammingTile& tile, std::span<const HammingQuery> queries,
                      unsigned bound, std::span<NearLanes> found) {
  assert(found.size() >= queries.size() * kMaxNearLanes);
  // More than all bits of a tile's hash is no more than all of them.
  const unsigned most = std::min<unsigned>(bound, kTileBytes * 8);
  return HWY_DYNAMIC_DISPATCH(ScanTile)(tile, queries.data(), queries.size(), most,
                                        found.data());
}

void hamming_distances(std::span<const std::byte* const> hashes,
                       std::span<const std::byte* const> others,
                       std::span<std::uint32_t> distances) {
  assert(hashes.size() == others.size() && hashes.size() == distances.size());
  HWY_DYNAMIC_DISPATCH(Distances)
  (hashes.data(), others.data(), hashes.size(), distances.data());
}

}  // namespace winnow::simd
