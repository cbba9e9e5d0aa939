#include "scanner/examine/containers/pdf_image.h"

#include <algorithm>

namespace winnow {
namespace {

constexpr std::uint32_t kHeaders = 14 + 40;

void append_le(std::string& text, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
}

std::string headers(const RawImage& image, std::uint32_t pixel_bytes) {
  std::string text = "BM";
  append_le(text, kHeaders + pixel_bytes, 4);
  append_le(text, 0, 4);
  append_le(text, kHeaders, 4);
  append_le(text, 40, 4);
  append_le(text, image.width, 4);
  append_le(text, image.height, 4);
  append_le(text, 1, 2);   // planes
  append_le(text, 24, 2);  // bits a pixel
  append_le(text, 0, 4);   // not compressed
  append_le(text, pixel_bytes, 4);
  text.resize(kHeaders, '\0');
  return text;
}

std::uint64_t row_bytes(const RawImage& image) {
  return (std::uint64_t{image.width} * image.components * image.bits + 7) / 8;
}

// Component `index` of a row, as it is stored; of 16 bits the upper 8.
unsigned stored(Bytes row, std::uint64_t index, unsigned bits) {
  if (bits == 16) return le<std::uint8_t>(row, 2 * index);
  const std::uint64_t first = index * bits;
  const unsigned byte = le<std::uint8_t>(row, first / 8);
  const auto shift = static_cast<unsigned>(8 - bits - first % 8);
  return byte >> shift & ((1u << bits) - 1);
}

std::uint8_t shade(const RawImage& image, Bytes row, std::uint64_t index) {
  const unsigned most = (1u << std::min(image.bits, 8u)) - 1;
  const unsigned value = stored(row, index, image.bits) * 255 / most;
  return static_cast<std::uint8_t>(image.is_inverted ? 255 - value : value);
}

std::array<std::uint8_t, 3> pixel(const RawImage& image, Bytes row, std::uint32_t x) {
  if (!image.palette.empty()) {
    const std::size_t index = stored(row, x, image.bits);
    return image.palette[std::min(index, image.palette.size() - 1)];
  }
  if (image.components == 1) {
    const std::uint8_t grey = shade(image, row, x);
    return {grey, grey, grey};
  }
  const std::uint64_t first = std::uint64_t{x} * 3;
  return {shade(image, row, first), shade(image, row, first + 1),
          shade(image, row, first + 2)};
}

}  // namespace

std::uint64_t sample_bytes(const RawImage& image) {
  return row_bytes(image) * image.height;
}

std::string bmp_of(const RawImage& image, Bytes samples) {
  const std::uint32_t stride = (image.width * 3 + 3) / 4 * 4;
  std::string file = headers(image, stride * image.height);
  file.reserve(file.size() + std::size_t{stride} * image.height);
  for (std::uint32_t y = image.height; y-- > 0;) {  // the lowest row first
    const auto row = part(samples, y * row_bytes(image), row_bytes(image));
    for (std::uint32_t x = 0; x < image.width; ++x) {
      const auto colour = pixel(image, row.value_or(Bytes()), x);
      for (std::size_t c = 3; c-- > 0;) file += static_cast<char>(colour[c]);
    }
    file.append(stride - image.width * 3, '\0');
  }
  return file;
}

}  // namespace winnow
