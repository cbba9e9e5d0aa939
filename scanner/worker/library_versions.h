// Versions of the libraries that parse evidence, for `winnow --version --json`.
#ifndef WINNOW_SCANNER_WORKER_LIBRARY_VERSIONS_H_
#define WINNOW_SCANNER_WORKER_LIBRARY_VERSIONS_H_

#include <string>

namespace winnow {

// One JSON object: library name to version.
[[nodiscard]] std::string library_versions_json();

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_LIBRARY_VERSIONS_H_
