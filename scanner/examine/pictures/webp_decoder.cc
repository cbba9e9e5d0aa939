// WebP, still and moving, by libwebp and libwebpdemux.
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

using Moving = std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)>;
using Incremental = std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)>;

// That all frames of an animation together may have, as each needs those before it.
constexpr std::uint64_t kPicturesWorth = 8;

const std::uint8_t* data_of(Bytes bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

std::uint8_t* data_of(MutableBytes bytes) {
  return reinterpret_cast<std::uint8_t*>(bytes.data());
}

Fault fault_of(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY:
      return picture_fault(FaultKind::out_of_memory, "no memory to decode the WebP");
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return picture_fault(FaultKind::unsupported,
                           "the WebP uses what its decoder does not know");
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
      return picture_fault(FaultKind::malformed, "the WebP breaks off");
    default:
      return picture_fault(FaultKind::malformed, "the WebP is damaged");
  }
}

Result<void> decode_still(const DecodeJob& job, const WebPBitstreamFeatures& features) {
  const auto canvas =
      new_canvas(job, static_cast<std::uint64_t>(features.width),
                 static_cast<std::uint64_t>(features.height), SamplesPerPixel::rgb);
  if (!canvas) return canvas.error();
  const auto stride = static_cast<int>(canvas->row_bytes());
  if (WebPDecodeRGBInto(data_of(job.content), job.content.size(),
                        data_of(canvas->samples), canvas->samples.size(),
                        stride) != nullptr) {
    job.take({canvas->pixels(), 0, ""});
    return {};
  }
  // Piece by piece the rows before the damage are known.
  canvas->clear_from(0);
  const Incremental decoder(
      WebPINewRGB(MODE_RGB, data_of(canvas->samples), canvas->samples.size(), stride),
      &WebPIDelete);
  if (!decoder) return fault_of(VP8_STATUS_OUT_OF_MEMORY);
  const VP8StatusCode status =
      WebPIUpdate(decoder.get(), data_of(job.content), job.content.size());
  int rows = 0;
  WebPIDecGetRGB(decoder.get(), &rows, nullptr, nullptr, nullptr);
  if (rows <= 0) return fault_of(status);
  canvas->clear_from(static_cast<std::size_t>(rows));
  job.take({canvas->pixels(), 0, fault_of(status).what});
  return {};
}

// Each pixel's alpha is dropped.
void copy_rgb(const std::uint8_t* rgba, const Canvas& canvas) {
  std::byte* to = canvas.samples.data();
  for (std::size_t i = 0; i < std::size_t{canvas.width} * canvas.height; ++i) {
    for (std::size_t k = 0; k < 3; ++k) *to++ = std::byte{rgba[4 * i + k]};
  }
}

Result<void> decode_moving(const DecodeJob& job,
                           const WebPBitstreamFeatures& features) {
  const auto width = static_cast<std::uint64_t>(features.width);
  const auto height = static_cast<std::uint64_t>(features.height);
  if (auto size = check_size(width, height, job.limits); !size) return size;
  // The frame, the one before it and what is decoded.
  if (auto fits = check_memory(12 * width * height, job.limits); !fits) return fits;
  WebPAnimDecoderOptions options;
  WebPAnimDecoderOptionsInit(&options);
  options.color_mode = MODE_RGBA;
  const WebPData data{data_of(job.content), job.content.size()};
  const Moving decoder(WebPAnimDecoderNew(&data, &options), &WebPAnimDecoderDelete);
  WebPAnimInfo info{};
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) {
    return fault_of(VP8_STATUS_BITSTREAM_ERROR);
  }
  const std::uint64_t most =
      std::max<std::uint64_t>(1, kPicturesWorth * job.limits.pixels / (width * height));
  for (std::uint32_t number = 0; WebPAnimDecoderHasMoreFrames(decoder.get()) != 0;
       ++number) {
    if (number >= most) {
      return picture_fault(FaultKind::too_big,
                           "of the WebP's " + std::to_string(info.frame_count) +
                               " frames the first " + std::to_string(most) +
                               " are decoded, and no more");
    }
    std::uint8_t* frame = nullptr;
    int time = 0;
    if (WebPAnimDecoderGetNext(decoder.get(), &frame, &time) == 0) {
      return picture_fault(FaultKind::malformed, "frame " + std::to_string(number + 1) +
                                                     " of the WebP is damaged");
    }
    if (!is_chosen(number, info.frame_count, job.limits.frames)) continue;
    const auto canvas =
        new_canvas(job, info.canvas_width, info.canvas_height, SamplesPerPixel::rgb);
    if (!canvas) return canvas.error();
    copy_rgb(frame, *canvas);
    if (!job.take({canvas->pixels(), number, ""})) return {};
  }
  return {};
}

}  // namespace

Result<void> decode_webp(const DecodeJob& job) {
  WebPBitstreamFeatures features{};
  const VP8StatusCode status =
      WebPGetFeatures(data_of(job.content), job.content.size(), &features);
  if (status != VP8_STATUS_OK) return fault_of(status);
  return features.has_animation != 0 ? decode_moving(job, features)
                                     : decode_still(job, features);
}

}  // namespace winnow
