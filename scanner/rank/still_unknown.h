// What is still unknown of an exhibit, in plain words, so that somebody can find it
// out. A part of the ranking.
#ifndef WINNOW_SCANNER_RANK_STILL_UNKNOWN_H_
#define WINNOW_SCANNER_RANK_STILL_UNKNOWN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/policy.h"

namespace winnow {

// What no scan of its kind looks at is never_examined()'s to say. `coverage` is null
// for an exhibit that was never scanned.
[[nodiscard]] std::vector<std::string> still_unknown(
    const std::vector<Finding>& findings, const Coverage* coverage,
    const CaseFacts& facts, const Policy& policy, std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_STILL_UNKNOWN_H_
