#include "scanner/examine/pictures/pdq_grid.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

#include "base/simd/picture_lanes.h"

namespace winnow {
namespace {

using Weights = std::vector<double>;  // whole numbers

// A point kept along one side: the weights of the samples from `first` on, and what
// their sum is to be divided by, which is the sum of the weights.
struct Point {
  std::size_t first = 0;
  std::span<const double> weights;
  std::uint64_t divisor = 1;
};

// The points of a side of so many pixels.
//
// The box at a place has `box` samples, (box - 1) / 2 of them before it, as far as they
// lie within the picture. Two of them after each other weigh the samples by a
// triangle. Of the points kept, which are the middles of 64 equal parts, only the last
// can be touched by a border, and only where `box` is even: its last box then lacks
// the sample behind the last one and is divided by one less.
class Side {
 public:
  explicit Side(std::size_t pixels) : box_(pdq_box(pixels)), triangle_(triangle(box_)) {
    for (std::size_t i = 0; i < kPdqGridSide; ++i) {
      const std::size_t middle = (2 * i + 1) * pixels / (2 * kPdqGridSide);
      points_[i] = {middle - (box_ - 1) / 2 * 2, triangle_, square(box_)};
    }
    Point& last = points_.back();
    if (last.first + triangle_.size() <= pixels) return;
    cut_triangle_ = cut_triangle(box_);
    last.weights = cut_triangle_;
    last.divisor = square(box_) * (box_ - 1);
  }
  Side(const Side&) = delete;  // the points look at the weights
  Side& operator=(const Side&) = delete;

  [[nodiscard]] const std::array<Point, kPdqGridSide>& points() const {
    return points_;
  }

 private:
  static std::uint64_t square(std::uint64_t n) { return n * n; }

  static Weights triangle(std::size_t box) {
    Weights weights(2 * box - 1);
    for (std::size_t t = 0; t < weights.size(); ++t) {
      weights[t] = static_cast<double>(std::min(t + 1, 2 * box - 1 - t));
    }
    return weights;
  }

  // The same without the last sample; box * (box - 1) times what the samples weigh in
  // the boxes around them, all of which but the last are full.
  static Weights cut_triangle(std::size_t box) {
    Weights weights(2 * box - 2);
    for (std::size_t t = 0; t < weights.size(); ++t) {
      const std::size_t full_boxes = std::min(t + 1, 2 * box - 2 - t);
      const bool is_in_last = t + 1 >= box;
      weights[t] = static_cast<double>(full_boxes * (box - 1) + (is_in_last ? box : 0));
    }
    return weights;
  }

  std::size_t box_;
  Weights triangle_;
  Weights cut_triangle_;
  std::array<Point, kPdqGridSide> points_;
};

// Adds a row of grey, `weight` times. Of the types, Product holds 255 weights.
template <typename Product, typename Sum>
void add_row(Bytes row, double weight, std::span<Sum> sums) {
  const auto factor = static_cast<Product>(weight);
  for (std::size_t x = 0; x < sums.size(); ++x) {
    const auto product = static_cast<Product>(factor * static_cast<Product>(row[x]));
    sums[x] = static_cast<Sum>(sums[x] + product);
  }
}

// Gives the columns of sums of rows that are kept, and keeps its memory.
class ColumnSums {
 public:
  explicit ColumnSums(const Pixels& pixels) : pixels_(pixels) {}

  // Whole numbers where the picture is grey, else with the fractions of luma.
  void take(const Point& point, std::span<double> sums) {
    if (pixels_.kind == SamplesPerPixel::rgb) return add_luma(point, sums);
    const std::uint64_t largest_sum = 255 * point.divisor;
    const auto largest_product = static_cast<std::uint64_t>(255 * largest(point));
    if (fits<std::uint16_t>(largest_sum)) {
      add_few(point, sums);
    } else if (fits<std::uint16_t>(largest_product) &&
               fits<std::uint32_t>(largest_sum)) {
      add_grey<std::uint16_t>(point, middle_sums_, sums);
    } else {
      add_grey<std::uint64_t>(point, large_sums_, sums);
    }
  }

 private:
  template <typename Number>
  static bool fits(std::uint64_t value) {
    return value <= std::numeric_limits<Number>::max();
  }

  static double largest(const Point& point) {
    return *std::max_element(point.weights.begin(), point.weights.end());
  }

  void add_few(const Point& point, std::span<double> sums) {
    rows_.clear();
    weights_.clear();
    for (std::size_t t = 0; t < point.weights.size(); ++t) {
      rows_.push_back(pixels_.row(point.first + t).data());
      weights_.push_back(static_cast<std::uint16_t>(point.weights[t]));
    }
    simd::add_weighted_rows(rows_, weights_, sums);
  }

  template <typename Product, typename Sum>
  void add_grey(const Point& point, std::vector<Sum>& whole, std::span<double> sums) {
    whole.assign(pixels_.width, 0);
    for (std::size_t t = 0; t < point.weights.size(); ++t) {
      add_row<Product, Sum>(pixels_.row(point.first + t), point.weights[t], whole);
    }
    std::copy(whole.begin(), whole.end(), sums.begin());
  }

  void add_luma(const Point& point, std::span<double> sums) {
    luma_.resize(pixels_.width);
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t t = 0; t < point.weights.size(); ++t) {
      read_luma(pixels_, point.first + t, luma_);
      simd::add_weighted_row(luma_, point.weights[t], sums);
    }
  }

  const Pixels& pixels_;
  std::vector<const std::byte*> rows_;
  std::vector<std::uint16_t> weights_;
  std::vector<std::uint32_t> middle_sums_;
  std::vector<std::uint64_t> large_sums_;
  std::vector<float> luma_;
};

// Rows go so many at a time, so that their sums do not wait for each other.
constexpr std::size_t kTogether = 4;
using Together = std::array<std::vector<double>, kTogether>;

std::array<double, kTogether> weighted_sums(const Together& sums, const Point& point) {
  std::array<double, kTogether> totals{};
  for (std::size_t t = 0; t < point.weights.size(); ++t) {
    for (std::size_t r = 0; r < kTogether; ++r) {
      totals[r] += point.weights[t] * sums[r][point.first + t];
    }
  }
  return totals;
}

}  // namespace

void read_luma(const Pixels& pixels, std::size_t y, std::span<float> luma) {
  if (pixels.kind == SamplesPerPixel::grey) {
    simd::read_grey(pixels.row(y), luma);
  } else {
    simd::read_luma(pixels.row(y), luma);
  }
}

PdqGrid pdq_grid(const Pixels& pixels) {
  const Side rows(pixels.height);
  const Side columns(pixels.width);
  ColumnSums column_sums(pixels);
  Together sums;
  for (auto& of_row : sums) of_row.resize(pixels.width);
  PdqGrid grid;
  for (std::size_t i = 0; i < kPdqGridSide; i += kTogether) {
    for (std::size_t r = 0; r < kTogether; ++r) {
      column_sums.take(rows.points()[i + r], sums[r]);
    }
    for (std::size_t j = 0; j < kPdqGridSide; ++j) {
      const Point& column = columns.points()[j];
      const auto totals = weighted_sums(sums, column);
      for (std::size_t r = 0; r < kTogether; ++r) {
        const double divisor = static_cast<double>(rows.points()[i + r].divisor) *
                               static_cast<double>(column.divisor);
        grid[i + r][j] = static_cast<float>(totals[r] / divisor);
      }
    }
  }
  return grid;
}

}  // namespace winnow
