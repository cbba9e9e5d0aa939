// How a picture is drawn, and why it is quick. Three tileable planes are computed once:
// wide clouds, narrow clouds and grain. A picture is a window into each at an offset
// that the seed chooses, plus a slope of light and some shapes, so a pixel costs three
// reads and a few additions. Grain at an offset of its own in each row makes every 8x8
// block of the JPEG differ between seeds. Planes go to libjpeg as raw 4:2:0 data, which
// saves the colour conversion.
#include "bench/practice/draw_picture.h"

#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "bench/practice/practice_random.h"

namespace winnow::practice {
namespace {

constexpr unsigned kPeriod = 1024;                       // of a plane, both ways
constexpr unsigned kStride = kPeriod + kMaxPictureSide;  // repeated, so rows never wrap
constexpr unsigned kGrainLength = 1u << 22;

using Row = std::vector<std::int16_t>;  // 16 bits all through, eight to a vector word

struct Planes {
  Row wide;    // clouds about 250 pixels across
  Row narrow;  // about 60 pixels
  Row grain;   // kGrainLength + kMaxPictureSide
};

// Value noise: random heights on a grid of `cell` pixels, smoothly joined, tileable.
void add_noise(std::vector<float>& plane, unsigned cell, float height, Random& random) {
  const unsigned side = kPeriod / cell;
  std::vector<float> grid(side * side);
  for (float& knot : grid) knot = static_cast<float>(random.unit() * 2 - 1) * height;
  for (unsigned y = 0; y < kPeriod; ++y) {
    const float fy = static_cast<float>(y % cell) / static_cast<float>(cell);
    const float sy = fy * fy * (3 - 2 * fy);
    const float* row0 = &grid[(y / cell) * side];
    const float* row1 = &grid[((y / cell + 1) % side) * side];
    for (unsigned x = 0; x < kPeriod; ++x) {
      const float fx = static_cast<float>(x % cell) / static_cast<float>(cell);
      const float sx = fx * fx * (3 - 2 * fx);
      const unsigned i = x / cell, j = (i + 1) % side;
      const float top = row0[i] + (row0[j] - row0[i]) * sx;
      const float bottom = row1[i] + (row1[j] - row1[i]) * sx;
      plane[y * kPeriod + x] += top + (bottom - top) * sy;
    }
  }
}

Row make_clouds(unsigned widest_cell, Random& random) {
  std::vector<float> heights(kPeriod * kPeriod);
  float height = 40;
  for (unsigned cell = widest_cell; cell >= widest_cell / 8; cell /= 2, height /= 2) {
    add_noise(heights, cell, height, random);
  }
  Row plane(static_cast<std::size_t>(kStride) * kPeriod);
  for (unsigned y = 0; y < kPeriod; ++y) {
    for (unsigned x = 0; x < kStride; ++x) {
      plane[static_cast<std::size_t>(y) * kStride + x] =
          static_cast<std::int16_t>(heights[y * kPeriod + x % kPeriod]);
    }
  }
  return plane;
}

const Planes& planes() {
  static const Planes made = [] {
    Random random(20240301);
    Planes p;
    p.wide = make_clouds(256, random);
    p.narrow = make_clouds(64, random);
    p.grain.resize(kGrainLength + kMaxPictureSide);
    for (std::size_t i = 0; i < kGrainLength; ++i) {
      p.grain[i] =
          static_cast<std::int16_t>(random.between(-32, 31) + random.between(-32, 31));
    }
    std::copy_n(p.grain.begin(), kMaxPictureSide, p.grain.begin() + kGrainLength);
    return p;
  }();
  return made;
}

struct Shape {
  bool is_round;
  float x, y, half_width, half_height;  // in units of the picture's sides
  int light, blue, red;                 // added to Y, Cb, Cr
};

struct Window {  // where a plane is looked into, and how strongly it counts (of 64)
  unsigned x, y;
  int strength;
};

// Everything about a picture that the seed decides.
struct Scene {
  explicit Scene(std::uint64_t seed) : random(seed ^ 0x5bf03635u) {
    for (Window& w : windows) {
      w = {static_cast<unsigned>(random.below(kPeriod)),
           static_cast<unsigned>(random.below(kPeriod)), random.between(24, 90)};
    }
    slope_x = static_cast<float>(random.between(-50, 50));
    slope_y = static_cast<float>(random.between(-50, 50));
    for (int left = random.between(3, 9); left > 0; --left) {
      shapes.push_back({random.below(2) == 0, unit(), unit(), 0.05f + 0.2f * unit(),
                        0.05f + 0.2f * unit(), random.between(-70, 70),
                        random.between(-50, 50), random.between(-50, 50)});
    }
  }
  float unit() { return static_cast<float>(random.unit()); }

