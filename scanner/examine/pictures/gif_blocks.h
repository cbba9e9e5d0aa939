// The blocks of a GIF file, walked without decoding: how many pictures it has.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_GIF_BLOCKS_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_GIF_BLOCKS_H_

#include <cstdint>

#include "base/bytes.h"

namespace winnow {

struct GifPictures {
  std::uint32_t count = 0;        // that begin
  bool is_all = false;            // the file's end mark was reached
  bool has_transparency = false;  // in any of them
};

// Source: GIF89a specification (CompuServe, 1990).
[[nodiscard]] GifPictures gif_pictures(Bytes content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_GIF_BLOCKS_H_
