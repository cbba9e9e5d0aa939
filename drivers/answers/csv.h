// CSV as RFC 4180 has it, in UTF-8, that no spreadsheet takes for formulas. Pure
// functions.
#ifndef WINNOW_DRIVERS_ANSWERS_CSV_H_
#define WINNOW_DRIVERS_ANSWERS_CSV_H_

#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// Characters that cannot be seen, or that steer what stands around them, are written
// out (visible_text.h): line ends and tabs too. Where a cell begins with =, +, -, @, |,
// % or a like of these, also behind blanks, there is an apostrophe in front of that,
// which is what spreadsheets take for "this is text"; the same behind each semicolon in
// it.
[[nodiscard]] std::string csv_cell(std::string_view text);
// A whole line, ended by CR LF.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& cells);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_CSV_H_
