#include "base/simd/digest_lanes.h"

#include <cassert>

#include "base/simd/digest_constants.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

// SSSE3 alone: processors of 2006; they get the portable code.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS HWY_SSSE3
#endif
// Highway includes this once for each instruction set but the one that the compiler
// was given, which the include after it adds.
#define HWY_TARGET_INCLUDE "base/simd/digest_lanes-inl.h"
#include <hwy/foreach_target.h>

#include "base/simd/digest_lanes-inl.h"

namespace winnow::simd {
namespace {

HWY_EXPORT(NarrowLanes);
HWY_EXPORT(FeedLanes);

bool has_sha_instructions() {
#if defined(__x86_64__)
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && ((ebx >> 29) & 1) != 0;
#else
  return true;  // as good as every 64-bit Arm has them
#endif
}

}  // namespace

LaneWidths lane_widths() {
  const std::size_t narrow = HWY_DYNAMIC_DISPATCH(NarrowLanes)();
  return {narrow, 2 * narrow};
}

std::size_t least_lanes(Algorithm algorithm) {
  static const bool kHasSha = has_sha_instructions();
  constexpr std::size_t kNever = kMaxDigestLanes + 1;
  // The time of a block in each lane of a vector, by that of a block in OpenSSL. It
  // hardly hangs on the vector's width (measured: 4, 8 and 16 lanes).
  const std::size_t least = algorithm == Algorithm::md5    ? 2
                            : algorithm == Algorithm::sha1 ? (kHasSha ? 6 : 3)
                                                           : (kHasSha ? 10 : 3);
  return least <= lane_widths().narrow ? least : kNever;
}

void set_lane(LaneState& state, std::size_t lane, const DigestWords& words) {
  for (std::size_t w = 0; w < words.size(); ++w) state.words[w][lane] = words[w];
}

DigestWords lane_words(const LaneState& state, std::size_t lane) {
  DigestWords words;
  for (std::size_t w = 0; w < words.size(); ++w) words[w] = state.words[w][lane];
  return words;
}

void feed_lanes(Algorithm algorithm, LaneState& state, const LaneBlocks& blocks,
                std::size_t count, std::size_t width) {
  assert(width == lane_widths().narrow || width == lane_widths().wide);
  HWY_DYNAMIC_DISPATCH(FeedLanes)(algorithm, state, blocks, count, width);
}

}  // namespace winnow::simd
