// The segments of a JPEG before its first scan, walked without decoding.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_JPEG_SEGMENTS_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_JPEG_SEGMENTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct JpegSegment {
  std::uint8_t marker = 0;  // 0xE1 for APP1, ...
  Bytes payload;            // behind the length; cut where the content ends

  [[nodiscard]] bool is_frame() const {  // SOF0 to SOF15
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
  }
};

// As far as they follow each other. Source: ITU-T T.81, annex B.
[[nodiscard]] std::vector<JpegSegment> jpeg_segments(Bytes content);

struct JpegFrame {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool is_progressive = false;
  bool is_lossless = false;  // as the sensors' values of RAW files are kept
};
[[nodiscard]] std::optional<JpegFrame> jpeg_frame(Bytes content);

// The TIFF block of its EXIF, or empty.
[[nodiscard]] Bytes jpeg_exif(const std::vector<JpegSegment>& segments);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_JPEG_SEGMENTS_H_
