// The three compression functions, one content a lane. Included by digest_lanes.cc once
// for each instruction set, which is why it has no guard.

#include <hwy/highway.h>

#include "base/simd/digest_constants.h"
#include "base/simd/digest_lanes.h"

HWY_BEFORE_NAMESPACE();
namespace winnow::simd {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

// No vectors: nothing to put side by side.
std::size_t NarrowLanes() {
  return 0;
}
void FeedLanes(Algorithm, LaneState&, const LaneBlocks&, std::size_t, std::size_t) {}

#else

namespace hn = hwy::HWY_NAMESPACE;

// Half of kMaxDigestLanes, so that two vectors side by side fill it.
using Lanes = hn::CappedTag<std::uint32_t, kMaxDigestLanes / 2>;
using V = hn::Vec<Lanes>;
constexpr std::size_t kLanes = HWY_MIN(HWY_LANES(std::uint32_t), kMaxDigestLanes / 2);

// Sixteen bytes from each fourth lane's block: part b of the result is from blocks[4b].
template <class D>
HWY_INLINE hn::Vec<D> LoadEveryFourth(D d, const std::byte* const* blocks,
                                      std::size_t at) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return hn::LoadU(d, reinterpret_cast<const std::uint32_t*>(blocks[0] + at));
  } else {
    const hn::Half<D> half;
    return hn::Combine(d, LoadEveryFourth(half, blocks + hn::MaxLanes(D()) / 2, at),
                       LoadEveryFourth(half, blocks, at));
  }
}

// SHA's words are big-endian.
HWY_INLINE V SwapWordBytes(V v) {
  const Lanes d;
  const hn::Repartition<std::uint8_t, Lanes> bytes;
  alignas(16) static constexpr std::uint8_t kOrder[16] = {3,  2,  1, 0, 7,  6,  5,  4,
                                                          11, 10, 9, 8, 15, 14, 13, 12};
  return hn::BitCast(
      d, hn::TableLookupBytes(hn::BitCast(bytes, v), hn::LoadDup128(bytes, kOrder)));
}

// words[w] gets word w of each lane's block: a transposition, four words at a time.
template <bool kBigEndian>
HWY_INLINE void LoadWords(const std::byte* const* blocks, std::size_t at, V* words) {
  const Lanes d;
  const hn::RepartitionToWide<Lanes> wide;
  for (std::size_t w = 0; w < 16; w += 4) {
    V lane[4];
    for (std::size_t i = 0; i < 4; ++i) {
      lane[i] = LoadEveryFourth(d, blocks + i, at + 4 * w);
      if constexpr (kBigEndian) lane[i] = SwapWordBytes(lane[i]);
    }
    const auto low01 = hn::BitCast(wide, hn::InterleaveLower(d, lane[0], lane[1]));
    const auto low23 = hn::BitCast(wide, hn::InterleaveLower(d, lane[2], lane[3]));
    const auto high01 = hn::BitCast(wide, hn::InterleaveUpper(d, lane[0], lane[1]));
    const auto high23 = hn::BitCast(wide, hn::InterleaveUpper(d, lane[2], lane[3]));
    words[w] = hn::BitCast(d, hn::InterleaveLower(wide, low01, low23));
    words[w + 1] = hn::BitCast(d, hn::InterleaveUpper(wide, low01, low23));
    words[w + 2] = hn::BitCast(d, hn::InterleaveLower(wide, high01, high23));
    words[w + 3] = hn::BitCast(d, hn::InterleaveUpper(wide, high01, high23));
  }
}

template <int kBits>
HWY_INLINE V RotateLeft(V v) {
  return hn::RotateRight<32 - kBits>(v);
}

// Bit by bit, `yes` where `mask` is set, else `no`. (Highway's IfVecThenElse wants
// whole lanes in all but AVX-512.)
HWY_INLINE V Choose(V mask, V yes, V no) {
#if HWY_TARGET <= HWY_AVX3
  return hn::IfVecThenElse(mask, yes, no);
#else
  return hn::Xor(no, hn::And(mask, hn::Xor(yes, no)));
#endif
}

template <int kRound>
HWY_INLINE V Md5Mix(V b, V c, V e) {
  if constexpr (kRound == 0) return Choose(b, c, e);
  if constexpr (kRound == 1) return Choose(e, b, c);
  if constexpr (kRound == 2) return hn::Xor3(b, c, e);
  if constexpr (kRound == 3) {
    return hn::Xor(c, hn::Or(b, hn::Not(e)));
  }
}

