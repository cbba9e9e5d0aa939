// All that is known of a case: what scans met and what people put on record.
#ifndef WINNOW_DRIVERS_CASES_KNOWN_CASE_H_
#define WINNOW_DRIVERS_CASES_KNOWN_CASE_H_

#include <cstdint>
#include <string>

#include "base/result.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/open_case.h"
#include "drivers/decisions/case_ranking.h"
#include "scanner/rank/policy.h"

namespace winnow {

struct KnownCase {
  DecisionCase of;
  OpenCase open;
  Policy policy;  // in force

  [[nodiscard]] Result<CaseRanking> ranking(std::int64_t as_of_seconds) {
    return rank_case(open.store, of.decisions, policy, as_of_seconds);
  }
};
[[nodiscard]] Result<KnownCase> open_known_case(const std::string& case_path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_KNOWN_CASE_H_
