// Included by picture_lanes.cc once for each instruction set, which is why it has no
// guard.

#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/simd/picture_lanes.h"

HWY_BEFORE_NAMESPACE();
namespace winnow::simd {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// No wider than a run of a line.
using Floats = hn::CappedTag<float, kLineRun>;
using Doubles = hn::CappedTag<double, 8>;
using Ints = hn::RebindToSigned<Floats>;
using V = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

// ---- grey

using ByteTag = hn::Rebind<std::uint8_t, Floats>;

HWY_INLINE V ToFloats(hn::Vec<ByteTag> bytes) {
  return hn::ConvertTo(Floats(), hn::PromoteTo(Ints(), bytes));
}

void ReadGrey(const std::byte* samples, float* grey, std::size_t count) {
  const Floats d;
  const ByteTag bytes;
  std::size_t x = 0;
  for (; x + kLanes <= count; x += kLanes) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(samples + x);
    hn::StoreU(ToFloats(hn::LoadU(bytes, from)), d, grey + x);
  }
  for (; x < count; ++x) grey[x] = std::to_integer<std::uint8_t>(samples[x]);
}

constexpr float kRed = 0.299F;
constexpr float kGreen = 0.587F;
constexpr float kBlue = 0.114F;

HWY_INLINE float LumaOf(const std::byte* rgb) {
  return kRed * std::to_integer<std::uint8_t>(rgb[0]) +
         kGreen * std::to_integer<std::uint8_t>(rgb[1]) +
         kBlue * std::to_integer<std::uint8_t>(rgb[2]);
}

void ReadLuma(const std::byte* samples, float* luma, std::size_t count) {
  std::size_t x = 0;
#if HWY_TARGET != HWY_SCALAR
  const Floats d;
  const ByteTag bytes;
  for (; x + kLanes <= count; x += kLanes) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(samples + 3 * x);
    hn::Vec<ByteTag> red;
    hn::Vec<ByteTag> green;
    hn::Vec<ByteTag> blue;
    hn::LoadInterleaved3(bytes, from, red, green, blue);
    const V two = hn::Add(hn::Mul(hn::Set(d, kRed), ToFloats(red)),
                          hn::Mul(hn::Set(d, kGreen), ToFloats(green)));
    hn::StoreU(hn::Add(two, hn::Mul(hn::Set(d, kBlue), ToFloats(blue))), d, luma + x);
  }
#endif
  for (; x < count; ++x) luma[x] = LumaOf(samples + 3 * x);
}

// ---- sums of rows

using Words = hn::CappedTag<std::uint16_t, 32>;

// Sixteen bits at most in each lane.
HWY_INLINE void StoreAsDoubles(hn::Vec<Words> sums, double* to) {
  const Words d;
  alignas(64) std::uint16_t words[hn::MaxLanes(Words())];
  hn::Store(sums, d, words);
  const Doubles doubles;
  const hn::Rebind<std::int32_t, Doubles> ints;
  const hn::Rebind<std::uint16_t, Doubles> parts;
  for (std::size_t i = 0; i < hn::Lanes(d); i += hn::Lanes(doubles)) {
    hn::StoreU(hn::PromoteTo(doubles, hn::PromoteTo(ints, hn::Load(parts, words + i))),
               doubles, to + i);
  }
}

void AddWeightedRows(const std::byte* const* rows, const std::uint16_t* weights,
                     std::size_t count, double* sums, std::size_t width) {
  const Words d;
  const hn::Rebind<std::uint8_t, Words> bytes;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t x = 0;
  for (; x + lanes <= width; x += lanes) {
    auto sum = hn::Zero(d);
    for (std::size_t t = 0; t < count; ++t) {
      const auto* samples = reinterpret_cast<const std::uint8_t*>(rows[t]) + x;
      sum = hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(bytes, samples)),
                                 hn::Set(d, weights[t])));
    }
    StoreAsDoubles(sum, sums + x);
  }
  for (; x < width; ++x) {
    unsigned sum = 0;
    for (std::size_t t = 0; t < count; ++t) {
      sum += std::to_integer<unsigned>(rows[t][x]) * weights[t];
    }
    sums[x] = sum;
  }
}

