// The input is a picture, of the kind that its first bytes say: what its header says,
// the pictures in it, and all of its frames.
#include <cstdint>

#include "scanner/examine/pictures/picture_decoder.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

// Small, or there is no end to it.
PictureLimits limits() {
  PictureLimits limits;
  limits.pixels = 1u << 20;
  limits.side = 1u << 14;
  limits.frames = 4;
  limits.memory = 64u << 20;
  return limits;
}

Violation check_inner(Bytes input, ContentType type) {
  for (const EmbeddedPicture& inner : embedded_pictures(type, input)) {
    if (inner.bytes.data() < input.data() ||
        inner.bytes.data() + inner.bytes.size() > input.data() + input.size()) {
      return "a picture within that lies outside";
    }
    if (inner.name.empty()) return "a picture within that has no name";
  }
  return {};
}

Violation check_frames(Bytes input, ContentType type) {
  static PictureDecoder decoder(limits());
  Violation wrong;
  bool any = false;
  const auto outcome = decoder.decode(type, input, [&](const DecodedFrame& frame) {
    any = true;
    const Pixels& pixels = frame.pixels;
    if (!pixels.is_whole() || pixels.width == 0 || pixels.height == 0 ||
        std::uint64_t{pixels.width} * pixels.height > limits().pixels) {
      wrong = "a frame that is not whole, or too large";
      return false;
    }
    // Every sample was written.
    volatile unsigned sum = 0;
    for (std::size_t y = 0; y < pixels.height; ++y) {
      for (const std::byte sample : pixels.row(y)) {
        sum = sum + std::to_integer<unsigned>(sample);
      }
    }
    return true;
  });
  if (!wrong && outcome && !any) return "neither a frame nor a fault";
  if (!outcome && outcome.error().what.empty()) return "a fault without words";
  return wrong;
}

}  // namespace

Violation fuzz_picture(Bytes input) {
  const ContentType type =
      type_of(input.first(std::min(input.size(), kTypeHeadBytes)), input.size());
  if (family_of(type) != ContentFamily::picture) return {};
  static_cast<void>(picture_facts(type, input));
  if (auto wrong = check_inner(input, type)) return wrong;
  return check_frames(input, type);
}

}  // namespace winnow
