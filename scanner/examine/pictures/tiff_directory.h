// The directories of a TIFF block: of TIFF files and their kin (RAW), of EXIF and of
// the index of multi-picture JPEGs. Fields only, no pixels.
//
// Source: TIFF 6.0 (Adobe, 1992). Every offset is hostile: what lies outside the block
// is not there.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_TIFF_DIRECTORY_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_TIFF_DIRECTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct TiffDirectory {
  struct Field {
    std::uint16_t tag = 0;
    std::uint16_t type = 0;
    std::uint32_t count = 0;
    Bytes value;  // all of it; empty if it lies outside
  };
  std::vector<Field> fields;
  std::uint32_t next = 0;  // offset of the next directory, or 0

  [[nodiscard]] const Field* find(std::uint16_t tag) const;
};

class TiffBlock {
 public:
  // Nothing if it does not begin like one; the offsets count from its first byte.
  [[nodiscard]] static std::optional<TiffBlock> open(Bytes bytes);
  // The byte order of another block, whose directories count from the first byte of
  // these.
  [[nodiscard]] TiffBlock in(Bytes bytes) const { return {bytes, is_big_}; }

  [[nodiscard]] std::uint32_t first_directory() const;
  // Nothing if it does not begin within the block; a field or two at its end may lack.
  [[nodiscard]] std::optional<TiffDirectory> directory(std::uint32_t offset) const;
  // All that are chained from the first one on, and (`deep`) those that these lead to:
  // sub-directories and EXIF. No more than 64, each once.
  [[nodiscard]] std::vector<TiffDirectory> all_directories(bool deep) const;

  // The number at `index` of a field of whole numbers.
  [[nodiscard]] std::optional<std::uint32_t> number(const TiffDirectory& directory,
                                                    std::uint16_t tag,
                                                    std::size_t index = 0) const;
  // The bytes to which two fields lead, offset and length; empty if not all is there.
  [[nodiscard]] Bytes pointed(const TiffDirectory& directory, std::uint16_t offset_tag,
                              std::uint16_t length_tag) const;
  // Fit for people: up to the first zero, without spaces around, cut to 64 bytes.
  [[nodiscard]] static std::string text(const TiffDirectory& directory,
                                        std::uint16_t tag);

 private:
  TiffBlock(Bytes bytes, bool is_big) : bytes_(bytes), is_big_(is_big) {}
  template <typename T>
  [[nodiscard]] T get(Bytes bytes, std::uint64_t offset) const {
    return is_big_ ? be<T>(bytes, offset) : le<T>(bytes, offset);
  }

  Bytes bytes_;
  bool is_big_;
};

// Maker and model of the camera from the first directory, or empty.
[[nodiscard]] std::string camera_of(Bytes tiff);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_TIFF_DIRECTORY_H_
