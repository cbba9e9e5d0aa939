// A device-independent bitmap: what BMP files and icons hold.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_DIB_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_DIB_H_

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/pictures/frames.h"

namespace winnow {

// Source: Microsoft, "Bitmap Storage" ([MS-WMF] 2.2.2.9, BITMAPV5HEADER), and the OS/2
// headers of 12, 16 and 64 bytes.
struct DibHeader {
  std::uint32_t header_bytes = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;  // of the picture, without an icon's mask
  bool is_top_down = false;
  std::uint32_t bits = 0;  // of a pixel
  std::uint32_t compression = 0;
  std::uint32_t colours = 0;  // in the palette, as far as it can have any
  [[nodiscard]] std::uint32_t palette_entry_bytes() const {
    return header_bytes == 12 ? 3 : 4;
  }
};

// From the first bytes of the bitmap; in an icon the height counts twice (malformed).
[[nodiscard]] Result<DibHeader> read_dib_header(Bytes dib, bool is_icon);

// Decodes what job.content holds, which begins with its header. `samples_at`: where its
// samples begin; else they follow the palette.
[[nodiscard]] Result<void> decode_dib(const DecodeJob& job, bool is_icon,
                                      std::optional<std::uint64_t> samples_at,
                                      JpegDecoder& jpeg);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_DIB_H_
