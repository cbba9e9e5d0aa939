// SmallPicture: a picture in colour, small enough to be told apart by.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_SMALL_PICTURE_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_SMALL_PICTURE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "scanner/examine/content/content_type.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// On the longer side, in pixels.
inline constexpr std::uint32_t kSmallSide = 320;

struct SmallPicture {
  std::vector<std::byte> samples;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  SamplesPerPixel kind = SamplesPerPixel::grey;
  std::uint32_t full_width = 0;  // of the picture itself
  std::uint32_t full_height = 0;

  // Valid as long as the object is and is not changed.
  [[nodiscard]] Pixels pixels() const;
};

// The means of square pieces, in a whole number of pixels a side; what is small enough
// stays as it is. `picture` is whole.
[[nodiscard]] SmallPicture shrink(const Pixels& picture,
                                  std::uint32_t most_side = kSmallSide);

// Of the first frame of a content; of a JPEG by the library's scaled decoding, at an
// eighth of the cost. Faults as PictureDecoder::decode().
[[nodiscard]] Result<SmallPicture> small_picture(PictureDecoder& decoder,
                                                 ContentType type, Bytes content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_SMALL_PICTURE_H_
