#include "scanner/examine/pictures/pdq_reference_grid.h"

#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace winnow {
namespace {

using Line = std::vector<float>;

// How many samples the box at a place has before and after it, where there are so many.
struct Box {
  explicit Box(std::size_t side) {
    const std::size_t length = (side + 2 * kPdqGridSide - 1) / (2 * kPdqGridSide);
    before = (length - 1) / 2;
    after = length / 2;
  }
  std::size_t before = 0;
  std::size_t after = 0;
};

void blur_along(std::span<const float> line, std::span<float> means) {
  const Box box(line.size());
  float sum = 0;
  for (std::size_t at = 0; at < box.after; ++at) sum += line[at];
  std::size_t count = box.after;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (at + box.after < line.size()) {
      sum += line[at + box.after];
      ++count;
    }
    if (at > box.before) {
      sum -= line[at - box.before - 1];
      --count;
    }
    means[at] = sum / static_cast<float>(count);
  }
}

void add(std::span<const float> row, std::span<float> sums) {
  for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += row[x];
}

void take_away(std::span<const float> row, std::span<float> sums) {
  for (std::size_t x = 0; x < sums.size(); ++x) sums[x] -= row[x];
}

void divide(std::span<const float> sums, float count, std::span<float> means) {
  for (std::size_t x = 0; x < sums.size(); ++x) means[x] = sums[x] / count;
}

// Gives the rows of a picture, from the top; the line is valid until the next call.
using Rows = std::function<const Line&()>;

// Blurs along the rows, then along the columns, of which it holds one box.
class Blur {
 public:
  Blur(Rows rows, std::size_t width, std::size_t height)
      : rows_(std::move(rows)),
        box_(height),
        height_(height),
        held_(box_.before + box_.after + 2, Line(width)),
        sums_(width),
        means_(width) {}

  [[nodiscard]] const Line& next() {
    while (taken_ < height_ && taken_ <= at_ + box_.after) take_row();
    if (at_ > box_.before) drop_row();
    ++at_;
    divide(sums_, static_cast<float>(taken_ - dropped_), means_);
    return means_;
  }

 private:
  void take_row() {
    Line& row = held_[taken_++ % held_.size()];
    blur_along(rows_(), row);
    add(row, sums_);
  }

  void drop_row() { take_away(held_[dropped_++ % held_.size()], sums_); }

  Rows rows_;
  Box box_;
  std::size_t height_;
  std::vector<Line> held_;
  Line sums_;
  Line means_;
  std::size_t at_ = 0;
  std::size_t taken_ = 0;
  std::size_t dropped_ = 0;
};

std::size_t place(std::size_t point, std::size_t side) {
  return (2 * point + 1) * side / (2 * kPdqGridSide);
}

}  // namespace

PdqGrid pdq_reference_grid(const Pixels& pixels) {
  Line grey(pixels.width);
  std::size_t y = 0;
  const auto next_grey = [&]() -> const Line& {
    read_luma(pixels, y++, grey);
    return grey;
  };
  Blur once(next_grey, pixels.width, pixels.height);
  Blur twice([&]() -> const Line& { return once.next(); }, pixels.width, pixels.height);
  PdqGrid grid;
  std::size_t point = 0;
  for (std::size_t row = 0; point < kPdqGridSide; ++row) {
    const Line& line = twice.next();
    for (; point < kPdqGridSide && place(point, pixels.height) == row; ++point) {
      for (std::size_t j = 0; j < kPdqGridSide; ++j) {
        grid[point][j] = line[place(j, pixels.width)];
      }
    }
  }
  return grid;
}

}  // namespace winnow
