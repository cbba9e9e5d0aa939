#include "scanner/examine/pictures/metadata.h"

#include <algorithm>
#include <string_view>

#include "scanner/examine/pictures/jpeg_segments.h"

namespace winnow {
namespace {

using namespace std::string_view_literals;

Bytes without_prefix(Bytes bytes) {
  return has_magic(bytes, 0, "Exif\0\0"sv) ? bytes.subspan(6) : bytes;
}

// A chunk of PNG: length, name, content, checksum.
Bytes png_exif(Bytes head) {
  std::size_t at = 8;
  while (at + 12 <= head.size()) {
    const std::size_t length = be<std::uint32_t>(head, at);
    const std::size_t there = std::min(length, head.size() - at - 8);
    if (has_magic(head, at + 4, "eXIf"sv)) return head.subspan(at + 8, there);
    if (there < length) break;
    at += 12 + length;
  }
  return {};
}

// A chunk of RIFF: name, length, content, to even places.
Bytes webp_exif(Bytes head) {
  std::size_t at = 12;
  while (at + 8 <= head.size()) {
    const std::size_t length = le<std::uint32_t>(head, at + 4);
    const std::size_t there = std::min(length, head.size() - at - 8);
    if (has_magic(head, at, "EXIF"sv))
      return without_prefix(head.subspan(at + 8, there));
    if (there < length) break;
    at += 8 + length + length % 2;
  }
  return {};
}

// A TIFF block behind a name, wherever that stands: in HEIF and CR3 the way there leads
// through tables that may lie behind the head.
Bytes behind(Bytes head, std::string_view name) {
  const std::string_view text = text_of(head);
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const Bytes block = head.subspan(at + name.size());
    if (has_magic(block, 0, "II*\0"sv) || has_magic(block, 0, "MM\0*"sv)) return block;
  }
  return {};
}

}  // namespace

Bytes exif_of(ContentType type, Bytes head) {
  switch (type) {
    case ContentType::jpeg:
      return jpeg_exif(jpeg_segments(head));
    case ContentType::png:
      return png_exif(head);
    case ContentType::webp:
      return webp_exif(head);
    case ContentType::heif:
      return behind(head, "Exif\0\0"sv);
    case ContentType::tiff:
      return head;
    case ContentType::raw_camera:
      if (has_magic(head, 4, "ftyp"sv)) return behind(head, "CMT1"sv);
      // Of Fujifilm's the EXIF is that of its preview.
      if (has_magic(head, 0, "FUJIFILM"sv)) {
        const std::size_t at = be<std::uint32_t>(head, 84);
        return at < head.size() ? jpeg_exif(jpeg_segments(head.subspan(at))) : Bytes{};
      }
      return head;
    default:
      return {};
  }
}

}  // namespace winnow
