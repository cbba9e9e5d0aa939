// The sums of which hashes of pictures are made, many side by side.
//
// Each sum of floats is taken in the order that is said here, and a product
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

// Grey samples in single precision, of one length.
void read_grey(std::span<const std::byte> samples, std::span<float> grey);

// 0.299 red + 0.587 green + 0.114 blue of three samples for each of `luma`.
void read_luma(std::span<const std::byte> samples, std::span<float> luma);

// sums[x] = the sum of weights[t] * rows[t][x]; with 255 for all samples it must fit in
// 16 bits.
void add_weighted_rows(std::span<const std::byte* const> rows,
                       std::span<const std::uint16_t> weights, std::span<double> sums);

// sums[x] += weight * row[x], of one length.
void add_weighted_row(std::span<const float> row, double weight,
                      std::span<double> sums);

// A row more, and one less, of sums[x]; means[x] = sums[x] / count. Of one length.
void slide_box(std::span<const float> added, std::span<const float> taken_away,
               float count, std::span<float> sums, std::span<float> means);

inline constexpr std::size_t kLinesAbreast = 32;
using Abreast = std::array<float, kLinesAbreast>;
// One sample of each line.
struct alignas(64) LinesAbreast : Abreast {};
// Lines are read and written in whole runs of so many samples.
inline constexpr std::size_t kLineRun = 16;

// The samples of a box: so many before a place, that place, and so many after it.
struct Box {
  std::size_t before = 0;
  std::size_t after = 0;
  [[nodiscard]] std::size_t length() const { return before + 1 + after; }
};

// Lines of which means of boxes are taken, as far as a box lies within its line: by a
// running sum, to which the next sample is added before the last one is taken away.
struct BoxedLines {
  // Each has zeros_behind(box) zeros behind its `length` samples. The same one may go
  // several times, with its means.
  std::array<const float*, kLinesAbreast> lines;
  std::size_t length = 0;
  Box box;
};
[[nodiscard]] constexpr std::size_t zeros_behind(const Box& box) {
  return box.after + kLineRun;
}
// What `ring` must have in both of these; what it holds does not count.
[[nodiscard]] std::size_t ring_slots(const Box& box);

using MeanLines = std::array<float*, kLinesAbreast>;
// That of place p at p + box.after of its line, which is as long as the samples and
// the zeros behind them.
void all_means(const BoxedLines& lines, std::span<LinesAbreast> ring,
               const MeanLines& means);
// Those of some places in ascending order, side by side; their number is a multiple of
// kLineRun.
void means_at(const BoxedLines& lines, std::span<const std::size_t> places,
              std::span<LinesAbreast> ring, const MeanLines& means);

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