void AddWeightedRow(const float* row, double weight, double* sums, std::size_t width) {
  const Doubles d;
  const hn::Rebind<float, Doubles> floats;
  const auto factor = hn::Set(d, weight);
  std::size_t x = 0;
  for (; x + hn::Lanes(d) <= width; x += hn::Lanes(d)) {
    const auto product = hn::Mul(factor, hn::PromoteTo(d, hn::LoadU(floats, row + x)));
    hn::StoreU(hn::Add(hn::LoadU(d, sums + x), product), d, sums + x);
  }
  for (; x < width; ++x) sums[x] += weight * double{row[x]};
}

// ---- means of boxes

// Division by a power of two is the same as multiplying by its inverse, which is exact.
class Divisor {
 public:
  explicit Divisor(float count)
      : count_(count),
        inverse_(1 / count),
        is_power_(std::has_single_bit(static_cast<unsigned>(count))) {}

  [[nodiscard]] HWY_INLINE V divide(V sums) const {
    const Floats d;
    return is_power_ ? hn::Mul(sums, hn::Set(d, inverse_))
                     : hn::Div(sums, hn::Set(d, count_));
  }
  [[nodiscard]] HWY_INLINE bool is(float count) const { return count_ == count; }

 private:
  float count_;
  float inverse_;
  bool is_power_;
};

void SlideBox(const float* added, const float* taken_away, float count, float* sums,
              float* means, std::size_t width) {
  const Floats d;
  const Divisor divisor(count);
  std::size_t x = 0;
  for (; x + kLanes <= width; x += kLanes) {
    const V sum = hn::Sub(hn::Add(hn::LoadU(d, sums + x), hn::LoadU(d, added + x)),
                          hn::LoadU(d, taken_away + x));
    hn::StoreU(sum, d, sums + x);
    hn::StoreU(divisor.divide(sum), d, means + x);
  }
  for (; x < width; ++x) {
    const float more = sums[x] + added[x];
    sums[x] = more - taken_away[x];
    means[x] = sums[x] / count;
  }
}

#if HWY_TARGET == HWY_SCALAR

// No vectors: nothing is turned. A run of every line, from `at` on; sample s of line l
// at abreast[32s + l].
HWY_INLINE void StandAbreast(const float* const* lines, std::size_t at,
                             float* abreast) {
  for (std::size_t line = 0; line < kLinesAbreast; ++line) {
    for (std::size_t s = 0; s < kLineRun; ++s) {
      abreast[s * kLinesAbreast + line] = lines[line][at + s];
    }
  }
}

// And back.
HWY_INLINE void LieInLines(const LinesAbreast* abreast, float* const* lines,
                           std::size_t at) {
  for (std::size_t line = 0; line < kLinesAbreast; ++line) {
    for (std::size_t s = 0; s < kLineRun; ++s) {
      lines[line][at + s] = abreast[s][line];
    }
  }
}

#else

// Part b of the result is from lines[4b].
template <class D>
HWY_INLINE hn::Vec<D> LoadEveryFourth(D d, const float* const* lines, std::size_t at) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return hn::LoadU(d, lines[0] + at);
  } else {
    const hn::Half<D> half;
    return hn::Combine(d, LoadEveryFourth(half, lines + hn::MaxLanes(D()) / 2, at),
                       LoadEveryFourth(half, lines, at));
  }
}

template <class D>
HWY_INLINE void StoreEveryFourth(D d, hn::Vec<D> v, float* const* lines,
                                 std::size_t at) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    hn::StoreU(v, d, lines[0] + at);
  } else {
    const hn::Half<D> half;
    StoreEveryFourth(half, hn::LowerHalf(half, v), lines, at);
    StoreEveryFourth(half, hn::UpperHalf(half, v), lines + hn::MaxLanes(D()) / 2, at);
  }
}

