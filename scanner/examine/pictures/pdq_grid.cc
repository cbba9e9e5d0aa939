#include "scanner/examine/pictures/pdq_grid.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

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
  explicit Side(std::size_t pixels)
      : box_((pixels + 2 * kPdqGridSide - 1) / (2 * kPdqGridSide)),
        triangle_(triangle(box_)) {
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

void add_row(std::span<const float> row, double weight, std::span<double> sums) {
  for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += weight * double{row[x]};
}

float sample(std::byte value) {
  return static_cast<float>(value);
}

// Gives the column of sums of one row that is kept, and keeps its memory.
class ColumnSums {
 public:
  explicit ColumnSums(const Pixels& pixels) : pixels_(pixels), sums_(pixels.width) {}

  // Whole numbers where the picture is grey, else with the fractions of luma. Valid
  // until the next call.
  [[nodiscard]] const std::vector<double>& at(const Point& point) {
    if (pixels_.kind == SamplesPerPixel::rgb) {
      add_luma(point);
      return sums_;
    }
    const std::uint64_t largest_sum = 255 * point.divisor;
    const auto largest_product = static_cast<std::uint64_t>(255 * largest(point));
    if (fits<std::uint16_t>(largest_sum)) {
      add_grey<std::uint16_t>(point, small_sums_);
    } else if (fits<std::uint16_t>(largest_product) &&
               fits<std::uint32_t>(largest_sum)) {
      add_grey<std::uint16_t>(point, middle_sums_);
    } else {
      add_grey<std::uint64_t>(point, large_sums_);
    }
    return sums_;
  }

 private:
  template <typename Number>
  static bool fits(std::uint64_t value) {
    return value <= std::numeric_limits<Number>::max();
  }

  static double largest(const Point& point) {
    return *std::max_element(point.weights.begin(), point.weights.end());
  }

  template <typename Product, typename Sum>
  void add_grey(const Point& point, std::vector<Sum>& sums) {
    sums.assign(pixels_.width, 0);
    for (std::size_t t = 0; t < point.weights.size(); ++t) {
      add_row<Product, Sum>(pixels_.row(point.first + t), point.weights[t], sums);
    }
    std::copy(sums.begin(), sums.end(), sums_.begin());
  }

  void add_luma(const Point& point) {
    luma_.resize(pixels_.width);
    std::fill(sums_.begin(), sums_.end(), 0.0);
    for (std::size_t t = 0; t < point.weights.size(); ++t) {
      read_luma(pixels_, point.first + t, luma_);
      add_row(luma_, point.weights[t], sums_);
    }
  }

  const Pixels& pixels_;
  std::vector<std::uint16_t> small_sums_;
  std::vector<std::uint32_t> middle_sums_;
  std::vector<std::uint64_t> large_sums_;
  std::vector<float> luma_;
  std::vector<double> sums_;
};

double weighted_sum(std::span<const double> sums, std::span<const double> weights) {
  double total = 0;
  for (std::size_t t = 0; t < weights.size(); ++t) total += weights[t] * sums[t];
  return total;
}

}  // namespace

void read_luma(const Pixels& pixels, std::size_t y, std::span<float> luma) {
  const Bytes row = pixels.row(y);
  if (pixels.kind == SamplesPerPixel::grey) {
    for (std::size_t x = 0; x < luma.size(); ++x) luma[x] = sample(row[x]);
    return;
  }
  for (std::size_t x = 0; x < luma.size(); ++x) {
    luma[x] = 0.299F * sample(row[3 * x]) + 0.587F * sample(row[3 * x + 1]) +
              0.114F * sample(row[3 * x + 2]);
  }
}

PdqGrid pdq_grid(const Pixels& pixels) {
  const Side rows(pixels.height);
  const Side columns(pixels.width);
  ColumnSums column_sums(pixels);
  PdqGrid grid;
  for (std::size_t i = 0; i < kPdqGridSide; ++i) {
    const Point& row = rows.points()[i];
    const std::span<const double> sums = column_sums.at(row);
    for (std::size_t j = 0; j < kPdqGridSide; ++j) {
      const Point& column = columns.points()[j];
      const double divisor =
          static_cast<double>(row.divisor) * static_cast<double>(column.divisor);
      const double total = weighted_sum(sums.subspan(column.first), column.weights);
      grid[i][j] = static_cast<float>(total / divisor);
    }
  }
  return grid;
}

}  // namespace winnow
