// Icons and cursors: each of their sizes, a bitmap or a PNG.
#include <algorithm>

#include "scanner/examine/pictures/dib.h"
#include "scanner/examine/pictures/frames.h"
#include "scanner/examine/pictures/icon_directory.h"

namespace winnow {

std::vector<IconPicture> icon_pictures(Bytes content) {
  constexpr std::size_t kEntryBytes = 16;
  std::vector<IconPicture> pictures;
  const std::size_t count = le<std::uint16_t>(content, 4);
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = part(content, 6 + i * kEntryBytes, kEntryBytes);
    if (!entry) break;
    const auto side = [&](std::size_t at) {
      const std::uint32_t value = le<std::uint8_t>(*entry, at);
      return value == 0 ? 256 : value;
    };
    IconPicture picture{side(0), side(1), {}, false};
    const std::size_t offset = le<std::uint32_t>(*entry, 12);
    if (offset < content.size()) {
      const std::size_t left = content.size() - offset;
      picture.bytes = content.subspan(
          offset, std::min<std::size_t>(left, le<std::uint32_t>(*entry, 8)));
    }
    picture.is_png = has_magic(picture.bytes, 0, "\x89PNG\r\n\x1A\n");
    pictures.push_back(picture);
  }
  return pictures;
}

Result<void> decode_ico(const DecodeJob& job, JpegDecoder& jpeg) {
  const std::vector<IconPicture> pictures = icon_pictures(job.content);
  Result<void> outcome;
  if (pictures.empty()) {
    outcome = picture_fault(FaultKind::malformed, "the icon file has no pictures");
  }
  bool more = true;
  for (std::uint32_t i = 0; i < pictures.size() && more; ++i) {
    if (!is_chosen(i, pictures.size(), job.limits.frames)) continue;
    const TakeFrame take = [&](const DecodedFrame& frame) {
      more = job.take({frame.pixels, i, frame.damage});
      return more;
    };
    const DecodeJob inner = job.of(pictures[i].bytes, take);
    auto decoded = pictures[i].is_png ? decode_png(inner)
                                      : decode_dib(inner, true, std::nullopt, jpeg);
    if (!decoded && outcome) outcome = std::move(decoded);
  }
  return outcome;
}

}  // namespace winnow
