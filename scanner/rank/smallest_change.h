// The one change of what is known that would move an exhibit to another lane: found by
// trying single changes through lane_of(), not by a second set of rules.
#ifndef WINNOW_SCANNER_RANK_SMALLEST_CHANGE_H_
#define WINNOW_SCANNER_RANK_SMALLEST_CHANGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/rank/lanes.h"

namespace winnow {

// "lane A if 'a child is at immediate risk' is answered yes": the change that leads to
// the next more urgent lane there is, else to the next less urgent one; of several that
// lead there the first of: one risk answer, no access at all, a reviewer's word, a
// complete scan that meets nothing, one more listed file. `given` is lane_of() of the
// rest.
[[nodiscard]] std::string smallest_change(Lane given,
                                          const std::vector<Finding>& findings,
                                          const Coverage* coverage,
                                          const CaseFacts& facts, const Policy& policy,
                                          std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_SMALLEST_CHANGE_H_
