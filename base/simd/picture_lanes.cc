#include "base/simd/picture_lanes.h"

#include <bit>
#include <cassert>

// SSSE3 alone: processors of 2006; they get the portable code.
#define HWY_DISABLED_TARGETS HWY_SSSE3
// Highway includes this once for each instruction set but the one that the compiler
// was given, which the include after it adds.
#define HWY_TARGET_INCLUDE "base/simd/picture_lanes-inl.h"
#include <hwy/foreach_target.h>

#include "base/simd/picture_lanes-inl.h"

namespace winnow::simd {
namespace {

HWY_EXPORT(ReadGrey);
HWY_EXPORT(ReadLuma);
HWY_EXPORT(AddWeightedRows);
HWY_EXPORT(AddWeightedRow);
HWY_EXPORT(SlideBox);
HWY_EXPORT(AllMeans);
HWY_EXPORT(MeansAt);
HWY_EXPORT(MultiplyMatrices);
HWY_EXPORT(SumOfSteps);
HWY_EXPORT(MiddleOf);
HWY_EXPORT(Above);

}  // namespace

void read_grey(std::span<const std::byte> samples, std::span<float> grey) {
  assert(samples.size() == grey.size());
  HWY_DYNAMIC_DISPATCH(ReadGrey)(samples.data(), grey.data(), grey.size());
}

void read_luma(std::span<const std::byte> samples, std::span<float> luma) {
  assert(samples.size() == 3 * luma.size());
  HWY_DYNAMIC_DISPATCH(ReadLuma)(samples.data(), luma.data(), luma.size());
}

void add_weighted_rows(std::span<const std::byte* const> rows,
                       std::span<const std::uint16_t> weights, std::span<double> sums) {
  assert(rows.size() == weights.size());
  HWY_DYNAMIC_DISPATCH(AddWeightedRows)
  (rows.data(), weights.data(), rows.size(), sums.data(), sums.size());
}

void add_weighted_row(std::span<const float> row, double weight,
                      std::span<double> sums) {
  assert(row.size() == sums.size());
  HWY_DYNAMIC_DISPATCH(AddWeightedRow)(row.data(), weight, sums.data(), sums.size());
}

void slide_box(std::span<const float> added, std::span<const float> taken_away,
               float count, std::span<float> sums, std::span<float> means) {
  assert(added.size() == sums.size() && taken_away.size() == sums.size() &&
         means.size() == sums.size());
  HWY_DYNAMIC_DISPATCH(SlideBox)
  (added.data(), taken_away.data(), count, sums.data(), means.data(), sums.size());
}

// A run is written before the samples a box behind it are read.
std::size_t ring_slots(const Box& box) {
  return std::bit_ceil(box.length() + kLineRun);
}

void all_means(const BoxedLines& lines, std::span<LinesAbreast> ring,
               const MeanLines& means) {
  const std::size_t slots = ring_slots(lines.box);
  assert(ring.size() >= slots);
  HWY_DYNAMIC_DISPATCH(AllMeans)(lines, ring.data(), slots, means.data());
}

void means_at(const BoxedLines& lines, std::span<const std::size_t> places,
              std::span<LinesAbreast> ring, const MeanLines& means) {
  const std::size_t slots = ring_slots(lines.box);
  assert(ring.size() >= slots && places.size() % kLineRun == 0);
  HWY_DYNAMIC_DISPATCH(MeansAt)
  (lines, places.data(), places.size(), ring.data(), slots, means.data());
}

void multiply_matrices(const MatrixSizes& sizes, std::span<const float> a,
                       std::span<const float> b, std::span<float> product) {
  assert(sizes.rows % 4 == 0 && sizes.columns % 16 == 0);
  assert(a.size() == sizes.rows * sizes.inner &&
         b.size() == sizes.inner * sizes.columns);
  assert(product.size() == sizes.rows * sizes.columns);
  HWY_DYNAMIC_DISPATCH(MultiplyMatrices)(sizes, a.data(), b.data(), product.data());
}

std::uint32_t sum_of_steps(std::span<const float> a, std::span<const float> b) {
  assert(a.size() == b.size());
  return HWY_DYNAMIC_DISPATCH(SumOfSteps)(a.data(), b.data(), a.size());
}

Middle middle_of(Ranked values) {
  Middle middle;
  HWY_DYNAMIC_DISPATCH(MiddleOf)(values.data(), middle);
  return middle;
}

std::array<std::uint64_t, kRanked / 64> above(Ranked values, float bound) {
  std::array<std::uint64_t, kRanked / 64> words{};
  HWY_DYNAMIC_DISPATCH(Above)(values.data(), bound, words.data());
  return words;
}

}  // namespace winnow::simd
