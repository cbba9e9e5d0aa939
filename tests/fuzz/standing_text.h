// The text of a list as it stands there, read without the importers: what a digest that
// an importer gives must be found in.
//
// Each reading leaves in what it does not understand, so it never hides a digest that
// is there.
#ifndef WINNOW_TESTS_FUZZ_STANDING_TEXT_H_
#define WINNOW_TESTS_FUZZ_STANDING_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace winnow {

// In small letters.
[[nodiscard]] std::string folded(std::string_view text);
// In small letters, with the escapes of JSON strings resolved.
[[nodiscard]] std::string folded_json(std::string_view text);
// In small letters, without tags and comments and with character references resolved:
// what stands on both sides of a comment is one text.
[[nodiscard]] std::string folded_xml(std::string_view text);

// The lines without their ends (LF, CR LF) and without a byte order mark before the
// first. `terminated` is whether the last one has an end.
struct TextLines {
  std::vector<std::string_view> lines;
  bool terminated = true;
};
[[nodiscard]] TextLines lines_of(std::string_view text);

// Whether a value of a cell stands in the file of an SQLite database: whole, or in
// pieces on overflow pages, each of which begins 4 bytes into a page.
[[nodiscard]] bool stands_in_database(std::string_view file, std::string_view value);

}  // namespace winnow

#endif  // WINNOW_TESTS_FUZZ_STANDING_TEXT_H_
