// Volumes that were not examined, as problems: the record keeps them apart from single
// places. A pure function.
#ifndef WINNOW_DRIVERS_ANSWERS_CLOSED_VOLUMES_H_
#define WINNOW_DRIVERS_ANSWERS_CLOSED_VOLUMES_H_

#include <vector>

#include "scanner/ledger/answer.h"

namespace winnow {

// In the order of the volumes, each by its range; without those that a problem of the
// same range names already.
[[nodiscard]] std::vector<Problem> closed_volumes(const Coverage& coverage);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_CLOSED_VOLUMES_H_
