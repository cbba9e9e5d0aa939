// The grey of a decoded frame: its luma as it stands there, brought to 0 ... 255 of 8
// bits; of RGB and palettes what PDQ takes for their luma. No colour is converted.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_GREY_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_GREY_H_

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scanner/examine/pictures/pixels.h"
#include "scanner/examine/video/frame_choice.h"

namespace winnow {

// A view of a frame, which outlives it.
class FrameGrey {
 public:
  // Nothing of a frame whose samples are not whole numbers of whole bytes.
  [[nodiscard]] static std::optional<FrameGrey> of(const AVFrame& frame);

  [[nodiscard]] FrameSketch sketch() const;
  // All of it; `samples` gets the size it needs.
  [[nodiscard]] Pixels pixels(std::vector<std::byte>& samples) const;

 private:
  enum class Kind : std::uint8_t { bytes, numbers, rgb, palette };

  FrameGrey(const AVFrame& frame, const AVPixFmtDescriptor& format);
  [[nodiscard]] std::uint8_t sample(int component, int x, int y) const;
  [[nodiscard]] std::uint8_t grey_at(int x, int y) const;

  const AVFrame* frame_;
  const AVPixFmtDescriptor* format_;
  Kind kind_;
  std::array<std::uint8_t, 256> brought_;  // by the luma that is stored
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_GREY_H_