// Squares of four by four are turned within each four lanes.
HWY_INLINE void TurnSquares(V* v) {
  const Floats d;
  const hn::Repartition<std::uint64_t, Floats> wide;
  const auto low01 = hn::BitCast(wide, hn::InterleaveLower(d, v[0], v[1]));
  const auto low23 = hn::BitCast(wide, hn::InterleaveLower(d, v[2], v[3]));
  const auto high01 = hn::BitCast(wide, hn::InterleaveUpper(d, v[0], v[1]));
  const auto high23 = hn::BitCast(wide, hn::InterleaveUpper(d, v[2], v[3]));
  v[0] = hn::BitCast(d, hn::InterleaveLower(wide, low01, low23));
  v[1] = hn::BitCast(d, hn::InterleaveUpper(wide, low01, low23));
  v[2] = hn::BitCast(d, hn::InterleaveLower(wide, high01, high23));
  v[3] = hn::BitCast(d, hn::InterleaveUpper(wide, high01, high23));
}

HWY_INLINE void StandAbreast(const float* const* lines, std::size_t at,
                             float* abreast) {
  const Floats d;
  for (std::size_t line = 0; line < kLinesAbreast; line += kLanes) {
    for (std::size_t s = 0; s < kLineRun; s += 4) {
      V v[4];
      for (std::size_t i = 0; i < 4; ++i) {
        v[i] = LoadEveryFourth(d, lines + line + i, at + s);
      }
      TurnSquares(v);
      for (std::size_t i = 0; i < 4; ++i) {
        hn::Store(v[i], d, abreast + (s + i) * kLinesAbreast + line);
      }
    }
  }
}

HWY_INLINE void LieInLines(const LinesAbreast* abreast, float* const* lines,
                           std::size_t at) {
  const Floats d;
  for (std::size_t line = 0; line < kLinesAbreast; line += kLanes) {
    for (std::size_t s = 0; s < kLineRun; s += 4) {
      V v[4];
      for (std::size_t i = 0; i < 4; ++i) {
        v[i] = hn::Load(d, abreast[s + i].data() + line);
      }
      TurnSquares(v);
      for (std::size_t i = 0; i < 4; ++i) {
        StoreEveryFourth(d, v[i], lines + line + i, at + s);
      }
    }
  }
}

#endif

constexpr std::size_t kGroups = kLinesAbreast / kLanes;

// The sums of the boxes that end with each sample of a run, which is put into the ring
// first. What lies outside of the line is zero, which changes no sum.
class RunningSums {
 public:
  // `slots` is a power of two.
  RunningSums(const Box& box, LinesAbreast* ring, std::size_t slots)
      : length_(box.length()), ring_(ring), last_(slots - 1) {
    std::fill(ring, ring + slots, LinesAbreast{});
    std::fill(sums_, sums_ + kLinesAbreast, 0.0F);
  }

  HWY_INLINE void advance(const float* const* lines, std::size_t run,
                          LinesAbreast* sums_of_run) {
    StandAbreast(lines, run, slot(run));
    const Floats d;
    for (std::size_t i = 0; i < kLinesAbreast; i += 2 * kLanes) {
      V sum = hn::Load(d, sums_ + i);
      V other = hn::Load(d, sums_ + i + kLanes);
      for (std::size_t at = 0; at < kLineRun; ++at) {
        const float* added = slot(run + at) + i;
        const float* taken_away = slot(run + at - length_) + i;
        sum = hn::Sub(hn::Add(sum, hn::Load(d, added)), hn::Load(d, taken_away));
        other = hn::Sub(hn::Add(other, hn::Load(d, added + kLanes)),
                        hn::Load(d, taken_away + kLanes));
        hn::Store(sum, d, sums_of_run[at].data() + i);
        hn::Store(other, d, sums_of_run[at].data() + i + kLanes);
      }
      hn::Store(sum, d, sums_ + i);
      hn::Store(other, d, sums_ + i + kLanes);
    }
  }

 private:
  [[nodiscard]] HWY_INLINE float* slot(std::size_t sample) const {
    return ring_[sample & last_].data();
  }

