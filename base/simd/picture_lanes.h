// The sums of which hashes of pictures are made, many side by side.
//
// Each sum of single precision is taken in the order that is said here, and a product
// is rounded before it is added: every machine gives the same bits. The widest
// instructions of the machine it runs on are chosen at run time. Stateless: safe from
// any thread.
#ifndef WINNOW_BASE_SIMD_PICTURE_LANES_H_
#define WINNOW_BASE_SIMD_PICTURE_LANES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace winnow::simd {

// sums[x] = the sum of weights[t] * rows[t][x]; with 255 for all samples it must fit in
// 16 bits.
void add_weighted_rows(std::span<const std::byte* const> rows,
                       std::span<const std::uint16_t> weights, std::span<double> sums);

// A row more, and one less, of sums[x]; means[x] = sums[x] / count. Of one length.
void slide_box(std::span<const float> added, std::span<const float> taken_away,
               float count, std::span<float> sums, std::span<float> means);

inline constexpr std::size_t kLinesAbreast = 32;
// Lines are read and written in whole runs of so many samples.
inline constexpr std::size_t kLineRun = 16;

// The samples of a box: so many before a place, that place, and so many after it.
struct Box {
  std::size_t before = 0;
  std::size_t after = 0;
  [[nodiscard]] std::size_t length() const { return before + 1 + after; }
};

// Means of boxes along many lines at once, as far as a box lies within its line: a
// running sum, to which the next sample is added before the last one is taken away.
struct BoxMeans {
  std::size_t length = 0;  // of the lines, in samples
  Box box;
  std::span<const std::size_t> places;  // where means are wanted, in ascending order
};
// What each line of samples must have, of zeros behind its `length`, and each line of
// means, of any, behind `places`.
[[nodiscard]] constexpr std::size_t zeros_behind(const Box& box) {
  return box.after + kLineRun;
}
// Floats for `ring`, which may hold anything.
[[nodiscard]] std::size_t ring_floats(const Box& box);
// Lines may be the same one several times, with their means then.
void box_means(const BoxMeans& wanted,
               std::span<const float* const, kLinesAbreast> lines,
               std::span<float> ring, std::span<float* const, kLinesAbreast> means);

// The product of two matrices, by row and then by column; each sum from the first
// element to the last. `rows` is a multiple of 4, `columns` of 16.
struct MatrixSizes {
  std::size_t rows = 0;     // of a, and of the product
  std::size_t inner = 0;    // columns of a, rows of b
  std::size_t columns = 0;  // of b, and of the product
};
void multiply_matrices(const MatrixSizes& sizes, std::span<const float> a,
                       std::span<const float> b, std::span<float> product);

// The sum of |a[i] - b[i]| in whole hundredths of 255, each rounded down; none of which
// may be beyond 2^31.
[[nodiscard]] std::uint32_t sum_of_steps(std::span<const float> a,
                                         std::span<const float> b);

inline constexpr std::size_t kRanked = 256;
using Ranked = std::span<const float, kRanked>;  // no NaN

// The two in the middle of the ordered values.
struct Middle {
  float lower = 0;
  float upper = 0;
};
[[nodiscard]] Middle middle_of(Ranked values);

// A bit for each value: whether it is above `bound`. Value 0 is bit 0 of word 0.
[[nodiscard]] std::array<std::uint64_t, kRanked / 64> above(Ranked values, float bound);

}  // namespace winnow::simd

#endif  // WINNOW_BASE_SIMD_PICTURE_LANES_H_
