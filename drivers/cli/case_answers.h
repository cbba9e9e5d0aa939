// All that is known of a case: of each exhibit what scans met and what people put on
// record, those that were never scanned too.
#ifndef WINNOW_DRIVERS_CLI_CASE_ANSWERS_H_
#define WINNOW_DRIVERS_CLI_CASE_ANSWERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cli/decision_case.h"
#include "scanner/rank/policy.h"
#include "scanner/rank/ranking.h"

namespace winnow {

struct CaseAnswers {
  DecisionCase of;
  Policy policy;                       // in force
  std::vector<ExhibitAnswer> answers;  // by reference
};
[[nodiscard]] Result<CaseAnswers> read_case_answers(const std::string& case_path);

// Each exhibit by itself, in the same order.
[[nodiscard]] std::vector<RankedExhibit> judge_all(const CaseAnswers& known,
                                                   std::int64_t as_of_seconds);
// Of these the ones that wait, in the order in which they should be examined.
[[nodiscard]] std::vector<RankedExhibit> order_of(const CaseAnswers& known,
                                                  std::vector<RankedExhibit> judged);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_CASE_ANSWERS_H_