  std::size_t length_;
  LinesAbreast* ring_;
  std::size_t last_;
  alignas(64) float sums_[kLinesAbreast];
};

HWY_INLINE float SamplesInBox(const BoxedLines& lines, std::size_t place) {
  const std::size_t first = place - HWY_MIN(place, lines.box.before);
  const std::size_t last = HWY_MIN(place + lines.box.after, lines.length - 1);
  return static_cast<float>(last + 1 - first);
}

HWY_INLINE void DivideAll(const LinesAbreast& sums, const Divisor& divisor,
                          LinesAbreast& means) {
  const Floats d;
  for (std::size_t i = 0; i < kLinesAbreast; i += kLanes) {
    hn::Store(divisor.divide(hn::Load(d, sums.data() + i)), d, means.data() + i);
  }
}

void AllMeans(const BoxedLines& lines, LinesAbreast* ring, std::size_t slots,
              float* const* means) {
  const std::size_t after = lines.box.after;
  RunningSums sums(lines.box, ring, slots);
  LinesAbreast run_sums[kLineRun];
  Divisor divisor(1);
  for (std::size_t run = 0; run < lines.length + after; run += kLineRun) {
    sums.advance(lines.lines.data(), run, run_sums);
    for (std::size_t at = 0; at < kLineRun; ++at) {
      const std::size_t place = HWY_MAX(run + at, after) - after;
      const float count = SamplesInBox(lines, HWY_MIN(place, lines.length - 1));
      if (!divisor.is(count)) divisor = Divisor(count);
      DivideAll(run_sums[at], divisor, run_sums[at]);
    }
    LieInLines(run_sums, means, run);
  }
}

void MeansAt(const BoxedLines& lines, const std::size_t* places, std::size_t count,
             LinesAbreast* ring, std::size_t slots, float* const* means) {
  const std::size_t after = lines.box.after;
  RunningSums sums(lines.box, ring, slots);
  LinesAbreast run_sums[kLineRun];
  LinesAbreast run_means[kLineRun];
  std::size_t next = 0;
  for (std::size_t run = 0; next < count; run += kLineRun) {
    sums.advance(lines.lines.data(), run, run_sums);
    for (; next < count && places[next] + after < run + kLineRun; ++next) {
      const Divisor divisor(SamplesInBox(lines, places[next]));
      DivideAll(run_sums[places[next] + after - run], divisor,
                run_means[next % kLineRun]);
      if (next % kLineRun + 1 == kLineRun) {
        LieInLines(run_means, means, next + 1 - kLineRun);
      }
    }
  }
}

// ---- matrices

void MultiplyMatrices(const MatrixSizes& sizes, const float* a, const float* b,
                      float* product) {
  const Floats d;
  constexpr std::size_t kRows = 4;  // at once, to hide each other's waiting
  for (std::size_t i = 0; i < sizes.rows; i += kRows) {
    for (std::size_t j = 0; j < sizes.columns; j += kLanes) {
      V sums[kRows];
      for (V& sum : sums) sum = hn::Zero(d);
      for (std::size_t k = 0; k < sizes.inner; ++k) {
        const V of_b = hn::LoadU(d, b + k * sizes.columns + j);
        for (std::size_t r = 0; r < kRows; ++r) {
          const V of_a = hn::Set(d, a[(i + r) * sizes.inner + k]);
          sums[r] = hn::Add(sums[r], hn::Mul(of_a, of_b));
        }
      }
      for (std::size_t r = 0; r < kRows; ++r) {
        hn::StoreU(sums[r], d, product + (i + r) * sizes.columns + j);
      }
    }
  }
}

// ---- differences

