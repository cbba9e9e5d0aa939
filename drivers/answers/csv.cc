#include "drivers/answers/csv.h"

#include <algorithm>
#include <array>

#include "drivers/answers/visible_text.h"

namespace winnow {
namespace {

// Those of full width, and the sign for minus, are taken for the plain ones in places.
bool begins_formula(char32_t point) {
  constexpr std::array<char32_t, 11> kSigns = {
      '=', '+', '-', '@', '|', '%', 0x2212, 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20};
  return std::find(kSigns.begin(), kSigns.end(), point) != kSigns.end();
}

// What programs pass over before they look for a sign: blanks of any width, and the
// quotation marks of a cell that begins there.
bool is_passed_over(char32_t point) {
  return point == ' ' || point == '"' || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F ||
         point == 0x3000;
}

// A cell begins behind each semicolon too: where a comma parts the digits of numbers,
// programs part the cells by that.
std::string without_formulas(const std::string& text) {
  std::string cell;
  bool is_begin = true;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    if (is_begin && begins_formula(character.point)) cell += '\'';
    is_begin = character.point == ';' || (is_begin && is_passed_over(character.point));
    cell.append(text, i, character.length);
    i += character.length;
  }
  return cell;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  const std::string cell = without_formulas(visible_text(text));
  if (cell.find_first_of(",;\"") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    row += (i == 0 ? "" : ",") + csv_cell(cells[i]);
  }
  return row + "\r\n";
}

}  // namespace winnow
