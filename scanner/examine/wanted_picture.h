// WantedPicture: the one picture of a file, or of what it holds, that somebody wants to
// glimpse at. Whatever is decoded for it is brought down to GlimpseSeen at once, and
// only that is kept. One thread.
#ifndef WINNOW_SCANNER_EXAMINE_WANTED_PICTURE_H_
#define WINNOW_SCANNER_EXAMINE_WANTED_PICTURE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/content/content_type.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/video/video_frames.h"
#include "scanner/wire/messages.h"
#include "scanner/wire/picture_place.h"
#include "scanner/wire/work_place.h"

namespace winnow {

class WantedPicture {
 public:
  explicit WantedPicture(const PicturePlace& place) : place_(place) {}

  [[nodiscard]] const PicturePlace& place() const { return place_; }
  // Of a content that is that picture. Of a camera's RAW file the preview is taken. A
  // fault if nothing of it can be decoded; `marks` is told how much was.
  [[nodiscard]] Result<void> see_picture(PictureDecoder& decoder, ContentType type,
                                         Bytes bytes, WorkMarks& marks);
  [[nodiscard]] Result<void> see_video(ReadVideoFrames read_video, Content& content,
                                       WorkMarks& marks);
  // Nothing as long as nothing was decoded.
  [[nodiscard]] const std::optional<GlimpseSeen>& seen() const { return seen_; }

 private:
  // Whether a later frame is wanted.
  bool take(const Pixels& pixels, std::uint64_t at, const std::string& damage,
            WorkMarks& marks);
  [[nodiscard]] Result<void> decode(PictureDecoder& decoder, ContentType type,
                                    Bytes bytes, WorkMarks& marks);

  PicturePlace place_;
  std::uint64_t decoded_bytes_ = 0;
  std::optional<GlimpseSeen> seen_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_WANTED_PICTURE_H_
