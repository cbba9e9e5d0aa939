// The words of a refusal, or of a scan, as the page says them: judges and commands name
// options of commands, which nobody sees on a page. What the audit log holds stays as
// it is.
#ifndef WINNOW_DRIVERS_WEB_PAGE_WORDS_H_
#define WINNOW_DRIVERS_WEB_PAGE_WORDS_H_

#include <string>

namespace winnow {

[[nodiscard]] std::string on_the_page(std::string words);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_PAGE_WORDS_H_
