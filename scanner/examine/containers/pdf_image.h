// Pictures of PDF documents that are bare samples, as BMP files.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_IMAGE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_IMAGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

// Samples as ISO 32000-1, 8.9.5 has them: rows from the top, each beginning at a byte,
// components interleaved.
struct RawImage {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  unsigned bits = 8;        // of a component: 1, 2, 4, 8, 16
  unsigned components = 1;  // 1 grey, 3 red-green-blue
  bool is_inverted = false;
  std::vector<std::array<std::uint8_t, 3>>
      palette;  // then the one component indexes it
};

// How many bytes of samples there have to be.
[[nodiscard]] std::uint64_t sample_bytes(const RawImage& image);

// The picture as a BMP file of 24 bits a pixel. `samples` are at least sample_bytes(),
// and 3 * width * height fits in 31 bits.
[[nodiscard]] std::string bmp_of(const RawImage& image, Bytes samples);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_IMAGE_H_
