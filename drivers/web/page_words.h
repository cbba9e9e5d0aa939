// The words of a refusal as the page says them: the judges of a case name the options
// of the commands, which nobody sees on a page. What the audit log holds stays as it
// is.
#ifndef WINNOW_DRIVERS_WEB_PAGE_WORDS_H_
#define WINNOW_DRIVERS_WEB_PAGE_WORDS_H_

#include <string>

namespace winnow {

[[nodiscard]] std::string on_the_page(std::string refusal);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_PAGE_WORDS_H_
