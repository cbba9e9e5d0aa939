// PictureDecoder: the pixels of a picture, in grey, and the pictures within it.
//
// By content, never by name. Only this room meets the libraries that decode pictures;
// each is given memory, never a path. What a picture would take is asked of its header
// before anything is decoded.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_PICTURE_DECODER_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_PICTURE_DECODER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/content/content_type.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

struct PictureLimits {
  std::uint64_t pixels = std::uint64_t{200} * 1000 * 1000;  // of one frame
  std::uint32_t side = 60'000;                              // longest
  std::uint32_t frames = 32;  // decoded of an animation, spread over it
  // That a decoder takes for itself, besides the pixels.
  std::uint64_t memory = std::uint64_t{1} << 30;
};

// What a header says, without decoding.
struct PictureFacts {
  std::uint32_t width = 0;  // in pixels; 0 if not known
  std::uint32_t height = 0;
  std::uint32_t frames = 1;     // 0 if only decoding tells
  bool is_progressive = false;  // JPEG: several scans
  bool has_palette = false;
  bool has_alpha = false;
  std::string camera;  // maker and model as EXIF states them, valid UTF-8; or empty
};

// `head`: all of the content, or its beginning, of at least kTypeHeadBytes; the more of
// it, the more is known. A fault if it is no picture of that type.
[[nodiscard]] Result<PictureFacts> picture_facts(ContentType type, Bytes head);

// A picture inside another: its own bytes, as they stand in it.
struct EmbeddedPicture {
  enum class Kind : std::uint8_t {
    exif_thumbnail,
    mpf,          // multi-picture format: a preview, the other eye, a gain map
    raw_preview,  // of a camera's RAW file
    icon,         // one of the sizes of an icon file, where it is a PNG
  };
  Kind kind = Kind::exif_thumbnail;
  std::string name;  // "exif-thumbnail.jpg", "mpf-2.jpg", "preview-1.jpg", ...
  Bytes bytes;       // of the content that was asked
};
[[nodiscard]] std::vector<EmbeddedPicture> embedded_pictures(ContentType type,
                                                             Bytes content);

struct DecodedFrame {
  Pixels pixels;             // grey or RGB, whole; valid during the call
  std::uint32_t number = 0;  // of the frame in its animation, from 0
  // Why it is not all that it should be: the file breaks off, or is damaged inside.
  // What could not be decoded is grey.
  std::string damage;
};

// One thread a decoder; it keeps its memory from picture to picture.
class PictureDecoder {
 public:
  explicit PictureDecoder(const PictureLimits& limits = {});
  ~PictureDecoder();

  // Hands over each frame that is decoded, in order, until `take` says false: the
  // frames of an animation as they are seen, the pages of a TIFF, the sizes of an icon,
  // the pictures of a HEIF file. A fault (malformed, too_big, unsupported,
  // out_of_memory) if there is nothing, or no more.
  //
  // The pixels are those the tools of PDQ hash: alpha is dropped and nothing is blended
  // with a background, the turn that EXIF asks for is not made, 16 bits become the
  // higher 8, colour profiles are not applied. Of a JPEG its Y plane is handed over as
  // grey, of other colours RGB; inks (CMYK) become RGB without a profile. Of a RAW file
  // there is nothing, or the small picture that its first page has: look at what is
  // embedded.
  [[nodiscard]] Result<void> decode(
      ContentType type, Bytes content,
      const std::function<bool(const DecodedFrame&)>& take);
  // The same in colour, and of a JPEG perhaps smaller, but no smaller than `least_side`
  // pixels on the longer side.
  [[nodiscard]] Result<void> decode_small(
      ContentType type, Bytes content, std::uint32_t least_side,
      const std::function<bool(const DecodedFrame&)>& take);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_PICTURE_DECODER_H_
