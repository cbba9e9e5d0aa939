// GIF by giflib, its pictures laid over each other as they are seen.
//
// What no picture covers has the background's colour. Where the first picture is
// transparent there is the colour that its palette has for that: alpha is dropped.
#include <gif_lib.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "scanner/examine/pictures/frames.h"
#include "scanner/examine/pictures/gif_blocks.h"

namespace winnow {
namespace {

// That all pictures together may have: a small file can hold very many.
constexpr std::uint64_t kPicturesWorth = 8;

struct Source {
  Bytes content;
  std::size_t at = 0;
};

int read_from(GifFileType* gif, GifByteType* target, int length) {
  Source& source = *static_cast<Source*>(gif->UserData);
  const Bytes rest = source.content.subspan(source.at);
  const std::size_t count =
      std::min(rest.size(), static_cast<std::size_t>(std::max(length, 0)));
  std::copy_n(rest.data(), count, reinterpret_cast<std::byte*>(target));
  source.at += count;
  return static_cast<int>(count);
}

void close_gif(GifFileType* gif) {
  int error = 0;
  DGifCloseFile(gif, &error);
}
using Gif = std::unique_ptr<GifFileType, decltype(&close_gif)>;

struct Box {
  std::size_t left = 0, top = 0, width = 0, height = 0;
};

class GifDecoder {
 public:
  GifDecoder(const DecodeJob& job, GifFileType* gif, std::uint32_t pictures)
      : job_(job), gif_(gif), pictures_(pictures) {}

  [[nodiscard]] Result<void> decode() {
    if (auto begun = begin(); !begun) return begun;
    for (;;) {
      GifRecordType type = UNDEFINED_RECORD_TYPE;
      if (DGifGetRecordType(gif_, &type) == GIF_ERROR) return broken_off();
      if (type == TERMINATE_RECORD_TYPE) break;
      if (type == EXTENSION_RECORD_TYPE) {
        if (!read_extension()) return broken_off();
      } else if (type == IMAGE_DESC_RECORD_TYPE) {
        const auto more = read_picture();
        if (!more) return more.error();
        if (!*more) return {};
      }
    }
    if (number_ > 0) return {};
    return picture_fault(FaultKind::malformed, "the GIF has no picture in it");
  }

 private:
  [[nodiscard]] Result<void> begin() {
    const auto width = static_cast<std::uint64_t>(std::max(gif_->SWidth, 0));
    const auto height = static_cast<std::uint64_t>(std::max(gif_->SHeight, 0));
    if (auto size = check_size(width, height, job_.limits); !size) return size;
    // What lies under a picture may have to be kept.
    return check_memory(3 * width * height, job_.limits);
  }

  // Only where there is a picture: many broken files end before.
  [[nodiscard]] Result<void> begin_canvas() {
    const auto canvas =
        new_canvas(job_, static_cast<std::uint64_t>(gif_->SWidth),
                   static_cast<std::uint64_t>(gif_->SHeight), SamplesPerPixel::rgb);
    if (!canvas) return canvas.error();
    canvas_ = *canvas;
    paint({0, 0, canvas_.width, canvas_.height});
    return {};
  }

  [[nodiscard]] Result<void> broken_off() const {
    return picture_fault(FaultKind::malformed,
                         "the GIF breaks off after " + std::to_string(number_) +
                             (number_ == 1 ? " picture" : " pictures"));
  }

  bool read_extension() {
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif_, &code, &block) == GIF_ERROR) return false;
    while (block != nullptr) {
      if (code == GRAPHICS_EXT_FUNC_CODE) {
        GraphicsControlBlock control;
        if (DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
          control_ = control;
        }
      }
      if (DGifGetExtensionNext(gif_, &block) == GIF_ERROR) return false;
    }
    return true;
  }

  // The box with the background's colour.
  void paint(const Box& box) {
    const ColorMapObject* map = gif_->SColorMap;
    const int index = gif_->SBackGroundColor;
    const bool is_known = map != nullptr && index >= 0 && index < map->ColorCount;
    const GifColorType colour = is_known ? map->Colors[index] : GifColorType{0, 0, 0};
    for (std::size_t y = box.top; y < box.top + box.height; ++y) {
      std::byte* to = &canvas_.row(y)[3 * box.left];
      for (std::size_t x = 0; x < box.width; ++x) to = put(to, colour);
    }
  }

  static std::byte* put(std::byte* to, const GifColorType& colour) {
    *to++ = std::byte{colour.Red};
    *to++ = std::byte{colour.Green};
    *to++ = std::byte{colour.Blue};
    return to;
  }

