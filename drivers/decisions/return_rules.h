// What stands against giving a device back: a scan that is not complete, sets that are
// out of date, a listed file that nobody examined, a lead that nobody reviewed, a
// safeguarding decision that nobody made.
#ifndef WINNOW_DRIVERS_DECISIONS_RETURN_RULES_H_
#define WINNOW_DRIVERS_DECISIONS_RETURN_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "drivers/decisions/decisions.h"
#include "scanner/ledger/answer.h"
#include "scanner/rank/policy.h"

namespace winnow {

// `coverage` is null for an exhibit that was never scanned; `set_dates` as in
// Decisions. A set is in date if it was released, or else imported, no more than
// policy.sets_in_date_days before; one of no known date is not. Another
// set of its type and name that is in date makes up for one that is not. `met_now`: the
// strongest of its findings. Each hindrance is a
// clause that names the remedy; none: nothing stands against it.
[[nodiscard]] std::vector<std::string> hindrances_to_return(
    const Coverage* coverage, Met met_now, const CaseFacts& facts,
    const std::map<std::string, std::int64_t>& set_dates, const Policy& policy,
    std::int64_t at_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_RETURN_RULES_H_
