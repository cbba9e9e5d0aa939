// What this program is, as it is put on record.
#ifndef WINNOW_DRIVERS_CASES_TOOL_VERSION_H_
#define WINNOW_DRIVERS_CASES_TOOL_VERSION_H_

#include <string>

namespace winnow {

// "0.1.0 (commit)".
[[nodiscard]] std::string tool_version();
// "GNU 12.2.0": what it was built with.
[[nodiscard]] std::string tool_compiler();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_TOOL_VERSION_H_
