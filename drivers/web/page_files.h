// The files of the page, as they were built into the program.
#ifndef WINNOW_DRIVERS_WEB_PAGE_FILES_H_
#define WINNOW_DRIVERS_WEB_PAGE_FILES_H_

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "drivers/web/web_exchange.h"

namespace winnow {

// Its name ("page.js") and its bytes, which live as long as the program.
using PageFile = std::pair<std::string_view, std::string_view>;
[[nodiscard]] const std::vector<PageFile>& page_files();

// "" is index.html; nothing if there is no such file.
[[nodiscard]] std::optional<WebAnswer> page_file_answer(std::string_view name);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_PAGE_FILES_H_
