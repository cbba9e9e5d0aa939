// The pictures of an icon or cursor file.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_ICON_DIRECTORY_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_ICON_DIRECTORY_H_

#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct IconPicture {
  std::uint32_t width = 0;  // as the directory says: 1 to 256
  std::uint32_t height = 0;
  Bytes bytes;  // of the content, as far as there are any
  bool is_png = false;
};

// In the order of the directory, as many as it has entries. Source: Microsoft, "Icons"
// (John Hornick, 1995); PNG since Windows Vista.
[[nodiscard]] std::vector<IconPicture> icon_pictures(Bytes content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_ICON_DIRECTORY_H_
