// Names of the files that make up one image, by their names alone: E01 E02 ... E99 EAA
// ... ZZZ, Ex01 ..., 001 002 ... (or from 000), aa ab ...
#ifndef WINNOW_SCANNER_SUPERVISE_SEGMENT_NAMES_H_
#define WINNOW_SCANNER_SUPERVISE_SEGMENT_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace winnow {

// A way of numbering, and the part of the name that all segments share.
class SegmentNaming {
 public:
  // The naming that a file name follows; nothing if it looks like a file by itself.
  [[nodiscard]] static std::optional<SegmentNaming> of(const std::string& file_name);

  // Number of a file name in this naming; nothing if it is not one of it.
  [[nodiscard]] std::optional<std::uint32_t> number_of(
      const std::string& file_name) const;
  // Inverse of number_of(); empty when the naming has no such number.
  [[nodiscard]] std::string name_of(std::uint32_t number) const;
  // Numbers from here on are far too large to be a gap: another file's ending.
  [[nodiscard]] std::uint32_t widest_gap() const;

 private:
  enum class Style : std::uint8_t { ewf, ewf2, digits, letters };
  SegmentNaming(Style style, std::string stem, char first_letter, std::size_t width)
      : style_(style),
        stem_(std::move(stem)),
        first_letter_(first_letter),
        width_(width) {}

  Style style_;
  std::string stem_;  // up to and with the dot
  char first_letter_;
  std::size_t width_;
};

// The names of all segments of the image that `first` begins, in order, out of the
// names in its folder. A fault (missing) names the segment that a gap in the numbering
// shows, or the first segment if `first` is a later one.
[[nodiscard]] Result<std::vector<std::string>> segments_of(
    const std::string& first, const std::vector<std::string>& names_in_folder);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_SEGMENT_NAMES_H_
