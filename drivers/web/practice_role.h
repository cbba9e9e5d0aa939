// In the case of the practice devices whoever is trained is made an examiner, so that
// the last exercise, a decision on an exhibit, can be done. It is on record like any
// other role.
#ifndef WINNOW_DRIVERS_WEB_PRACTICE_ROLE_H_
#define WINNOW_DRIVERS_WEB_PRACTICE_ROLE_H_

#include <string>

#include "base/result.h"

namespace winnow {

// Nothing happens to a person who has a role already.
[[nodiscard]] Result<void> give_practice_role(const std::string& case_path,
                                              const std::string& name);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_PRACTICE_ROLE_H_
