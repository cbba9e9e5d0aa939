#include "scanner/examine/pictures/pdq_reference_grid.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "base/simd/picture_lanes.h"

namespace winnow {
namespace {

// Samples that begin where the widest vectors do; zeros at first.
class Line {
 public:
  explicit Line(std::size_t samples)
      : runs_(samples / simd::kLineRun + 1), samples_(samples) {}
  [[nodiscard]] std::span<float> samples() { return {runs_[0].values, samples_}; }

 private:
  struct alignas(64) Run {
    float values[simd::kLineRun];
  };
  std::vector<Run> runs_;
  std::size_t samples_;
};

// Writes the next row of a picture, from the top.
using Rows = std::function<void(std::span<float>)>;

simd::Box box_of(std::size_t side) {
  const std::size_t length = pdq_box(side);
  return {(length - 1) / 2, length / 2};
}

// Blurs along the rows, many of them at a time, and gives all places of each or some.
class RowBlur {
 public:
  // `places` may be empty, which is all of them.
  RowBlur(Rows rows, std::size_t width, std::size_t height,
          std::vector<std::size_t> places)
      : rows_(std::move(rows)), height_(height), places_(std::move(places)) {
    lines_.length = width;
    lines_.box = box_of(width);
    ring_.resize(simd::ring_slots(lines_.box));
    const std::size_t room = width + simd::zeros_behind(lines_.box);
    const std::size_t most = std::max<std::size_t>(1, kMostSamples / width);
    samples_.resize(std::min({simd::kLinesAbreast, height, most}), Line(room));
    means_.resize(samples_.size(), Line(places_.empty() ? room : places_.size()));
    // Where there are fewer lines than go abreast, the first one goes several times.
    for (std::size_t i = 0; i < lines_.lines.size(); ++i) {
      const std::size_t line = i < samples_.size() ? i : 0;
      lines_.lines[i] = samples_[line].samples().data();
      mean_lines_[i] = means_[line].samples().data();
    }
  }
  RowBlur(const RowBlur&) = delete;  // points into itself
  RowBlur& operator=(const RowBlur&) = delete;

  void next(std::span<float> row) {
    const std::size_t line = given_++ % samples_.size();
    if (line == 0) blur_lines();
    const std::size_t first = places_.empty() ? lines_.box.after : 0;
    std::ranges::copy(means_[line].samples().subspan(first, row.size()), row.begin());
  }

 private:
  static constexpr std::size_t kMostSamples = std::size_t{1} << 22;  // held at a time

  void blur_lines() {
    for (Line& line : samples_) {
      if (taken_ == height_) break;
      rows_(line.samples().first(lines_.length));
      ++taken_;
    }
    if (places_.empty()) {
      simd::all_means(lines_, ring_, mean_lines_);
    } else {
      simd::means_at(lines_, places_, ring_, mean_lines_);
    }
  }

  Rows rows_;
  std::size_t height_;
  std::vector<std::size_t> places_;
  simd::BoxedLines lines_;
  std::vector<simd::LinesAbreast> ring_;
  std::vector<Line> samples_;
  std::vector<Line> means_;
  simd::MeanLines mean_lines_;
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
    std::span<const float> added = zeros_.samples();
    std::span<const float> taken_away = zeros_.samples();
    if (slid_ < height_) {
      added = held_row(slid_);
      rows_(held_row(slid_));
    }
    const std::size_t length = box_.length();
    if (slid_ >= length) taken_away = held_row(slid_ - length);
    ++slid_;
    const std::size_t first = slid_ - std::min(slid_, length);
    const auto count = static_cast<float>(std::min(slid_, height_) - first);
    simd::slide_box(added, taken_away, count, sums_.samples(), means);
  }

  std::span<float> held_row(std::size_t row) {
    return held_[row % held_.size()].samples();
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
  std::size_t y = 0;
  const auto luma = [&](std::span<float> row) { read_luma(pixels, y++, row); };
  RowBlur rows_once(luma, width, height, {});
  ColumnBlur once([&](std::span<float> row) { rows_once.next(row); }, width, height);
  RowBlur rows_twice([&](std::span<float> row) { once.next(row); }, width, height,
                     places_of_points(width));
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
