// Pictures within other bytes, whole ones only.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_PICTURE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_PICTURE_H_

#include <cstddef>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct PlacedPicture {
  std::size_t offset = 0;
  std::size_t length = 0;
};

// The JPEG and PNG pictures in them, each from its mark to its end, by their own parts:
// the markers of the one (ITU-T T.81), the chunks of the other (ISO/IEC 15948). One
// that breaks off is none, nor is one within another. The search ends after a fixed
// number of times that the bytes are gone through.
[[nodiscard]] std::vector<PlacedPicture> whole_pictures(Bytes bytes);

// Whether the bytes begin as a picture of a common kind does.
[[nodiscard]] bool begins_as_picture(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_PICTURE_H_
