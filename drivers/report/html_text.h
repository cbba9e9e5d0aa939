// The escape kit: the one way in which text gets into a page. Pure functions.
#ifndef WINNOW_DRIVERS_REPORT_HTML_TEXT_H_
#define WINNOW_DRIVERS_REPORT_HTML_TEXT_H_

#include <string>
#include <string_view>

#include "drivers/answers/visible_text.h"

namespace winnow {

// visible_text() for the content of an element or a value in double quotes: no
// character left that HTML could take for anything but text.
[[nodiscard]] std::string html_text(std::string_view text);
// The same as a string of a style sheet, quotes included.
[[nodiscard]] std::string css_string(std::string_view text);
// The first `most` characters, and then an ellipsis if there are more.
[[nodiscard]] std::string cut_short(std::string_view text, std::size_t most);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_HTML_TEXT_H_
