#include "scanner/examine/video/frame_grey.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace winnow {
namespace {

std::uint8_t luma_of(unsigned red, unsigned green, unsigned blue) {
  return static_cast<std::uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
}

bool is_full_range(const AVFrame& frame, const AVPixFmtDescriptor& format) {
  constexpr std::string_view kFull = "yuvj";
  return (format.flags & AV_PIX_FMT_FLAG_RGB) != 0 || format.nb_components < 3 ||
         frame.color_range == AVCOL_RANGE_JPEG ||
         std::string_view(format.name).substr(0, kFull.size()) == kFull;
}

// Television keeps luma within 16 ... 235.
std::array<std::uint8_t, 256> brought_to_full(bool is_full) {
  constexpr int kBlack = 16;
  constexpr int kSteps = 219;
  std::array<std::uint8_t, 256> brought{};
  for (int luma = 0; luma < 256; ++luma) {
    const int full = ((luma - kBlack) * 255 + kSteps / 2) / kSteps;
    brought[static_cast<std::size_t>(luma)] =
        static_cast<std::uint8_t>(is_full ? luma : std::clamp(full, 0, 255));
  }
  return brought;
}

}  // namespace

std::optional<FrameGrey> FrameGrey::of(const AVFrame& frame) {
  const AVPixFmtDescriptor* format =
      ::av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  constexpr std::uint64_t kOther = AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL |
                                   AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
  if (format == nullptr || (format->flags & kOther) != 0 || frame.width <= 0 ||
      frame.height <= 0) {
    return std::nullopt;
  }
  const int needed = (format->flags & AV_PIX_FMT_FLAG_RGB) != 0 ? 3 : 1;
  const bool has_palette = (format->flags & AV_PIX_FMT_FLAG_PAL) != 0;
  for (int component = 0; component < (has_palette ? 1 : needed); ++component) {
    const AVComponentDescriptor& where = format->comp[component];
    if (where.depth > 16 || frame.data[where.plane] == nullptr) return std::nullopt;
  }
  if (has_palette && frame.data[1] == nullptr) return std::nullopt;
  return FrameGrey(frame, *format);
}

FrameGrey::FrameGrey(const AVFrame& frame, const AVPixFmtDescriptor& format)
    : frame_(&frame),
      format_(&format),
      kind_(Kind::numbers),
      brought_(brought_to_full(is_full_range(frame, format))) {
  if ((format.flags & AV_PIX_FMT_FLAG_PAL) != 0) {
    kind_ = Kind::palette;
  } else if ((format.flags & AV_PIX_FMT_FLAG_RGB) != 0) {
    kind_ = Kind::rgb;
  } else if (format.comp[0].depth == 8 && format.comp[0].step == 1) {
    kind_ = Kind::bytes;
  }
}

// The upper 8 bits of a sample.
std::uint8_t FrameGrey::sample(int component, int x, int y) const {
  const AVComponentDescriptor& where = format_->comp[component];
  const std::uint8_t* at = frame_->data[where.plane] +
                           std::ptrdiff_t{y} * frame_->linesize[where.plane] +
                           std::ptrdiff_t{x} * where.step + where.offset;
  const bool is_big_endian = (format_->flags & AV_PIX_FMT_FLAG_BE) != 0;
  unsigned value = 0;
  if (where.shift + where.depth <= 8) {
    value = at[is_big_endian ? 1 : 0];  // so are offsets stated there
  } else {
    value = is_big_endian ? unsigned{at[0]} << 8 | at[1] : unsigned{at[1]} << 8 | at[0];
  }
  value = value >> where.shift & ((1u << where.depth) - 1);
  return static_cast<std::uint8_t>(where.depth >= 8 ? value >> (where.depth - 8)
                                                    : value << (8 - where.depth));
}

std::uint8_t FrameGrey::grey_at(int x, int y) const {
  switch (kind_) {
    case Kind::bytes:
    case Kind::numbers:
      return brought_[sample(0, x, y)];
    case Kind::rgb:
      return luma_of(sample(0, x, y), sample(1, x, y), sample(2, x, y));
    case Kind::palette:
      break;
  }
  std::uint32_t colour = 0;  // alpha, red, green, blue from the top
  std::memcpy(&colour, frame_->data[1] + 4 * std::size_t{sample(0, x, y)},
              sizeof colour);
  return luma_of(colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff);
}

// Each field by 4 x 4 points of it, or by fewer of a smaller frame.
FrameSketch FrameGrey::sketch() const {
  constexpr int kPoints = 4;
  constexpr int kSide = static_cast<int>(kSketchSide) * kPoints;
  std::array<unsigned, kSketchSide * kSketchSide> sums{};
  for (int row = 0; row < kSide; ++row) {
    const auto y = static_cast<int>(std::int64_t{row} * frame_->height / kSide);
    for (int column = 0; column < kSide; ++column) {
      const auto x = static_cast<int>(std::int64_t{column} * frame_->width / kSide);
      const int field =
          row / kPoints * static_cast<int>(kSketchSide) + column / kPoints;
      sums[static_cast<std::size_t>(field)] += grey_at(x, y);
    }
  }
  FrameSketch sketch;
  std::transform(sums.begin(), sums.end(), sketch.begin(), [](unsigned sum) {
    return static_cast<std::uint8_t>(sum / (kPoints * kPoints));
  });
  return sketch;
}

Pixels FrameGrey::pixels(std::vector<std::byte>& samples) const {
  const auto width = static_cast<std::size_t>(frame_->width);
  samples.resize(width * static_cast<std::size_t>(frame_->height));
  auto out = samples.begin();
  for (int y = 0; y < frame_->height; ++y) {
    if (kind_ == Kind::bytes) {
      const AVComponentDescriptor& where = format_->comp[0];
      const std::uint8_t* row = frame_->data[where.plane] + where.offset +
                                std::ptrdiff_t{y} * frame_->linesize[where.plane];
      out = std::transform(row, row + width, out, [this](std::uint8_t luma) {
        return std::byte{brought_[luma]};
      });
    } else {
      for (int x = 0; x < frame_->width; ++x) *out++ = std::byte{grey_at(x, y)};
    }
  }
  Pixels pixels;
  pixels.samples = samples;
  pixels.width = static_cast<std::uint32_t>(frame_->width);
  pixels.height = static_cast<std::uint32_t>(frame_->height);
  pixels.stride = width;
  return pixels;
}

}  // namespace winnow
