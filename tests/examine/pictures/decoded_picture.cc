#include "tests/examine/pictures/decoded_picture.h"

#include <gtest/gtest.h>
#include <png.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <string_view>
// Needs FILE and size_t to be known.
#include <jpeglib.h>

namespace winnow {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_file(const std::string& path) {
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  EXPECT_TRUE(file) << path;
  return file;
}

// Of each pixel with `given` samples the first one or three.
DecodedPicture keep_colours(const std::vector<std::vector<std::byte>>& rows,
                            std::uint32_t width, std::uint32_t given) {
  DecodedPicture picture;
  picture.width = width;
  picture.height = static_cast<std::uint32_t>(rows.size());
  picture.kind = given < 3 ? SamplesPerPixel::grey : SamplesPerPixel::rgb;
  const auto kept = static_cast<std::size_t>(picture.kind);
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < row.size(); at += given) {
      picture.samples.insert(picture.samples.end(), &row[at], &row[at] + kept);
    }
  }
  return picture;
}

// Both libraries end the process where a file is broken; these are not.
DecodedPicture decode_jpeg(const std::string& path) {
  const File file = open_file(path);
  jpeg_error_mgr errors;
  jpeg_decompress_struct jpeg;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_stdio_src(&jpeg, file.get());
  jpeg_read_header(&jpeg, TRUE);
  jpeg_start_decompress(&jpeg);
  const auto given = static_cast<std::uint32_t>(jpeg.output_components);
  std::vector<std::vector<std::byte>> rows(jpeg.output_height);
  for (auto& row : rows) {
    row.resize(std::size_t{jpeg.output_width} * given);
    auto* samples = reinterpret_cast<JSAMPLE*>(row.data());
    jpeg_read_scanlines(&jpeg, &samples, 1);
  }
  DecodedPicture picture = keep_colours(rows, jpeg.output_width, given);
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
  return picture;
}

DecodedPicture decode_png(const std::string& path) {
  const File file = open_file(path);
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_init_io(png, file.get());
  png_read_png(png, info, PNG_TRANSFORM_EXPAND, nullptr);
  const std::uint32_t given = png_get_channels(png, info);
  std::vector<std::vector<std::byte>> rows(png_get_image_height(png, info));
  for (std::size_t y = 0; y < rows.size(); ++y) {
    const auto* row = reinterpret_cast<const std::byte*>(png_get_rows(png, info)[y]);
    rows[y].assign(row, row + png_get_rowbytes(png, info));
  }
  DecodedPicture picture = keep_colours(rows, png_get_image_width(png, info), given);
  png_destroy_read_struct(&png, &info, nullptr);
  return picture;
}

}  // namespace

DecodedPicture decode_picture(const std::string& path) {
  return std::string_view(path).substr(path.size() - 4) == ".png" ? decode_png(path)
                                                                  : decode_jpeg(path);
}

DecodedPicture drawn_picture(std::uint32_t width, std::uint32_t height, unsigned seed) {
  struct Blot {
    double x, y, radius, grey;
  };
  std::mt19937 random(seed);
  const auto share = [&] { return static_cast<double>(random()) / 4294967296.0; };
  std::vector<Blot> blots(24);
  for (Blot& blot : blots) {
    blot = {share(), share(), 0.04 + 0.2 * share(), 160 * share() - 80};
  }
  DecodedPicture picture = one_colour(width, height, 0);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const double across = (static_cast<double>(x) + 0.5) / width;
      const double down = (static_cast<double>(y) + 0.5) / height;
      double grey = 90 + 50 * across + 25 * down;
      for (const Blot& blot : blots) {
        const double distance = std::hypot(across - blot.x, down - blot.y);
        if (distance < blot.radius) grey += blot.grey;
      }
      grey = std::min(255.0, std::max(0.0, grey + 6 * share()));
      picture.samples[y * width + x] =
          static_cast<std::byte>(static_cast<unsigned>(grey));
    }
  }
  return picture;
}

DecodedPicture one_colour(std::uint32_t width, std::uint32_t height,
                          std::uint8_t value) {
  return {std::vector<std::byte>(std::size_t{width} * height, std::byte{value}), width,
          height, SamplesPerPixel::grey};
}

DecodedPicture turned(const DecodedPicture& picture, PdqVariant variant) {
  // Which pixel comes to (x, y): counted from which end, and with places exchanged.
  const bool exchanged =
      variant == PdqVariant::rotated_90 || variant == PdqVariant::rotated_270 ||
      variant == PdqVariant::flipped_plus || variant == PdqVariant::flipped_minus;
  const bool from_right =
      variant == PdqVariant::rotated_90 || variant == PdqVariant::rotated_180 ||
      variant == PdqVariant::flipped_y || variant == PdqVariant::flipped_minus;
  const bool from_bottom =
      variant == PdqVariant::rotated_270 || variant == PdqVariant::rotated_180 ||
      variant == PdqVariant::flipped_x || variant == PdqVariant::flipped_minus;
  DecodedPicture result = picture;
  if (exchanged) std::swap(result.width, result.height);
  const auto bytes = static_cast<std::size_t>(picture.kind);
  auto next = result.samples.begin();
  for (std::size_t y = 0; y < result.height; ++y) {
    for (std::size_t x = 0; x < result.width; ++x) {
      std::size_t column = exchanged ? y : x;
      std::size_t row = exchanged ? x : y;
      if (from_right) column = picture.width - 1 - column;
      if (from_bottom) row = picture.height - 1 - row;
      const std::size_t at = (row * picture.width + column) * bytes;
      next = std::copy_n(picture.samples.begin() + static_cast<std::ptrdiff_t>(at),
                         bytes, next);
    }
  }
  return result;
}

}  // namespace winnow