  Random random;
  std::array<Window, 4> windows;  // light wide, light narrow, blue, red
  float slope_x, slope_y;
  std::vector<Shape> shapes;
};

struct Canvas {
  unsigned width, height;  // of this plane, before padding
  unsigned stride;         // padded to whole MCUs, as libjpeg wants raw data
  std::vector<unsigned char> pixels;
};

// Adds `strength`/64 of a piece of a plane. Planes stay within +-100 and strengths
// within 90, so the product fits 16 bits.
void add_piece(Row& row, const std::int16_t* from, int strength) {
  std::int16_t* const to = row.data();
  const std::size_t length = row.size();
  const auto factor = static_cast<std::int16_t>(strength);
  for (std::size_t x = 0; x < length; ++x) {
    const auto product = static_cast<std::int16_t>(from[x] * factor);
    to[x] = static_cast<std::int16_t>(to[x] + (product >> 6));
  }
}

void add_window(Row& row, const Row& plane, const Window& window, unsigned y) {
  const std::size_t line = (window.y + y) % kPeriod;
  add_piece(row, &plane[line * kStride + window.x], window.strength);
}

void add_grain(Row& row, std::size_t start, int strength) {
  add_piece(row, &planes().grain[start], strength);
}

// The part of row `y` that the shape covers gets `amount` added.
void add_shape(Row& row, const Shape& shape, float y, int amount) {
  const float dy = (y - shape.y) / shape.half_height;
  if (dy <= -1 || dy >= 1) return;
  const float reach = shape.half_width * (shape.is_round ? std::sqrt(1 - dy * dy) : 1);
  const auto side = static_cast<float>(row.size());
  const auto from = static_cast<std::size_t>(std::max(0.0f, (shape.x - reach) * side));
  const auto to =
      static_cast<std::size_t>(std::clamp((shape.x + reach) * side, 0.0f, side));
  for (std::size_t x = from; x < to; ++x) {
    row[x] = static_cast<std::int16_t>(row[x] + amount);
  }
}

void store_row(Canvas& canvas, unsigned y, const Row& row) {
  unsigned char* to = &canvas.pixels[static_cast<std::size_t>(y) * canvas.stride];
  const std::int16_t* const from = row.data();
  const std::size_t length = row.size();
  for (std::size_t x = 0; x < length; ++x) {
    const std::int16_t above = from[x] < 0 ? std::int16_t{0} : from[x];
    to[x] = static_cast<unsigned char>(above > 255 ? std::int16_t{255} : above);
  }
  std::fill(to + length, to + canvas.stride, to[length - 1]);
}

Canvas make_canvas(unsigned width, unsigned height, unsigned align) {
  const unsigned stride = (width + align - 1) / align * align;
  const unsigned rows = (height + align - 1) / align * align;
  return {width, height, stride,
          std::vector<unsigned char>(static_cast<std::size_t>(stride) * rows)};
}

void repeat_last_row(Canvas& canvas) {
  const auto last =
      canvas.pixels.begin() + static_cast<long>((canvas.height - 1) * canvas.stride);
  for (auto to = last + canvas.stride; to != canvas.pixels.end(); to += canvas.stride) {
    std::copy_n(last, canvas.stride, to);
  }
}

Canvas draw_light(Scene& scene, unsigned width, unsigned height) {
  Canvas canvas = make_canvas(width, height, 16);
  Row row(width);
  const int grain = scene.random.between(34, 60);
  for (unsigned y = 0; y < height; ++y) {
    const float at = static_cast<float>(y) / static_cast<float>(height);
    const float base = 128 + scene.slope_y * (at - 0.5f) - scene.slope_x * 0.5f;
    const float step = scene.slope_x / static_cast<float>(width);
    for (unsigned x = 0; x < width; ++x) {
      row[x] = static_cast<std::int16_t>(base + step * static_cast<float>(x));
    }
    add_window(row, planes().wide, scene.windows[0], y);
    add_window(row, planes().narrow, scene.windows[1], y);
    for (const Shape& shape : scene.shapes) add_shape(row, shape, at, shape.light);
    add_grain(row, scene.random.below(kGrainLength), grain);
    store_row(canvas, y, row);
  }
  repeat_last_row(canvas);
  return canvas;
}

Canvas draw_colour(Scene& scene, unsigned width, unsigned height, bool is_red) {
  Canvas canvas = make_canvas(width, height, 8);
  Row row(width);
  for (unsigned y = 0; y < height; ++y) {
    const float at = static_cast<float>(y) / static_cast<float>(height);
    std::fill(row.begin(), row.end(), std::int16_t{128});
    add_window(row, planes().wide, scene.windows[is_red ? 3 : 2], y);
    for (const Shape& shape : scene.shapes) {
      add_shape(row, shape, at, is_red ? shape.red : shape.blue);
    }
    add_grain(row, scene.random.below(kGrainLength), 6);
    store_row(canvas, y, row);
  }
  repeat_last_row(canvas);
  return canvas;
}

void set_parameters(jpeg_compress_struct& jpeg, const PictureOrder& order) {
  jpeg.image_width = order.width;
  jpeg.image_height = order.height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_YCbCr;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, order.quality, TRUE);
  jpeg.raw_data_in = TRUE;
  jpeg.dct_method = JDCT_ISLOW;
}

ByteVector encode(const PictureOrder& order, std::array<Canvas, 3>& canvases) {
  jpeg_compress_struct jpeg;
  jpeg_error_mgr errors;  // its default ends the program, which suits a generator
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* made = nullptr;
  unsigned long made_length = 0;
  jpeg_mem_dest(&jpeg, &made, &made_length);
  set_parameters(jpeg, order);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    std::array<std::array<JSAMPROW, 16>, 3> rows;
    std::array<JSAMPARRAY, 3> parts;
    for (std::size_t c = 0; c < 3; ++c) {
      Canvas& canvas = canvases[c];
      const std::size_t first = jpeg.next_scanline / (c == 0 ? 1u : 2u);
      for (std::size_t i = 0; i < (c == 0 ? 16u : 8u); ++i) {
        rows[c][i] = &canvas.pixels[(first + i) * canvas.stride];
      }
      parts[c] = rows[c].data();
    }
    jpeg_write_raw_data(&jpeg, parts.data(), 16);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  ByteVector bytes(made, made + made_length);
  std::free(made);
  return bytes;
}

}  // namespace

