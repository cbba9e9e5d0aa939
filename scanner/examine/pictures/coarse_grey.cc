#include "scanner/examine/pictures/coarse_grey.h"

#include <algorithm>

#include "scanner/examine/pictures/small_picture.h"

namespace winnow {
namespace {

// A picture that is small itself is brought down as well: of an icon nothing would be
// hidden otherwise.
constexpr std::uint32_t kPixelsAPiece = 4;

// As ITU-R BT.601 weighs colours for brightness, in thousandths.
std::uint8_t grey_of(Bytes colour) {
  const auto part = [colour](std::size_t channel) {
    return std::to_integer<std::uint32_t>(colour[channel]);
  };
  return static_cast<std::uint8_t>(
      (299 * part(0) + 587 * part(1) + 114 * part(2) + 500) / 1000);
}

}  // namespace

CoarseGrey coarse_grey(const Pixels& picture, std::uint32_t most_side) {
  CoarseGrey coarse;
  if (picture.width == 0 || picture.height == 0) return coarse;
  const std::uint32_t longer = std::max(picture.width, picture.height);
  const std::uint32_t side = std::min(most_side, std::max(1U, longer / kPixelsAPiece));
  const SmallPicture small = shrink(picture, side);
  coarse.width = small.width;
  coarse.height = small.height;
  const auto samples = static_cast<std::size_t>(small.kind);
  for (std::size_t at = 0; at < small.samples.size(); at += samples) {
    const Bytes pixel = Bytes(small.samples).subspan(at, samples);
    coarse.samples.push_back(small.kind == SamplesPerPixel::rgb
                                 ? grey_of(pixel)
                                 : std::to_integer<std::uint8_t>(pixel[0]));
  }
  return coarse;
}

}  // namespace winnow
