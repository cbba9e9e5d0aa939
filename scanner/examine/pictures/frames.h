// What the decoders of the formats share: the picture that is filled, the memory for
// it, and the choice of frames. One thread.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_FRAMES_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_FRAMES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// What could not be decoded.
inline constexpr std::byte kUnknownSample{128};

// Samples, kept from picture to picture; what is in them is left over.
class SampleMemory {
 public:
  // Empty if there is no memory for it. Ends what was given before.
  [[nodiscard]] MutableBytes of(std::uint64_t bytes);
  // Gives back what only a large picture needs.
  void trim();

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::uint64_t size_ = 0;
};

using TakeFrame = std::function<bool(const DecodedFrame&)>;

// One content to be decoded.
struct DecodeJob {
  Bytes content;
  const PictureLimits& limits;
  SampleMemory& memory;
  const TakeFrame& take;
  // Not 0: in colour, and as small as is cheap, but not below on the longer side.
  std::uint32_t least_side = 0;

  // The same for a picture that stands in this one.
  [[nodiscard]] DecodeJob of(Bytes inner, const TakeFrame& inner_take) const {
    return {inner, limits, memory, inner_take, least_side};
  }
};

// A picture that is being filled.
struct Canvas {
  MutableBytes samples;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  SamplesPerPixel kind = SamplesPerPixel::grey;

  [[nodiscard]] std::size_t row_bytes() const {
    return std::size_t{width} * static_cast<std::size_t>(kind);
  }
  [[nodiscard]] MutableBytes row(std::size_t y) const {
    return samples.subspan(y * row_bytes(), row_bytes());
  }
  [[nodiscard]] Pixels pixels() const {
    return {samples, width, height, kind, row_bytes()};
  }
  // Rows from `first` on become unknown.
  void clear_from(std::size_t first) const;
};

// Whether a picture of that size is one and may be decoded (malformed, too_big).
[[nodiscard]] Result<void> check_size(std::uint64_t width, std::uint64_t height,
                                      const PictureLimits& limits);
// That a decoder's own memory for it is within the limit (too_big).
[[nodiscard]] Result<void> check_memory(std::uint64_t bytes,
                                        const PictureLimits& limits);
// Checks the size and takes memory; the samples are left over (malformed, too_big,
// out_of_memory).
[[nodiscard]] Result<Canvas> new_canvas(const DecodeJob& job, std::uint64_t width,
                                        std::uint64_t height, SamplesPerPixel kind);

// Whether frame `number` of `total` is one of the `most` that are spread over all of
// them, the first always among them.
[[nodiscard]] bool is_chosen(std::uint64_t number, std::uint64_t total,
                             std::uint64_t most);

[[nodiscard]] Fault picture_fault(FaultKind kind, std::string what);

// The libraries: what one of them says, without its line ends, or `otherwise`.
[[nodiscard]] std::string said(const char* message, const char* otherwise);

// One format each. All faults as PictureDecoder::decode() has them.
[[nodiscard]] Result<void> decode_png(const DecodeJob& job);
[[nodiscard]] Result<void> decode_gif(const DecodeJob& job);
[[nodiscard]] Result<void> decode_webp(const DecodeJob& job);
[[nodiscard]] Result<void> decode_tiff(const DecodeJob& job);
[[nodiscard]] Result<void> decode_jpeg2000(const DecodeJob& job);
[[nodiscard]] Result<void> decode_heif(const DecodeJob& job);
[[nodiscard]] Result<void> decode_psd(const DecodeJob& job);

// JPEG keeps its decoder, which is costly to make beside a small picture.
class JpegDecoder {
 public:
  JpegDecoder();
  ~JpegDecoder();
  [[nodiscard]] Result<void> decode(const DecodeJob& job);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

// These hold JPEG and PNG at times.
[[nodiscard]] Result<void> decode_bmp(const DecodeJob& job, JpegDecoder& jpeg);
[[nodiscard]] Result<void> decode_ico(const DecodeJob& job, JpegDecoder& jpeg);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_FRAMES_H_
