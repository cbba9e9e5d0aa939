// Where a report, an export, a picture or a copy of a case may be written.
#ifndef WINNOW_DRIVERS_CASES_OUTPUT_PLACE_H_
#define WINNOW_DRIVERS_CASES_OUTPUT_PLACE_H_

#include <string>

#include "base/result.h"
#include "drivers/store/case_folder.h"

namespace winnow {

// A Fault if `out`, which is not there yet, lies inside an exhibit of the case that is
// a folder: evidence is never written to.
[[nodiscard]] Result<void> check_apart_from_exhibits(const CaseFolder& folder,
                                                     const std::string& out);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_OUTPUT_PLACE_H_
