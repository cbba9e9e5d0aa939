// What this program is, as it is put on record.
#ifndef WINNOW_DRIVERS_CLI_VERSION_TEXT_H_
#define WINNOW_DRIVERS_CLI_VERSION_TEXT_H_

#include <string>

namespace winnow {

// "0.1.0 (commit)".
[[nodiscard]] std::string tool_version();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_VERSION_TEXT_H_
