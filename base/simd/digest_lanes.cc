#include "base/simd/digest_lanes.h"

#include <cassert>
#include <span>

#include "base/simd/digest_constants.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

// SSSE3 alone: processors of 2006; they get the portable code.
#define HWY_DISABLED_TARGETS HWY_SSSE3
// Highway includes this once for each instruction set but the one that the compiler
// was given, which the include after it adds.
#define HWY_TARGET_INCLUDE "base/simd/digest_lanes-inl.h"
#include <hwy/foreach_target.h>

#include "base/simd/digest_lanes-inl.h"

namespace winnow::simd {
namespace {

HWY_EXPORT(NarrowLanes);
HWY_EXPORT(FeedLanes);

std::span<const std::uint32_t> start_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::md5:
      return kMd5Start;
    case Algorithm::sha1:
      return kSha1Start;
    case Algorithm::sha256:
      return kSha256Start;
  }
  return {};
}

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

bool lanes_pay(Algorithm algorithm) {
  static const bool kHasSha = has_sha_instructions();
  const std::size_t lanes = lane_widths().narrow;
  switch (algorithm) {
    case Algorithm::md5:
      return lanes >= 4;
    case Algorithm::sha1:
      return lanes >= (kHasSha ? 8 : 4);
    case Algorithm::sha256:
      return lanes >= (kHasSha ? 16 : 4);
  }
  return false;
}

void start_lane(Algorithm algorithm, LaneState& state, std::size_t lane) {
  std::size_t word = 0;
  for (const std::uint32_t start : start_of(algorithm)) {
    state.words[word++][lane] = start;
  }
}

Digest read_lane(Algorithm algorithm, const LaneState& state, std::size_t lane) {
  Digest digest;
  digest.algorithm = algorithm;
  const bool big_endian = algorithm != Algorithm::md5;
  for (std::size_t i = 0; i < digest_length(algorithm); ++i) {
    const std::size_t shift = 8 * (big_endian ? 3 - i % 4 : i % 4);
    digest.value[i] = static_cast<std::byte>(state.words[i / 4][lane] >> shift);
  }
  return digest;
}

void feed_lanes(Algorithm algorithm, LaneState& state, const LaneBlocks& blocks,
                std::size_t count, std::size_t width) {
  assert(width == lane_widths().narrow || width == lane_widths().wide);
  HWY_DYNAMIC_DISPATCH(FeedLanes)(algorithm, state, blocks, count, width);
}

}  // namespace winnow::simd
