#include "scanner/examine/pictures/gif_blocks.h"

namespace winnow {
namespace {

constexpr unsigned kExtension = 0x21;
constexpr unsigned kPicture = 0x2C;
constexpr unsigned kEnd = 0x3B;
constexpr unsigned kGraphicControl = 0xF9;

unsigned number_at(Bytes content, std::uint64_t offset) {
  return le<std::uint8_t>(content, offset);
}

std::uint64_t palette_bytes(unsigned flags) {
  return (flags & 0x80) == 0 ? 0 : std::uint64_t{3} << ((flags & 7) + 1);
}

// Where the blocks of data that begin at `at` end.
std::uint64_t skip_data(Bytes content, std::uint64_t at) {
  while (at < content.size()) {
    const unsigned length = number_at(content, at);
    at += 1 + length;
    if (length == 0) break;
  }
  return at;
}

}  // namespace

GifPictures gif_pictures(Bytes content) {
  GifPictures pictures;
  std::uint64_t at = 13 + palette_bytes(number_at(content, 10));
  while (at < content.size()) {
    switch (number_at(content, at)) {
      case kExtension:
        if (number_at(content, at + 1) == kGraphicControl) {
          pictures.has_transparency |= (number_at(content, at + 3) & 1) != 0;
        }
        at = skip_data(content, at + 2);
        break;
      case kPicture:
        if (at + 10 > content.size()) return pictures;
        ++pictures.count;
        at = skip_data(content, at + 11 + palette_bytes(number_at(content, at + 9)));
        break;
      case kEnd:
        pictures.is_all = true;
        return pictures;
      default:
        return pictures;
    }
  }
  return pictures;
}

}  // namespace winnow
