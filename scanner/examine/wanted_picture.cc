#include "scanner/examine/wanted_picture.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "scanner/examine/pictures/coarse_grey.h"
#include "scanner/examine/pictures/small_picture.h"

namespace winnow {

bool WantedPicture::take(const Pixels& pixels, std::uint64_t at,
                         const std::string& damage, WorkMarks& marks) {
  decoded_bytes_ += std::uint64_t{pixels.height} * pixels.row_bytes();
  marks.fetched(decoded_bytes_);
  CoarseGrey coarse = coarse_grey(pixels, kGlimpseSide);
  if (coarse.width > 0) {
    seen_ = GlimpseSeen{coarse.width, coarse.height, std::move(coarse.samples),
                        printable_utf8(damage)};
  }
  return at < place_.at;
}

Result<void> WantedPicture::decode(PictureDecoder& decoder, ContentType type,
                                   Bytes bytes, WorkMarks& marks) {
  return decoder.decode_small(type, bytes, kSmallSide, [&](const DecodedFrame& frame) {
    return take(frame.pixels, frame.number, frame.damage, marks);
  });
}

Result<void> WantedPicture::see_picture(PictureDecoder& decoder, ContentType type,
                                        Bytes bytes, WorkMarks& marks) {
  const auto decoded = decode(decoder, type, bytes, marks);
  // Frames that cannot be had behind the one that can are no matter.
  if (seen_ || decoded) return {};
  if (decoded.error().kind != FaultKind::unsupported) return decoded.error();
  for (const EmbeddedPicture& embedded : embedded_pictures(type, bytes)) {
    if (embedded.kind != EmbeddedPicture::Kind::raw_preview) continue;
    const ContentType preview =
        type_of(embedded.bytes.first(std::min(embedded.bytes.size(), kTypeHeadBytes)),
                embedded.bytes.size());
    if (decode(decoder, preview, embedded.bytes, marks) || seen_) return {};
  }
  return decoded.error();
}

Result<void> WantedPicture::see_video(ReadVideoFrames read_video, Content& content,
                                      WorkMarks& marks) {
  if (read_video == nullptr) {
    return Fault{
        FaultKind::unsupported, "is a video, which nothing here reads", "", {}};
  }
  const auto summary = read_video(content, {}, [&](const VideoFrame& frame) {
    return take(frame.pixels, static_cast<std::uint64_t>(frame.at.count()), "", marks);
  });
  if (seen_ || summary) return {};
  return summary.error();
}

}  // namespace winnow
