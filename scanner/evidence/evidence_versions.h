// Versions of the container libraries, as they say themselves at run time.
#ifndef WINNOW_SCANNER_EVIDENCE_EVIDENCE_VERSIONS_H_
#define WINNOW_SCANNER_EVIDENCE_EVIDENCE_VERSIONS_H_

#include <string>
#include <utility>
#include <vector>

namespace winnow {

[[nodiscard]] std::vector<std::pair<std::string, std::string>>
evidence_library_versions();

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_EVIDENCE_VERSIONS_H_
