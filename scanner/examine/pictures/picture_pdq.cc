#include "scanner/examine/pictures/picture_pdq.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "base/simd/picture_lanes.h"
#include "scanner/examine/pictures/pdq_reference_grid.h"

namespace winnow {
namespace {

constexpr std::size_t kSide = 16;  // of the coefficients that are used
constexpr unsigned kHighestQuality = 100;
// The bits of a hash say which half of the coefficients is the higher one. If the two
// in the middle are nearer to each other than this, the rounding of the grid may
// exchange them. Measured, not proven: four times what any coefficient moved, of which
// two are what two of them can come nearer to each other. Of 2,600 pictures of 15 sizes
// (stripes, noise, blocks and blots, grey and RGB) none moved by more than 0.0035.
constexpr float kDoubtfulMargin = 0.014F;
// Grey whose boxes are one, two or four samples long: the reference's sums are whole
// numbers of small fractions but at the borders, and round less. Of 4,200 pictures none
// moved by more than 0.00035.
constexpr float kDoubtfulMarginOfFewBits = 0.0015F;

using Coefficients = std::array<float, kSide * kSide>;  // by row, then by column

// The rows 1 to 16 of the cosine transform of 64 values (DCT-II); row 0 would be the
// mean. By frequency, then by place; and the other way round.
struct Cosines {
  std::array<float, kSide * kPdqGridSide> by_frequency;
  std::array<float, kPdqGridSide * kSide> by_place;
};

Cosines make_cosines() {
  Cosines cosines{};
  const float scale = std::sqrt(2.0F / kPdqGridSide);
  const double step = std::numbers::pi / 2 / kPdqGridSide;
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t j = 0; j < kPdqGridSide; ++j) {
      const double angle =
          step * static_cast<double>(i + 1) * static_cast<double>(2 * j + 1);
      const auto value = static_cast<float>(double{scale} * std::cos(angle));
      cosines.by_frequency[i * kPdqGridSide + j] = value;
      cosines.by_place[j * kSide + i] = value;
    }
  }
  return cosines;
}

std::span<const float> all_of(const PdqGrid& grid) {
  static_assert(sizeof(PdqGrid) == kPdqGridSide * kPdqGridSide * sizeof(float));
  return {grid[0].data(), kPdqGridSide * kPdqGridSide};
}

Coefficients transform(const PdqGrid& grid) {
  static const Cosines kCosines = make_cosines();
  std::array<float, kSide * kPdqGridSide> of_columns;
  simd::multiply_matrices({kSide, kPdqGridSide, kPdqGridSide}, kCosines.by_frequency,
                          all_of(grid), of_columns);
  Coefficients coefficients;
  simd::multiply_matrices({kSide, kPdqGridSide, kSide}, of_columns, kCosines.by_place,
                          coefficients);
  return coefficients;
}

// Mirroring negates what is odd about an axis: the even rows or columns, whose
// frequencies are odd.
Coefficients mirrored(Coefficients coefficients, bool rows, bool columns) {
  const float even_row = rows ? -1.0F : 1.0F;
  const float even_column = columns ? -1.0F : 1.0F;
  for (std::size_t i = 0; i < kSide; ++i) {
    const float sign = i % 2 == 0 ? even_row : 1.0F;
    for (std::size_t j = 0; j < kSide; j += 2) {
      coefficients[i * kSide + j] *= sign * even_column;
      coefficients[i * kSide + j + 1] *= sign;
    }
  }
  return coefficients;
}

struct Hashed {
  PdqHash hash;
  float margin = 0;  // between the median and what is next above it
};

// The median of an even number of values is the lower of the two in the middle.
Hashed hash_of(const Coefficients& coefficients) {
  const simd::Middle middle = simd::middle_of(coefficients);
  const auto words = simd::above(coefficients, middle.lower);
  Hashed hashed;
  hashed.margin = middle.upper - middle.lower;
  auto byte = hashed.hash.value.rbegin();
  for (const std::uint64_t word : words) {
    for (unsigned bits = 0; bits < 64; bits += 8) {
      *byte++ = static_cast<std::byte>(word >> bits & 0xFF);
    }
  }
  return hashed;
}

// All turns of a picture, and the least margin of their medians.
struct Turns {
  std::array<PdqHash, kPdqVariants> hashes;
  float margin = std::numeric_limits<float>::max();
};

