// The manual page, winnow(1), out of the definitions of commands and options, so that
// it says what the program does. Troff with the macros of man(7).
#ifndef WINNOW_DRIVERS_CLI_MANUAL_PAGE_H_
#define WINNOW_DRIVERS_CLI_MANUAL_PAGE_H_

#include <CLI/CLI.hpp>
#include <string>

namespace winnow {

[[nodiscard]] std::string manual_page(const CLI::App& app);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_MANUAL_PAGE_H_
