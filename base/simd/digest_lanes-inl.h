// The three compression functions, one content a lane. Included by digest_lanes.cc once
// for each instruction set, which is why it has no guard.

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <utility>

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

// Sixteen bytes of each lane's block.
template <bool kBigEndian>
HWY_INLINE V LoadQuarter(const std::byte* const* blocks, std::size_t at) {
  const V v = LoadEveryFourth(Lanes(), blocks, at);
  return kBigEndian ? SwapWordBytes(v) : v;
}

// words[w] gets word w of each lane's block: a transposition, four words at a time.
template <bool kBigEndian>
HWY_INLINE void LoadWords(const std::byte* const* blocks, std::size_t at, V* words) {
  const Lanes d;
  const hn::RepartitionToWide<Lanes> wide;
  for (std::size_t w = 0; w < 16; w += 4, at += 16) {
    const V lane0 = LoadQuarter<kBigEndian>(blocks, at);
    const V lane1 = LoadQuarter<kBigEndian>(blocks + 1, at);
    const V lane2 = LoadQuarter<kBigEndian>(blocks + 2, at);
    const V lane3 = LoadQuarter<kBigEndian>(blocks + 3, at);
    const auto low01 = hn::BitCast(wide, hn::InterleaveLower(d, lane0, lane1));
    const auto low23 = hn::BitCast(wide, hn::InterleaveLower(d, lane2, lane3));
    const auto high01 = hn::BitCast(wide, hn::InterleaveUpper(d, lane0, lane1));
    const auto high23 = hn::BitCast(wide, hn::InterleaveUpper(d, lane2, lane3));
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

// At least two agree.
HWY_INLINE V Majority(V x, V y, V z) {
  return Choose(hn::Xor(x, y), z, x);
}

// Each algorithm is a step of its compression. The variables of the standard turn by
// one place a step: at step i, variable v (a = 0, b = 1 and so on) is
// s[(v - i) mod kWords].

struct Md5 {
  static constexpr bool kBigEndian = false;
  static constexpr int kWords = 4;
  static constexpr int kSteps = 64;

  static constexpr int WordOf(int step) {
    constexpr int kFactor[4] = {1, 5, 3, 7};
    constexpr int kFirst[4] = {0, 1, 5, 0};
    return (kFactor[step / 16] * step + kFirst[step / 16]) % 16;
  }

  // `sum` and the round's function of b, c and d, in the form in which the least hangs
  // on b, which is known last.
  template <int kRound>
  static HWY_INLINE V Mix(V sum, V b, V c, V d) {
    if constexpr (kRound == 0) return hn::Add(sum, Choose(b, c, d));
    if constexpr (kRound == 2) return hn::Add(sum, hn::Xor3(b, c, d));
#if HWY_TARGET <= HWY_AVX3
    if constexpr (kRound == 1) return hn::Add(sum, Choose(d, b, c));
    if constexpr (kRound == 3) {
      return hn::Add(sum, hn::Xor(c, hn::Or(b, hn::Not(d))));
    }
#else
    if constexpr (kRound == 1) {
      return hn::Add(hn::Add(sum, hn::AndNot(d, c)), hn::And(d, b));
    }
    // To add the complement is to subtract, and one less: kSine has that.
    if constexpr (kRound == 3) return hn::Sub(sum, hn::Xor(c, hn::AndNot(b, d)));
#endif
  }

  template <int kStep>
  static HWY_INLINE void Step(V* words, V* s) {
    constexpr int kTurn = kSteps - kStep;
    constexpr int kRound = kStep / 16;
    constexpr std::uint32_t kLess = kRound == 3 && HWY_TARGET > HWY_AVX3 ? 1 : 0;
    const V sine = hn::Set(Lanes(), kMd5Sines[kStep] - kLess);
    V& a = s[kTurn % 4];
    const V b = s[(kTurn + 1) % 4];
    const V sum = Mix<kRound>(hn::Add(a, hn::Add(words[WordOf(kStep)], sine)), b,
                              s[(kTurn + 2) % 4], s[(kTurn + 3) % 4]);
    a = hn::Add(b, RotateLeft<kMd5Rotations[kRound][kStep % 4]>(sum));
  }
};

struct Sha1 {
  static constexpr bool kBigEndian = true;
  static constexpr int kWords = 5;
  static constexpr int kSteps = 80;

  template <int kRound>
  static HWY_INLINE V Mix(V b, V c, V d) {
    if constexpr (kRound == 0) return Choose(b, c, d);
    if constexpr (kRound == 2) return Majority(b, c, d);
    return hn::Xor3(b, c, d);
  }

  template <int kStep>
  static HWY_INLINE void Step(V* words, V* s) {
    constexpr int kTurn = kSteps - kStep;
    constexpr int kRound = kStep / 20;
    V& word = words[kStep % 16];
    if constexpr (kStep >= 16) {
      word = RotateLeft<1>(
          hn::Xor(hn::Xor3(words[(kStep - 3) % 16], words[(kStep - 8) % 16],
                           words[(kStep - 14) % 16]),
                  word));
    }
    const V a = s[kTurn % 5];
    V& b = s[(kTurn + 1) % 5];
    V& e = s[(kTurn + 4) % 5];
    const V early =
        hn::Add(hn::Add(e, hn::Add(word, hn::Set(Lanes(), kSha1Rounds[kRound]))),
                Mix<kRound>(b, s[(kTurn + 2) % 5], s[(kTurn + 3) % 5]));
    e = hn::Add(early, RotateLeft<5>(a));
    b = RotateLeft<30>(b);
  }
};

struct Sha256 {
  static constexpr bool kBigEndian = true;
  static constexpr int kWords = 8;
  static constexpr int kSteps = 64;

  template <int kStep>
  static HWY_INLINE void Step(V* words, V* s) {
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
    constexpr int kTurn = kSteps - kStep;
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
    const V t1 =
        hn::Add(hn::Add(h, hn::Add(word, hn::Set(Lanes(), kSha256Rounds[kStep]))),
                hn::Add(big1, Choose(e, f, g)));
    s[(kTurn + 3) % 8] = hn::Add(s[(kTurn + 3) % 8], t1);
    h = hn::Add(t1, hn::Add(big0, Majority(a, b, c)));
  }
};

// One step on each of two independent vectors, then the next: they hide each other's
// waiting.
template <class Hash, bool kTwo, int kStep = 0>
HWY_INLINE void Steps(V (*words)[16], V (*s)[8]) {
  if constexpr (kStep < Hash::kSteps) {
    Hash::template Step<kStep>(words[0], s[0]);
    if constexpr (kTwo) Hash::template Step<kStep>(words[1], s[1]);
    Steps<Hash, kTwo, kStep + 1>(words, s);
  }
}

// No loops over words: GCC keeps an array in registers only where none walks it.
template <std::size_t... kWord>
HWY_INLINE void LoadState(const LaneState& state, std::size_t first, V* s,
                          std::index_sequence<kWord...>) {
  ((s[kWord] = hn::Load(Lanes(), &state.words[kWord][first])), ...);
}

// What a block made of the state is added to the state.
template <std::size_t... kWord>
HWY_INLINE void AddToState(const V* s, LaneState& state, std::size_t first,
                           std::index_sequence<kWord...>) {
  (hn::Store(hn::Add(s[kWord], hn::Load(Lanes(), &state.words[kWord][first])), Lanes(),
             &state.words[kWord][first]),
   ...);
}

// The processor's own prefetching does not follow as many streams as there are lanes.
constexpr std::size_t kAhead = 8 * kDigestBlock;

template <class Hash, bool kTwo>
HWY_NOINLINE void Feed(LaneState& state, std::size_t first,
                       const std::byte* const* blocks, std::size_t count) {
  constexpr std::make_index_sequence<Hash::kWords> kEachWord;
  constexpr std::size_t kWidth = kTwo ? 2 * kLanes : kLanes;
  for (std::size_t at = 0; at < count * kDigestBlock; at += kDigestBlock) {
    for (std::size_t l = 0; l < kWidth; ++l) hwy::Prefetch(blocks[l] + at + kAhead);
    V words[2][16];
    V s[2][8];
    LoadWords<Hash::kBigEndian>(blocks, at, words[0]);
    LoadState(state, first, s[0], kEachWord);
    if constexpr (kTwo) {
      LoadWords<Hash::kBigEndian>(blocks + kLanes, at, words[1]);
      LoadState(state, first + kLanes, s[1], kEachWord);
    }
    Steps<Hash, kTwo>(words, s);
    AddToState(s[0], state, first, kEachWord);
    if constexpr (kTwo) AddToState(s[1], state, first + kLanes, kEachWord);
  }
}

std::size_t NarrowLanes() {
  return kLanes;
}

// MD5 takes two vectors together; SHA has enough independent work in one, and needs all
// registers for it.
template <class Hash, bool kTogether>
void FeedWidth(LaneState& state, const LaneBlocks& blocks, std::size_t count,
               std::size_t width) {
  if constexpr (kTogether) {
    if (width > kLanes) return Feed<Hash, true>(state, 0, blocks.data(), count);
  }
  for (std::size_t lane = 0; lane < width; lane += kLanes) {
    Feed<Hash, false>(state, lane, blocks.data() + lane, count);
  }
}

void FeedLanes(Algorithm algorithm, LaneState& state, const LaneBlocks& blocks,
               std::size_t count, std::size_t width) {
  switch (algorithm) {
    case Algorithm::md5:
      return FeedWidth<Md5, true>(state, blocks, count, width);
    case Algorithm::sha1:
      return FeedWidth<Sha1, false>(state, blocks, count, width);
    case Algorithm::sha256:
      return FeedWidth<Sha256, false>(state, blocks, count, width);
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace winnow::simd
HWY_AFTER_NAMESPACE();