  // What of the picture lies on the screen.
  [[nodiscard]] Box box_of(const GifImageDesc& picture) const {
    const auto cut = [](int start, int length, std::uint32_t side) {
      const auto first = std::min<std::size_t>(std::max(start, 0), side);
      return std::pair(first, std::min<std::size_t>(std::max(length, 0), side - first));
    };
    const auto [left, width] = cut(picture.Left, picture.Width, canvas_.width);
    const auto [top, height] = cut(picture.Top, picture.Height, canvas_.height);
    return {left, top, width, height};
  }

  // Whether more is wanted.
  [[nodiscard]] Result<bool> read_picture() {
    if (DGifGetImageDesc(gif_) == GIF_ERROR) return broken_off().error();
    const GifImageDesc& picture = gif_->Image;
    if (canvas_.samples.empty()) {
      if (auto begun = begin_canvas(); !begun) return begun.error();
    }
    pixels_ += static_cast<std::uint64_t>(picture.Width) *
               static_cast<std::uint64_t>(picture.Height);
    pixels_ += std::uint64_t{canvas_.width} * canvas_.height / 16;  // of its disposal
    if (pixels_ > kPicturesWorth * job_.limits.pixels) {
      return picture_fault(FaultKind::too_big, "of the GIF's pictures the first " +
                                                   std::to_string(number_) +
                                                   " are decoded, and no more");
    }
    const Box box = box_of(picture);
    const bool is_kept = control_.DisposalMode == DISPOSE_PREVIOUS;
    if (is_kept) before_.assign(canvas_.samples.begin(), canvas_.samples.end());
    const std::string damage = read_rows(picture, box);
    if (!damage.empty() && number_ == 0 && rows_ == 0) {
      return picture_fault(FaultKind::malformed, damage);
    }
    if (is_chosen(number_, pictures_, job_.limits.frames) || !damage.empty()) {
      if (!job_.take({canvas_.pixels(), number_, damage})) return false;
    }
    ++number_;
    if (!damage.empty()) return broken_off().error();
    if (is_kept) std::copy(before_.begin(), before_.end(), canvas_.samples.begin());
    if (control_.DisposalMode == DISPOSE_BACKGROUND) paint(box);
    control_ = GraphicsControlBlock{0, false, 0, NO_TRANSPARENT_COLOR};
    return true;
  }

  // Why not all of it, or empty.
  std::string read_rows(const GifImageDesc& picture, const Box& box) {
    struct Pass {
      int first, step;
    };
    constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    constexpr Pass kPlain[] = {{0, 1}};
    rows_ = 0;
    line_.resize(static_cast<std::size_t>(std::max(picture.Width, 1)));
    const std::span<const Pass> passes =
        picture.Interlace ? std::span<const Pass>(kInterlaced) : kPlain;
    for (const Pass& pass : passes) {
      for (int y = pass.first; y < picture.Height; y += pass.step) {
        if (DGifGetLine(gif_, line_.data(), picture.Width) == GIF_ERROR) {
          return "the GIF's picture " + std::to_string(number_ + 1) +
                 " is damaged: " + said(GifErrorString(gif_->Error), "it breaks off");
        }
        ++rows_;
        if (static_cast<std::size_t>(y) < box.height) {
          lay(picture, box, static_cast<std::size_t>(y));
        }
      }
    }
    return "";
  }

  void lay(const GifImageDesc& picture, const Box& box, std::size_t y) {
    const ColorMapObject* map =
        picture.ColorMap != nullptr ? picture.ColorMap : gif_->SColorMap;
    const int clear = number_ == 0 ? NO_TRANSPARENT_COLOR : control_.TransparentColor;
    std::byte* to = &canvas_.row(box.top + y)[3 * box.left];
    for (std::size_t x = 0; x < box.width; ++x) {
      const int index = line_[x];
      if (index == clear) {
        to += 3;
      } else if (map != nullptr && index < map->ColorCount) {
        to = put(to, map->Colors[index]);
      } else {
        to = put(to, {0, 0, 0});
      }
    }
  }

  const DecodeJob& job_;
  GifFileType* gif_;
  std::uint32_t pictures_;
  Canvas canvas_;
  std::vector<std::byte> before_;  // what a picture that is taken away had covered
  std::vector<GifPixelType> line_;
  GraphicsControlBlock control_{0, false, 0, NO_TRANSPARENT_COLOR};
  std::uint32_t number_ = 0;  // of the next picture
  int rows_ = 0;              // read of it
  std::uint64_t pixels_ = 0;  // of all so far
};

}  // namespace

Result<void> decode_gif(const DecodeJob& job) {
  Source source{job.content, 0};
  int error = 0;
  const Gif gif(DGifOpen(&source, read_from, &error), &close_gif);
  if (!gif) {
    return picture_fault(
        FaultKind::malformed,
        "the GIF cannot be read: " + said(GifErrorString(error), "no reason given"));
  }
  return GifDecoder(job, gif.get(), gif_pictures(job.content).count).decode();
}

}  // namespace winnow
