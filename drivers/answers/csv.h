// CSV as RFC 4180 has it, in UTF-8, that no spreadsheet takes for formulas. Pure
// functions.
#ifndef WINNOW_DRIVERS_ANSWERS_CSV_H_
#define WINNOW_DRIVERS_ANSWERS_CSV_H_

#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// Characters that cannot be printed are made so; a cell that begins with =, +, -, @, a
// tab or a line end (also behind blanks) gets an apostrophe in front, which is what
// spreadsheets take for "this is text".
[[nodiscard]] std::string csv_cell(std::string_view text);
// A whole line, ended by CR LF.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& cells);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_CSV_H_
