#include "scanner/examine/pictures/pdq_grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "scanner/examine/pictures/pdq_reference_grid.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

// The definition, word for word: means of boxes along a line, as far as it goes.
std::vector<double> box_means(const std::vector<double>& line) {
  const std::ptrdiff_t length = std::ssize(line);
  const std::ptrdiff_t box = (length + 127) / 128;
  std::vector<double> means;
  for (std::ptrdiff_t at = 0; at < length; ++at) {
    const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, at - (box - 1) / 2);
    const std::ptrdiff_t to = std::min(length - 1, at + box / 2);
    double sum = 0;
    for (std::ptrdiff_t i = from; i <= to; ++i)
      sum += line[static_cast<std::size_t>(i)];
    means.push_back(sum / static_cast<double>(to - from + 1));
  }
  return means;
}

using Plane = std::vector<std::vector<double>>;

Plane transposed(const Plane& plane) {
  Plane result(plane[0].size(), std::vector<double>(plane.size()));
  for (std::size_t y = 0; y < plane.size(); ++y) {
    for (std::size_t x = 0; x < plane[y].size(); ++x) result[x][y] = plane[y][x];
  }
  return result;
}

Plane blurred_twice(Plane plane) {
  for (int i = 0; i < 4; ++i) {
    for (auto& line : plane) line = box_means(line);
    plane = transposed(plane);
  }
  return plane;
}

void expect_grid_of(const Plane& plane, const PdqGrid& grid, double within) {
  const Plane blurred = blurred_twice(plane);
  double farthest = 0;
  for (std::size_t i = 0; i < kPdqGridSide; ++i) {
    for (std::size_t j = 0; j < kPdqGridSide; ++j) {
      const double expected = blurred[(2 * i + 1) * plane.size() / 128]
                                     [(2 * j + 1) * plane[0].size() / 128];
      farthest = std::max(farthest, std::abs(expected - double{grid[i][j]}));
    }
  }
  EXPECT_LE(farthest, within) << plane[0].size() << " x " << plane.size();
}

DecodedPicture noise(std::uint32_t width, std::uint32_t height, SamplesPerPixel kind) {
  std::mt19937 random(width * 31 + height);
  DecodedPicture picture{{}, width, height, kind};
  picture.samples.resize(std::size_t{width} * height * static_cast<std::size_t>(kind));
  for (std::byte& sample : picture.samples) sample = static_cast<std::byte>(random());
  return picture;
}

constexpr double kHalfAFloat = 255.0 / (1 << 24);

// Every kind of sums: a box of one pixel, even and odd ones, those whose sums take 16,
// 32 and 64 bits, and the border that cuts a box.
const std::pair<std::uint32_t, std::uint32_t> kSizes[] = {
    {1, 1},     {1, 7},      {7, 1},     {5, 5},     {63, 65},   {64, 64},
    {127, 128}, {129, 257},  {385, 512}, {512, 512}, {640, 480}, {1023, 77},
    {77, 2049}, {300, 4097}, {3, 40000}, {60000, 1}, {1, 60000}, {60000, 5}};

TEST(PdqGrid, IsTheDefinitionOfGrey) {
  for (const auto& [width, height] : kSizes) {
    const DecodedPicture picture = noise(width, height, SamplesPerPixel::grey);
    Plane plane(height, std::vector<double>(width));
    for (std::size_t i = 0; i < picture.samples.size(); ++i) {
      plane[i / width][i % width] = std::to_integer<int>(picture.samples[i]);
    }
    expect_grid_of(plane, pdq_grid(picture.pixels()), kHalfAFloat);
  }
}

TEST(PdqGrid, IsTheDefinitionOfLuma) {
  for (const auto& [width, height] : kSizes) {
    const DecodedPicture picture = noise(width, height, SamplesPerPixel::rgb);
    Plane plane(height, std::vector<double>(width));
    for (std::size_t i = 0; i < std::size_t{width} * height; ++i) {
      const std::byte* rgb = &picture.samples[3 * i];
      plane[i / width][i % width] = 0.299 * std::to_integer<int>(rgb[0]) +
                                    0.587 * std::to_integer<int>(rgb[1]) +
                                    0.114 * std::to_integer<int>(rgb[2]);
    }
    expect_grid_of(plane, pdq_grid(picture.pixels()), 8 * kHalfAFloat);
  }
}

// The same blurs one after the other, with their own rounding.
TEST(PdqGrid, OfTheReferenceIsTheSameButForRounding) {
  for (const auto kind : {SamplesPerPixel::grey, SamplesPerPixel::rgb}) {
    for (const auto& [width, height] : kSizes) {
      const DecodedPicture picture = noise(width, height, kind);
      const PdqGrid grid = pdq_grid(picture.pixels());
      const PdqGrid reference = pdq_reference_grid(picture.pixels());
      for (std::size_t i = 0; i < kPdqGridSide; ++i) {
        for (std::size_t j = 0; j < kPdqGridSide; ++j) {
          ASSERT_NEAR(grid[i][j], reference[i][j], 0.005) << width << " x " << height;
        }
      }
    }
  }
}

// Of one grey, every weighted mean is that grey: no weight is lost, no sum too large.
TEST(PdqGrid, OfWhiteIsWhite) {
  for (const auto& [width, height] : kSizes) {
    const DecodedPicture picture = one_colour(width, height, 255);
    for (const auto& row : pdq_grid(picture.pixels())) {
      for (const float value : row)
        ASSERT_EQ(value, 255.0F) << width << " x " << height;
    }
  }
}

TEST(PdqGrid, WhatLiesBetweenRowsDoesNotCount) {
  const DecodedPicture picture = noise(130, 70, SamplesPerPixel::grey);
  Pixels spaced = picture.pixels();
  spaced.stride = 200;
  std::vector<std::byte> samples(69 * 200 + 130, std::byte{99});
  for (std::size_t y = 0; y < 70; ++y) {
    std::ranges::copy(picture.pixels().row(y),
                      samples.begin() + static_cast<std::ptrdiff_t>(y * 200));
  }
  spaced.samples = samples;
  EXPECT_EQ(pdq_grid(spaced), pdq_grid(picture.pixels()));
}

}  // namespace
}  // namespace winnow
