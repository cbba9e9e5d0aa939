#include "scanner/examine/pictures/pdq_reference_grid.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "base/simd/picture_lanes.h"

namespace winnow {
namespace {

using Line = std::vector<float>;
// Writes the next row of a picture, from the top.
using Rows = std::function<void(std::span<float>)>;

simd::Box box_of(std::size_t side) {
  const std::size_t length = (side + 2 * kPdqGridSide - 1) / (2 * kPdqGridSide);
  return {(length - 1) / 2, length / 2};
}

// Blurs along the rows, many of them at a time, and keeps some places of each.
class RowBlur {
 public:
  RowBlur(Rows rows, std::size_t width, std::size_t height,
          std::span<const std::size_t> places)
      : rows_(std::move(rows)),
        height_(height),
        wanted_{width, box_of(width), places},
        ring_(simd::ring_floats(wanted_.box)) {
    const std::size_t room = (places.size() / simd::kLineRun + 1) * simd::kLineRun;
    const std::size_t most = std::max<std::size_t>(1, kMostSamples / width);
    lines_.resize(std::min({simd::kLinesAbreast, height, most}),
                  Line(width + simd::zeros_behind(wanted_.box)));
    means_.resize(lines_.size(), Line(room));
  }

  void next(std::span<float> row) {
    const std::size_t line = given_++ % lines_.size();
    if (line == 0) blur_lines();
    std::copy_n(means_[line].begin(), wanted_.places.size(), row.begin());
  }

 private:
  static constexpr std::size_t kMostSamples = std::size_t{1} << 20;  // held at a time

  // Where there are not as many lines as go abreast, the first one goes several times.
  void blur_lines() {
    for (Line& line : lines_) {
      if (taken_ == height_) break;
      rows_(std::span(line).first(wanted_.length));
      ++taken_;
    }
    std::array<const float*, simd::kLinesAbreast> lines;
    std::array<float*, simd::kLinesAbreast> means;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t line = i < lines_.size() ? i : 0;
      lines[i] = lines_[line].data();
      means[i] = means_[line].data();
    }
    simd::box_means(wanted_, lines, ring_, means);
  }

  Rows rows_;
  std::size_t height_;
  simd::BoxMeans wanted_;
  Line ring_;
  std::vector<Line> lines_;
  std::vector<Line> means_;
  std::size_t taken_ = 0;
  std::size_t given_ = 0;
};

// Blurs along the columns, of which it holds one box. What lies outside of the picture
// is zero, which changes no sum.
class ColumnBlur {
 public:
  ColumnBlur(Rows rows, std::size_t width, std::size_t height)
      : rows_(std::move(rows)),
        height_(height),
        box_(box_of(height)),
        zeros_(width),
        sums_(width),
        held_(box_.length() + 1, Line(width)) {}

  void next(std::span<float> row) {
    while (slid_ <= at_ + box_.after) slide(row);
    ++at_;
  }

 private:
  void slide(std::span<float> means) {
    std::span<const float> added = zeros_;
    std::span<const float> taken_away = zeros_;
    if (slid_ < height_) {
      Line& row = held_[slid_ % held_.size()];
      rows_(row);
      added = row;
    }
    const std::size_t length = box_.length();
    if (slid_ >= length) taken_away = held_[(slid_ - length) % held_.size()];
    ++slid_;
    const std::size_t first = slid_ - std::min(slid_, length);
    const auto count = static_cast<float>(std::min(slid_, height_) - first);
    simd::slide_box(added, taken_away, count, sums_, means);
  }

  Rows rows_;
  std::size_t height_;
  simd::Box box_;
  Line zeros_;
  Line sums_;
  std::vector<Line> held_;
  std::size_t at_ = 0;
  std::size_t slid_ = 0;
};

// Of each of the points kept along a side.
std::vector<std::size_t> places_of_points(std::size_t side) {
  std::vector<std::size_t> places(kPdqGridSide);
  for (std::size_t point = 0; point < places.size(); ++point) {
    places[point] = (2 * point + 1) * side / (2 * kPdqGridSide);
  }
  return places;
}

}  // namespace

PdqGrid pdq_reference_grid(const Pixels& pixels) {
  const std::size_t width = pixels.width;
  const std::size_t height = pixels.height;
  std::vector<std::size_t> all(width);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const std::vector<std::size_t> columns = places_of_points(width);
  std::size_t y = 0;
  const auto luma = [&](std::span<float> row) { read_luma(pixels, y++, row); };
  RowBlur rows_once(luma, width, height, all);
  ColumnBlur once([&](std::span<float> row) { rows_once.next(row); }, width, height);
  RowBlur rows_twice([&](std::span<float> row) { once.next(row); }, width, height,
                     columns);
  ColumnBlur twice([&](std::span<float> row) { rows_twice.next(row); }, kPdqGridSide,
                   height);
  PdqGrid grid;
  std::array<float, kPdqGridSide> kept;
  std::size_t rows = 0;
  const std::vector<std::size_t> places = places_of_points(height);
  for (std::size_t point = 0; point < kPdqGridSide; ++point) {
    for (; rows <= places[point]; ++rows) twice.next(kept);
    grid[point] = kept;
  }
  return grid;
}

}  // namespace winnow
