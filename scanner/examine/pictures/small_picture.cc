#include "scanner/examine/pictures/small_picture.h"

#include <algorithm>

namespace winnow {
namespace {

std::byte mean_of_piece(const Pixels& picture, std::size_t x, std::size_t y,
                        std::size_t piece, std::size_t channel) {
  const auto samples = static_cast<std::size_t>(picture.kind);
  const std::size_t right = std::min<std::size_t>(x + piece, picture.width);
  const std::size_t bottom = std::min<std::size_t>(y + piece, picture.height);
  std::uint64_t sum = 0;
  for (std::size_t row = y; row < bottom; ++row) {
    const Bytes line = picture.row(row);
    for (std::size_t column = x; column < right; ++column) {
      sum += std::to_integer<std::uint64_t>(line[column * samples + channel]);
    }
  }
  const std::uint64_t count = (right - x) * (bottom - y);
  return static_cast<std::byte>((sum + count / 2) / count);
}

}  // namespace

Pixels SmallPicture::pixels() const {
  return {samples, width, height, kind,
          std::size_t{width} * static_cast<unsigned>(kind)};
}

SmallPicture shrink(const Pixels& picture, std::uint32_t most_side) {
  const std::uint32_t side = std::max(picture.width, picture.height);
  const std::uint32_t piece = std::max(1U, (side + most_side - 1) / most_side);
  SmallPicture small;
  small.width = (picture.width + piece - 1) / piece;
  small.height = (picture.height + piece - 1) / piece;
  small.kind = picture.kind;
  small.full_width = picture.width;
  small.full_height = picture.height;
  const auto channels = static_cast<std::size_t>(picture.kind);
  small.samples.reserve(std::size_t{small.width} * small.height * channels);
  for (std::size_t y = 0; y < picture.height; y += piece) {
    for (std::size_t x = 0; x < picture.width; x += piece) {
      for (std::size_t channel = 0; channel < channels; ++channel) {
        small.samples.push_back(mean_of_piece(picture, x, y, piece, channel));
      }
    }
  }
  return small;
}

Result<SmallPicture> small_picture(PictureDecoder& decoder, ContentType type,
                                   Bytes content) {
  SmallPicture small;
  const auto decoded =
      decoder.decode_small(type, content, kSmallSide, [&small](const DecodedFrame& f) {
        small = shrink(f.pixels);
        return false;
      });
  if (small.samples.empty() && !decoded) return decoded.error();
  if (const auto facts = picture_facts(type, content); facts && facts->width > 0) {
    small.full_width = facts->width;
    small.full_height = facts->height;
  }
  return small;
}

}  // namespace winnow
