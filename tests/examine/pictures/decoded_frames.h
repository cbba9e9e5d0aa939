// What PictureDecoder hands over, kept for looking at it afterwards.
#ifndef WINNOW_TESTS_EXAMINE_DECODED_FRAMES_H_
#define WINNOW_TESTS_EXAMINE_DECODED_FRAMES_H_

#include <optional>
#include <string>
#include <vector>

#include "base/fault.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {

struct DecodedFrames {
  struct Frame {
    DecodedPicture picture;
    std::uint32_t number = 0;
    std::string damage;
  };
  std::vector<Frame> frames;
  std::optional<Fault> fault;
};

[[nodiscard]] DecodedFrames decode_frames(ContentType type, Bytes content,
                                          const PictureLimits& limits = {});
[[nodiscard]] std::vector<std::byte> bytes_of_file(const std::string& path);
[[nodiscard]] ContentType type_of_all(Bytes content);

// A PNG with that header and these chunks behind it, with right checksums; samples are
// as PNG has them, rows with their filter bytes, and are stored without compression.
[[nodiscard]] std::vector<std::byte> made_png(std::uint32_t width, std::uint32_t height,
                                              unsigned bits, unsigned colours,
                                              const std::vector<std::byte>& samples);

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_DECODED_FRAMES_H_
