// Digests of many contents at once: one content a lane of the processor's vectors.
//
// A digest's own steps depend on each other, so one content alone leaves most of a
// processor idle; lanes side by side fill it (MD5: eight to fourteen times over). The
// widest instructions of the machine it runs on are chosen at run time.
//
// This is the bare machinery; BatchDigester (base/batch_digester.h) feeds it.
// Stateless: safe from any thread. Sources: RFC 1321 (MD5), FIPS 180-4 (SHA-1,
// SHA-256).
#ifndef WINNOW_BASE_SIMD_DIGEST_LANES_H_
#define WINNOW_BASE_SIMD_DIGEST_LANES_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/block_digest.h"

namespace winnow::simd {

inline constexpr std::size_t kMaxDigestLanes = 32;  // on any machine

// Word w of lane l is at words[w][l].
struct alignas(64) LaneState {
  std::array<std::array<std::uint32_t, kMaxDigestLanes>, DigestWords{}.size()> words;
};
// Where each lane's next blocks begin; any alignment.
using LaneBlocks = std::array<const std::byte*, kMaxDigestLanes>;

// How many lanes advance together on this machine: `narrow` in one vector, `wide` in
// two side by side, which for MD5 costs less than twice as much. 0 without vectors.
struct LaneWidths {
  std::size_t narrow = 0;
  std::size_t wide = 0;
};
[[nodiscard]] LaneWidths lane_widths();

// How many lanes must be at work before they beat compress() on one content after the
// other; more than there are if they never do. A processor with SHA instructions needs
// wide vectors for it.
[[nodiscard]] std::size_t least_lanes(Algorithm algorithm);

void set_lane(LaneState& state, std::size_t lane, const DigestWords& words);
[[nodiscard]] DigestWords lane_words(const LaneState& state, std::size_t lane);

// Feeds `count` whole blocks to each of the first `width` lanes (narrow or wide).
// Padding is the caller's.
void feed_lanes(Algorithm algorithm, LaneState& state, const LaneBlocks& blocks,
                std::size_t count, std::size_t width);

}  // namespace winnow::simd

#endif  // WINNOW_BASE_SIMD_DIGEST_LANES_H_
