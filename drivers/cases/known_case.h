// All that is known of a case: what scans met and what people put on record.
#ifndef WINNOW_DRIVERS_CASES_KNOWN_CASE_H_
#define WINNOW_DRIVERS_CASES_KNOWN_CASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/open_case.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/store/audit_history.h"
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

// A case whose store, decisions and log are of one moment, for what has to be told
// together.
struct StillCase {
  std::unique_ptr<KnownCase> known;
  Transaction still;             // holds its store still
  AuditHistory audit;            // of that moment
  bool is_of_one_moment = true;  // see open_still_case()
};
// Opened anew, a few times, if something was put on record meanwhile. Where that never
// ends, as in a run with many exhibits, the decisions may be older than the rest, and
// the log newer than the store.
[[nodiscard]] Result<StillCase> open_still_case(const std::string& case_path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_KNOWN_CASE_H_
