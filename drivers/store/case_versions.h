// Is a case of this version of the program, or of one that it can still read?
//
// Asked before anything of a case is read or written, so that no command misreads what
// a later version wrote, or leaves behind what that one could not read any more.
#ifndef WINNOW_DRIVERS_STORE_CASE_VERSIONS_H_
#define WINNOW_DRIVERS_STORE_CASE_VERSIONS_H_

#include <cstdint>
#include <string>

#include "base/result.h"

namespace winnow {

// A Fault names the file that a newer version made (a journal, the audit log, the
// database), both versions and the remedy. A file that is damaged or missing is no
// matter of versions: whoever reads it says so. CaseFolder asks this, after case.json.
[[nodiscard]] Result<void> check_case_versions(const std::string& case_path);

// "made by a newer version of Winnow (<what> 7, this program reads 1); use that
// version".
[[nodiscard]] Fault newer_version(const std::string& what, std::int64_t version,
                                  std::int64_t ours, const std::string& path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_VERSIONS_H_
