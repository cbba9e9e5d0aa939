// Text for people, fitted to the width of a screen: lines are broken at spaces and go
// on further in; a word that is longer than a line (a path, a digest) is broken with a
// "\" at the line's end, the commonest mark for "goes on below".
//
// Widths are in columns as terminals count them: wide letters take two, accents that
// stand by themselves none, and what sets a colour (ESC [ ... m) none. Pure functions.
#ifndef WINNOW_DRIVERS_ANSWERS_LINE_LAYOUT_H_
#define WINNOW_DRIVERS_ANSWERS_LINE_LAYOUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// A screen narrower than this is taken to be as wide.
inline constexpr std::size_t kFewestColumns = 20;

[[nodiscard]] std::size_t columns_of(std::string_view text);

// One line without its end, as lines of at most so many columns; all but the first
// begin `further_in` columns to the right. A command to copy ("...: winnow findings
// ...") is never broken: it stands in a line of its own and may stick out.
[[nodiscard]] std::vector<std::string> broken_line(std::string_view line,
                                                   std::size_t columns,
                                                   std::size_t further_in);

// Whole lines, each broken so that what goes on stands below where its words began.
// Letters that would turn the direction of what follows them are shown as \u202e.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

// At most so many columns, with ".." in place of its middle.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_LINE_LAYOUT_H_