ByteVector draw_picture(const PictureOrder& order) {
  if (std::min(order.width, order.height) < 16 ||
      std::max(order.width, order.height) > kMaxPictureSide) {
    fail("a picture's sides are 16 to " + std::to_string(kMaxPictureSide) + " pixels");
  }
  Scene scene(order.seed);
  const unsigned half_width = (order.width + 1) / 2,
                 half_height = (order.height + 1) / 2;
  std::array<Canvas, 3> canvases = {draw_light(scene, order.width, order.height),
                                    draw_colour(scene, half_width, half_height, false),
                                    draw_colour(scene, half_width, half_height, true)};
  return encode(order, canvases);
}

PictureOrder picture_of_about(std::uint64_t seed, double size_bytes) {
  Random random(seed ^ 0xa0761d64u);
  const int quality = random.between(78, 92);
  // Bytes a pixel at this quality, a straight line through measured pictures.
  const double density = 0.35 + 0.016 * (quality - 78);
  const double shape = std::array{4.0 / 3, 3.0 / 2, 16.0 / 9, 1.0}[random.below(4)];
  const bool is_tall = random.below(3) == 0;
  const double pixels = std::max(0.0, size_bytes - 600) / density;
  const double long_side = std::sqrt(pixels * shape);
  const auto a = static_cast<unsigned>(std::clamp(long_side, 48.0, 2500.0));
  const auto b = static_cast<unsigned>(std::clamp(long_side / shape, 48.0, 2500.0));
  return {seed, is_tall ? b : a, is_tall ? a : b, quality};
}

}  // namespace winnow::practice
