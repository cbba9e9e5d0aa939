// What the programs are linked with, for reports and for --version.
#ifndef WINNOW_DRIVERS_CLI_LINKED_VERSIONS_H_
#define WINNOW_DRIVERS_CLI_LINKED_VERSIONS_H_

#include <string>
#include <utility>
#include <vector>

namespace winnow {

using LibraryVersions = std::vector<std::pair<std::string, std::string>>;

// Those of this program, then those of the worker beside it, which is asked; without
// the latter if it does not answer.
[[nodiscard]] LibraryVersions linked_versions();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_LINKED_VERSIONS_H_
