// The boxes of a file of boxes (ISO/IEC 14496-12): HEIF and CR3, without decoding.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_MEDIA_BOXES_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_MEDIA_BOXES_H_

#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct MediaBox {
  std::string_view name;  // four characters of the content
  Bytes payload;          // cut where the content ends
};

// Those that follow each other from the first byte on.
[[nodiscard]] std::vector<MediaBox> media_boxes(Bytes content);
// The payloads of all that are reached by these names, one level below the other.
// Behind the name of a box with a version ("meta") its four bytes are skipped.
[[nodiscard]] std::vector<Bytes> boxes_at(Bytes content,
                                          std::vector<std::string_view> path);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_MEDIA_BOXES_H_