// Four hashes from their coefficients, and each of these about the diagonal, which only
// changes places (near_variant() is exact there).
Turns turns_of(const Coefficients& coefficients) {
  Turns turns;
  const auto set_pair = [&](PdqVariant variant, PdqVariant transposed, bool rows,
                            bool columns) {
    const Hashed hashed = hash_of(mirrored(coefficients, rows, columns));
    turns.margin = std::min(turns.margin, hashed.margin);
    turns.hashes[static_cast<std::size_t>(variant)] = hashed.hash;
    turns.hashes[static_cast<std::size_t>(transposed)] =
        near_variant(hashed.hash, PdqVariant::flipped_plus);
  };
  set_pair(PdqVariant::original, PdqVariant::flipped_plus, false, false);
  set_pair(PdqVariant::flipped_y, PdqVariant::rotated_90, false, true);
  set_pair(PdqVariant::flipped_x, PdqVariant::rotated_270, true, false);
  set_pair(PdqVariant::rotated_180, PdqVariant::flipped_minus, true, true);
  return turns;
}

// In whole hundredths of the way from black to white from each point to the next along
// its row and its column: small steps do not count.
unsigned quality_of(const PdqGrid& grid) {
  constexpr unsigned kStepsPerPoint = 90;  // chosen by the authors of PDQ
  const std::span<const float> points = all_of(grid);
  const auto steps_to = [&](std::size_t next) {
    return simd::sum_of_steps(points.first(points.size() - next), points.subspan(next));
  };
  unsigned steps = steps_to(1) + steps_to(kPdqGridSide);
  // None from the end of a row to the start of the next.
  for (std::size_t i = 0; i + 1 < kPdqGridSide; ++i) {
    steps -= simd::sum_of_steps({&grid[i].back(), 1}, {&grid[i + 1].front(), 1});
  }
  return std::min(steps / kStepsPerPoint, kHighestQuality);
}

bool has_few_bits(std::uint32_t side) {
  const std::size_t box = pdq_box(side);
  return box == 1 || box == 2 || box == 4;
}

float doubtful_margin(const Pixels& pixels) {
  const bool few = pixels.kind == SamplesPerPixel::grey && has_few_bits(pixels.width) &&
                   has_few_bits(pixels.height);
  return few ? kDoubtfulMarginOfFewBits : kDoubtfulMargin;
}

bool is_within(const Pixels& pixels, std::uint32_t shortest) {
  const auto [shorter, longer] = std::minmax(pixels.width, pixels.height);
  return shorter >= shortest && longer <= kLongestPdqSide && pixels.is_whole();
}

// 512 x 512 pixels, each the one of the picture on which its upper left corner lies,
// whatever the picture's proportions.
std::vector<std::byte> picked_samples(const Pixels& pixels) {
  const auto bytes = static_cast<std::size_t>(pixels.kind);
  const auto place = [](std::size_t at, std::size_t side) {
    return at * side / kReducedPdqSide;
  };
  std::array<std::size_t, kReducedPdqSide> columns;
  for (std::size_t x = 0; x < kReducedPdqSide; ++x) {
    columns[x] = place(x, pixels.width) * bytes;
  }
  std::vector<std::byte> samples(kReducedPdqSide * kReducedPdqSide * bytes);
  std::byte* next = samples.data();
  for (std::size_t y = 0; y < kReducedPdqSide; ++y) {
    const Bytes row = pixels.row(place(y, pixels.height));
    for (const std::size_t column : columns) {
      next = std::copy_n(&row[column], bytes, next);
    }
  }
  return samples;
}

}  // namespace

std::optional<PicturePdq> full_pdq(const Pixels& pixels) {
  if (!is_within(pixels, kShortestPdqSide)) return std::nullopt;
  PdqGrid grid = pdq_grid(pixels);
  Turns turns = turns_of(transform(grid));
  if (turns.margin < doubtful_margin(pixels)) {
    grid = pdq_reference_grid(pixels);
    turns = turns_of(transform(grid));
  }
  return PicturePdq{turns.hashes, quality_of(grid)};
}

bool is_reduced_for_pdq(const Pixels& pixels) {
  return std::max(pixels.width, pixels.height) > kReducedPdqSide;
}

std::optional<PicturePdq> reduced_pdq(const Pixels& pixels) {
  if (!is_reduced_for_pdq(pixels)) return full_pdq(pixels);
  if (!is_within(pixels, 1)) return std::nullopt;
  const std::vector<std::byte> samples = picked_samples(pixels);
  Pixels reduced{samples, kReducedPdqSide, kReducedPdqSide, pixels.kind, 0};
  reduced.stride = reduced.row_bytes();
  return full_pdq(reduced);
}

}  // namespace winnow
