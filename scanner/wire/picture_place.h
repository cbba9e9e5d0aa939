// PicturePlace: one picture of an exhibit, as a person asks for it: of a file, of what
// it holds, or of one moment of a video.
#ifndef WINNOW_SCANNER_WIRE_PICTURE_PLACE_H_
#define WINNOW_SCANNER_WIRE_PICTURE_PLACE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/wire/records.h"

namespace winnow {

struct PicturePlace {
  ContentPlace content;
  // As PictureRecord::at: the number of the frame of an animation, from 0, or
  // milliseconds from the beginning of a video. The first frame that is not before it,
  // or the last one.
  std::uint64_t at = 0;
  auto operator<=>(const PicturePlace&) const = default;
};

// "17": file number 17; "17/3": the third of what it holds; "17/3@12500": of that the
// picture at 12,500. And back, from nothing but what to_text() writes.
[[nodiscard]] std::string to_text(const PicturePlace& place);
[[nodiscard]] std::optional<PicturePlace> parse_picture_place(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_PICTURE_PLACE_H_
