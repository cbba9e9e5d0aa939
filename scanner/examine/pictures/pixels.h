// Pixels: a decoded picture, as those who compute from its pixels see it.
//
// Samples of 8 bits, row after row from the top, a pixel's samples side by side: one of
// grey, or red, green and blue. A view: somebody else owns the samples. What has an
// alpha channel or a palette is brought into this shape by the decoder.
#ifndef WINNOW_SCANNER_EXAMINE_PIXELS_H_
#define WINNOW_SCANNER_EXAMINE_PIXELS_H_

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace winnow {

enum class SamplesPerPixel : std::uint8_t { grey = 1, rgb = 3 };

struct Pixels {
  Bytes samples;
  std::uint32_t width = 0;  // in pixels
  std::uint32_t height = 0;
  SamplesPerPixel kind = SamplesPerPixel::grey;
  std::size_t stride = 0;  // in bytes, from one row to the next

  [[nodiscard]] std::size_t row_bytes() const {
    return std::size_t{width} * static_cast<std::size_t>(kind);
  }
  // Whether every row lies within `samples`; only then may row() be asked.
  [[nodiscard]] bool is_whole() const {
    if (width == 0 || height == 0) return true;
    if (stride < row_bytes() || samples.size() < row_bytes()) return false;
    return (samples.size() - row_bytes()) / stride >= height - 1;
  }
  [[nodiscard]] Bytes row(std::size_t y) const {
    return samples.subspan(y * stride, row_bytes());
  }
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PIXELS_H_
