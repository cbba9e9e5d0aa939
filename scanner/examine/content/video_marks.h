// What videos begin with.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_VIDEO_MARKS_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_VIDEO_MARKS_H_

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "scanner/examine/content/content_type.h"

namespace winnow {

// Of a file of boxes (ISO/IEC 14496-12, QuickTime): a video, or a HEIF or CR3 picture
// by its brand. Nothing if it is none.
[[nodiscard]] std::optional<ContentType> type_of_boxes(Bytes head,
                                                       std::uint64_t size_bytes);

// Video that is no file of boxes and no RIFF.
[[nodiscard]] bool is_video_stream(Bytes head);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_VIDEO_MARKS_H_
