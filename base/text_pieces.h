// Texts taken apart and put together.
#ifndef WINNOW_BASE_TEXT_PIECES_H_
#define WINNOW_BASE_TEXT_PIECES_H_

#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// Without the blanks at both ends: spaces and tabs, if nothing else is named.
[[nodiscard]] std::string_view trimmed(std::string_view text,
                                       std::string_view blanks = " \t");

// "a, b, c".
[[nodiscard]] std::string joined(const std::vector<std::string>& texts,
                                 std::string_view between = ", ");

// RFC 4648, with padding.
[[nodiscard]] std::string base64_text(std::string_view bytes);

}  // namespace winnow

#endif  // WINNOW_BASE_TEXT_PIECES_H_
