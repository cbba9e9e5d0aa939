#include "scanner/examine/pictures/coarse_grey.h"

#include "scanner/examine/pictures/small_picture.h"

namespace winnow {
namespace {

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
  const SmallPicture small = shrink(picture, most_side);
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
