// Pictures with the samples they own: decoded from JPEG and PNG files of the reference,
// or made here and turned for real.
#ifndef WINNOW_TESTS_EXAMINE_DECODED_PICTURE_H_
#define WINNOW_TESTS_EXAMINE_DECODED_PICTURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/pdq_hash.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

struct DecodedPicture {
  std::vector<std::byte> samples;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  SamplesPerPixel kind = SamplesPerPixel::grey;

  [[nodiscard]] Pixels pixels() const {
    Pixels pixels{samples, width, height, kind, 0};
    pixels.stride = pixels.row_bytes();
    return pixels;
  }
};

// Colours as the file has them: grey or RGB, of CMYK the first three, without alpha;
// the turn that EXIF asks for is not made. Fails the test if it is not to be read.
[[nodiscard]] DecodedPicture decode_picture(const std::string& path);

// Blots of grey on a slope; the same for the same seed.
[[nodiscard]] DecodedPicture drawn_picture(std::uint32_t width, std::uint32_t height,
                                           unsigned seed);

[[nodiscard]] DecodedPicture one_colour(std::uint32_t width, std::uint32_t height,
                                        std::uint8_t value);

// Its pixels in other places. What each variant is called is the reference's choice.
[[nodiscard]] DecodedPicture turned(const DecodedPicture& picture, PdqVariant variant);

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_DECODED_PICTURE_H_
