// Texts of a device made fit for pages, paper and spreadsheets. Pure functions.
#ifndef WINNOW_DRIVERS_ANSWERS_VISIBLE_TEXT_H_
#define WINNOW_DRIVERS_ANSWERS_VISIBLE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace winnow {

// Printable, and with what steers direction, lines or joining of a text written out as
// \u{202e}: a name of a device shows what it holds, and turns nothing around it.
[[nodiscard]] std::string visible_text(std::string_view text);

struct Character {
  char32_t point = 0;
  std::size_t length = 1;  // bytes
};
// The one at byte `i` of valid UTF-8, where one begins.
[[nodiscard]] Character character_at(std::string_view text, std::size_t i);
// "202e".
[[nodiscard]] std::string hex_digits(char32_t point);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_VISIBLE_TEXT_H_