constexpr int Md5Word(int step) {
  constexpr int kFactor[4] = {1, 5, 3, 7};
  constexpr int kFirst[4] = {0, 1, 5, 0};
  return (kFactor[step / 16] * step + kFirst[step / 16]) % 16;
}

// One step on each of kGroups independent vectors, then the next with the words turned.
template <int kStep, std::size_t kGroups>
HWY_INLINE void Md5Steps(const V (*words)[16], V* a, V* b, V* c, V* e) {
  if constexpr (kStep < 64) {
    const Lanes d;
    const V sine = hn::Set(d, kMd5Sines[kStep]);
    for (std::size_t g = 0; g < kGroups; ++g) {
      const V sum = hn::Add(hn::Add(a[g], hn::Add(words[g][Md5Word(kStep)], sine)),
                            Md5Mix<kStep / 16>(b[g], c[g], e[g]));
      a[g] = hn::Add(b[g], RotateLeft<kMd5Rotations[kStep / 16][kStep % 4]>(sum));
    }
    Md5Steps<kStep + 1, kGroups>(words, e, a, b, c);
  }
}

template <std::size_t kGroups>
HWY_NOINLINE void FeedMd5(LaneState& state, const LaneBlocks& blocks,
                          std::size_t count) {
  const Lanes d;
  V a[kGroups], b[kGroups], c[kGroups], e[kGroups];
  for (std::size_t g = 0; g < kGroups; ++g) {
    a[g] = hn::Load(d, &state.words[0][g * kLanes]);
    b[g] = hn::Load(d, &state.words[1][g * kLanes]);
    c[g] = hn::Load(d, &state.words[2][g * kLanes]);
    e[g] = hn::Load(d, &state.words[3][g * kLanes]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    V words[kGroups][16];
    V a0[kGroups], b0[kGroups], c0[kGroups], e0[kGroups];
    for (std::size_t g = 0; g < kGroups; ++g) {
      LoadWords<false>(blocks.data() + g * kLanes, i * kDigestBlock, words[g]);
      a0[g] = a[g];
      b0[g] = b[g];
      c0[g] = c[g];
      e0[g] = e[g];
    }
    Md5Steps<0, kGroups>(words, a, b, c, e);
    for (std::size_t g = 0; g < kGroups; ++g) {
      a[g] = hn::Add(a[g], a0[g]);
      b[g] = hn::Add(b[g], b0[g]);
      c[g] = hn::Add(c[g], c0[g]);
      e[g] = hn::Add(e[g], e0[g]);
    }
  }
  for (std::size_t g = 0; g < kGroups; ++g) {
    hn::Store(a[g], d, &state.words[0][g * kLanes]);
    hn::Store(b[g], d, &state.words[1][g * kLanes]);
    hn::Store(c[g], d, &state.words[2][g * kLanes]);
    hn::Store(e[g], d, &state.words[3][g * kLanes]);
  }
}

// At least two agree.
HWY_INLINE V Majority(V x, V y, V z) {
  return Choose(hn::Xor(x, y), z, x);
}

template <int kStep>
HWY_INLINE V Sha1Mix(V b, V c, V e) {
  if constexpr (kStep < 20) return Choose(b, c, e);
  if constexpr (kStep >= 40 && kStep < 60) return Majority(b, c, e);
  return hn::Xor3(b, c, e);
}

template <int kStep>
HWY_INLINE void Sha1Steps(V* words, V& a, V& b, V& c, V& e, V& f) {
  if constexpr (kStep < 80) {
    const Lanes d;
    if constexpr (kStep >= 16) {
      words[kStep % 16] = RotateLeft<1>(
          hn::Xor(hn::Xor3(words[(kStep - 3) % 16], words[(kStep - 8) % 16],
                           words[(kStep - 14) % 16]),
                  words[kStep % 16]));
    }
    f = hn::Add(
        hn::Add(f, hn::Add(words[kStep % 16], hn::Set(d, kSha1Rounds[kStep / 20]))),
        hn::Add(RotateLeft<5>(a), Sha1Mix<kStep>(b, c, e)));
    b = RotateLeft<30>(b);
    Sha1Steps<kStep + 1>(words, f, a, b, c, e);
  }
}

HWY_NOINLINE void FeedSha1(LaneState& state, std::size_t first,
                           const std::byte* const* blocks, std::size_t count) {
  const Lanes d;
  V s[5];
  for (std::size_t w = 0; w < 5; ++w) s[w] = hn::Load(d, &state.words[w][first]);
  for (std::size_t i = 0; i < count; ++i) {
    V words[16];
    LoadWords<true>(blocks, i * kDigestBlock, words);
    V a = s[0], b = s[1], c = s[2], e = s[3], f = s[4];
    Sha1Steps<0>(words, a, b, c, e, f);
    s[0] = hn::Add(s[0], a);
    s[1] = hn::Add(s[1], b);
    s[2] = hn::Add(s[2], c);
    s[3] = hn::Add(s[3], e);
    s[4] = hn::Add(s[4], f);
  }
  for (std::size_t w = 0; w < 5; ++w) hn::Store(s[w], d, &state.words[w][first]);
}

// Eight variables turn by one place a step: at step i, variable v of the standard
// (a = 0 … h = 7) is s[(v - i) mod 8].
template <int kStep>
HWY_INLINE void Sha256Steps(V* words, V* s) {
  if constexpr (kStep < 64) {
    const Lanes d;
    V& word = words[kStep % 16];
    if constexpr (kStep >= 16) {
      const V w15 = words[(kStep - 15) % 16];
      const V w2 = words[(kStep - 2) % 16];
      const V small0 = hn::Xor3(hn::RotateRight<7>(w15), hn::RotateRight<18>(w15),
                                hn::ShiftRight<3>(w15));
      const V small1 = hn::Xor3(hn::RotateRight<17>(w2), hn::RotateRight<19>(w2),
                                hn::ShiftRight<10>(w2));
      word = hn::Add(hn::Add(word, small0), hn::Add(words[(kStep - 7) % 16], small1));
    }
    constexpr int kTurn = 64 - kStep;
    const V a = s[kTurn % 8];
    const V b = s[(kTurn + 1) % 8];
    const V c = s[(kTurn + 2) % 8];
    const V e = s[(kTurn + 4) % 8];
    const V f = s[(kTurn + 5) % 8];
    const V g = s[(kTurn + 6) % 8];
    V& h = s[(kTurn + 7) % 8];
    const V big1 =
        hn::Xor3(hn::RotateRight<6>(e), hn::RotateRight<11>(e), hn::RotateRight<25>(e));
    const V big0 =
        hn::Xor3(hn::RotateRight<2>(a), hn::RotateRight<13>(a), hn::RotateRight<22>(a));
    const V t1 = hn::Add(hn::Add(h, hn::Add(word, hn::Set(d, kSha256Rounds[kStep]))),
                         hn::Add(big1, Choose(e, f, g)));
    s[(kTurn + 3) % 8] = hn::Add(s[(kTurn + 3) % 8], t1);
    h = hn::Add(t1, hn::Add(big0, Majority(a, b, c)));
    Sha256Steps<kStep + 1>(words, s);
  }
}

HWY_NOINLINE void FeedSha256(LaneState& state, std::size_t first,
                             const std::byte* const* blocks, std::size_t count) {
  const Lanes d;
  V s[8];
  for (std::size_t w = 0; w < 8; ++w) s[w] = hn::Load(d, &state.words[w][first]);
  for (std::size_t i = 0; i < count; ++i) {
    V words[16];
    LoadWords<true>(blocks, i * kDigestBlock, words);
    V before[8];
    for (std::size_t w = 0; w < 8; ++w) before[w] = s[w];
    Sha256Steps<0>(words, s);
    for (std::size_t w = 0; w < 8; ++w) s[w] = hn::Add(s[w], before[w]);
  }
  for (std::size_t w = 0; w < 8; ++w) hn::Store(s[w], d, &state.words[w][first]);
}

std::size_t NarrowLanes() {
  return kLanes;
}

void FeedLanes(Algorithm algorithm, LaneState& state, const LaneBlocks& blocks,
               std::size_t count, std::size_t width) {
  if (algorithm == Algorithm::md5) {
    // Two vectors hide each other's waiting.
    if (width > kLanes) return FeedMd5<2>(state, blocks, count);
    return FeedMd5<1>(state, blocks, count);
  }
  // SHA has enough independent work in one vector, and needs all registers for it.
  const auto feed = algorithm == Algorithm::sha1 ? FeedSha1 : FeedSha256;
  for (std::size_t lane = 0; lane < width; lane += kLanes) {
    feed(state, lane, blocks.data() + lane, count);
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace winnow::simd
HWY_AFTER_NAMESPACE();
