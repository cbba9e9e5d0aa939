// The blanks of Unicode, and the characters that show nothing at all: two names that
// differ in these alone look alike. Pure functions; texts are UTF-8.
#ifndef WINNOW_DRIVERS_DECISIONS_BLANKS_H_
#define WINNOW_DRIVERS_DECISIONS_BLANKS_H_

#include <string>
#include <string_view>

namespace winnow {

// Each blank a space, and nothing for what has no width: soft hyphens, joiners, marks
// of direction.
[[nodiscard]] std::string with_plain_blanks(std::string_view text);
// Without the blanks at both ends.
[[nodiscard]] std::string without_outer_blanks(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_BLANKS_H_
