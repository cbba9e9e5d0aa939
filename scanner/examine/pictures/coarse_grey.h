// CoarseGrey: what is left of a picture that somebody may glimpse at: the means of a
// few square pieces, in grey. What lay within a piece is gone, and nothing brings it
// back; how coarse that is, the one side of the square says into which it is brought.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_COARSE_GREY_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_COARSE_GREY_H_

#include <cstdint>
#include <vector>

#include "scanner/examine/pictures/pixels.h"

namespace winnow {

struct CoarseGrey {
  std::uint32_t width = 0;  // in pixels; 0 of a picture without any
  std::uint32_t height = 0;
  std::vector<std::uint8_t> samples;  // row after row from the top
};

// `picture` is whole; neither side of the result is longer than `most_side`, nor than a
// quarter of the picture's longer one.
[[nodiscard]] CoarseGrey coarse_grey(const Pixels& picture, std::uint32_t most_side);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_COARSE_GREY_H_
