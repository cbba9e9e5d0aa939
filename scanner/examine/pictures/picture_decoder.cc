#include "scanner/examine/pictures/picture_decoder.h"

#include <new>

#include "scanner/examine/pictures/frames.h"

namespace winnow {

struct PictureDecoder::State {
  PictureLimits limits;
  SampleMemory memory;
  JpegDecoder jpeg;
};

namespace {

Result<void> decode_as(ContentType type, const DecodeJob& job, JpegDecoder& jpeg) {
  switch (type) {
    case ContentType::jpeg:
      return jpeg.decode(job);
    case ContentType::png:
      return decode_png(job);
    case ContentType::gif:
      return decode_gif(job);
    case ContentType::webp:
      return decode_webp(job);
    case ContentType::bmp:
      return decode_bmp(job, jpeg);
    case ContentType::tiff:
      return decode_tiff(job);
    case ContentType::jpeg2000:
      return decode_jpeg2000(job);
    case ContentType::ico:
      return decode_ico(job, jpeg);
    case ContentType::heif:
      return decode_heif(job);
    case ContentType::psd:
      return decode_psd(job);
    case ContentType::raw_camera:
      return picture_fault(FaultKind::unsupported,
                           "a camera's RAW file is seen by its embedded previews");
    default:
      return picture_fault(FaultKind::usage,
                           std::string("no picture: ") + to_string(type));
  }
}

}  // namespace

PictureDecoder::PictureDecoder(const PictureLimits& limits)
    : state_(std::make_unique<State>()) {
  state_->limits = limits;
}
PictureDecoder::~PictureDecoder() = default;

Result<void> PictureDecoder::decode(
    ContentType type, Bytes content,
    const std::function<bool(const DecodedFrame&)>& take) {
  return decode_small(type, content, 0, take);
}

Result<void> PictureDecoder::decode_small(
    ContentType type, Bytes content, std::uint32_t least_side,
    const std::function<bool(const DecodedFrame&)>& take) {
  const DecodeJob job{content, state_->limits, state_->memory, take, least_side};
  Result<void> outcome;
  try {
    outcome = decode_as(type, job, state_->jpeg);
  } catch (const std::bad_alloc&) {
    outcome = picture_fault(FaultKind::out_of_memory,
                            std::string("no memory to decode a ") + to_string(type));
  }
  state_->memory.trim();
  return outcome;
}

}  // namespace winnow