std::uint32_t SumOfSteps(const float* a, const float* b, std::size_t count) {
  const Floats d;
  const Ints ints;
  auto sums = hn::Zero(ints);
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const V difference = hn::Sub(hn::LoadU(d, a + i), hn::LoadU(d, b + i));
    const V hundredths =
        hn::Div(hn::Mul(difference, hn::Set(d, 100.0F)), hn::Set(d, 255.0F));
    sums = hn::Add(sums, hn::Abs(hn::ConvertTo(ints, hundredths)));
  }
  std::int32_t sum = hn::GetLane(hn::SumOfLanes(ints, sums));
  for (; i < count; ++i) {
    const auto step = static_cast<std::int32_t>((a[i] - b[i]) * 100.0F / 255.0F);
    sum += step < 0 ? -step : step;
  }
  return static_cast<std::uint32_t>(sum);
}

// ---- ranks

// Whole numbers in the order of the floats, and back: the lower bits of what is
// negative are turned over.
HWY_INLINE hn::Vec<Ints> OrderedInts(hn::Vec<Ints> bits) {
  const Ints ints;
  return hn::Xor(bits,
                 hn::And(hn::BroadcastSignBit(bits),
                         hn::Set(ints, std::numeric_limits<std::int32_t>::max())));
}

HWY_INLINE float FloatOf(std::int32_t ordered) {
  const std::int32_t bits =
      ordered < 0 ? ordered ^ std::numeric_limits<std::int32_t>::max() : ordered;
  float value = 0;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

HWY_INLINE std::size_t CountAbove(const std::int32_t* keys, std::int32_t bound) {
  const Ints ints;
  const auto bounds = hn::Set(ints, bound);
  std::size_t count = 0;
  for (std::size_t i = 0; i < kRanked; i += kLanes) {
    count += hn::CountTrue(ints, hn::Gt(hn::Load(ints, keys + i), bounds));
  }
  return count;
}

HWY_INLINE std::int32_t LeastAbove(const std::int32_t* keys, std::int32_t bound) {
  const Ints ints;
  const auto bounds = hn::Set(ints, bound);
  const auto highest = hn::Set(ints, std::numeric_limits<std::int32_t>::max());
  auto least = highest;
  for (std::size_t i = 0; i < kRanked; i += kLanes) {
    const auto key = hn::Load(ints, keys + i);
    least = hn::Min(least, hn::IfThenElse(hn::Gt(key, bounds), key, highest));
  }
  return hn::GetLane(hn::MinOfLanes(ints, least));
}

// By halves: the least number up to which there is half of the values.
void MiddleOf(const float* values, Middle& middle) {
  const Ints ints;
  alignas(64) std::int32_t keys[kRanked];
  auto least = hn::Set(ints, std::numeric_limits<std::int32_t>::max());
  auto most = hn::Set(ints, std::numeric_limits<std::int32_t>::min());
  for (std::size_t i = 0; i < kRanked; i += kLanes) {
    const auto key = OrderedInts(hn::BitCast(ints, hn::LoadU(Floats(), values + i)));
    hn::Store(key, ints, keys + i);
    least = hn::Min(least, key);
    most = hn::Max(most, key);
  }
  std::int64_t low = hn::GetLane(hn::MinOfLanes(ints, least));
  std::int64_t high = hn::GetLane(hn::MaxOfLanes(ints, most));
  while (low < high) {
    const std::int64_t half = (low + high) >> 1;
    if (CountAbove(keys, static_cast<std::int32_t>(half)) <= kRanked / 2) {
      high = half;
    } else {
      low = half + 1;
    }
  }
  const auto lower = static_cast<std::int32_t>(low);
  middle.lower = FloatOf(lower);
  middle.upper = CountAbove(keys, lower) < kRanked / 2
                     ? middle.lower
                     : FloatOf(LeastAbove(keys, lower));
}

void Above(const float* values, float bound, std::uint64_t* words) {
  const Floats d;
  const V bounds = hn::Set(d, bound);
  for (std::size_t i = 0; i < kRanked; i += kLanes) {
    std::uint8_t stored[8] = {};
    hn::StoreMaskBits(d, hn::Gt(hn::LoadU(d, values + i), bounds), stored);
    std::uint64_t bits = 0;
    std::memcpy(&bits, stored, sizeof(bits));
    words[i / 64] |= bits << i % 64;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace winnow::simd
HWY_AFTER_NAMESPACE();
