// Whether a picture has exactly the size of a screen in common use.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_SCREEN_SIZES_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_SCREEN_SIZES_H_

#include <cstdint>

namespace winnow {

// In pixels, upright or on its side.
[[nodiscard]] bool is_screen_size(std::uint32_t width, std::uint32_t height);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_SCREEN_SIZES_H_
