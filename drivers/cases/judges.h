// The judges of requests: what an intake, a disposition or a review becomes, given what
// is on record. Doors build the request and put_judged() asks the judge.
#ifndef WINNOW_DRIVERS_CASES_JUDGES_H_
#define WINNOW_DRIVERS_CASES_JUDGES_H_

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "drivers/cases/decision_case.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/decision_events.h"
#include "scanner/rank/policy.h"

namespace winnow {

// What the request leaves to be understood is put into it.
[[nodiscard]] Judged judge_intake(IntakeRequest& request, const Decisions& decisions,
                                  const Policy& policy, std::int64_t now_seconds);
// By the policy that is in force then.
[[nodiscard]] Result<Judged> judge_intake(IntakeRequest& request,
                                          const DecisionCase& of,
                                          std::int64_t now_seconds);
// The order of the case by what is on record; asked where an exhibit is started.
using RankNow = std::function<Result<CaseRanking>(
    const DecisionCase& of, const Policy& policy, std::int64_t now_seconds)>;
// By the case's database.
[[nodiscard]] Result<CaseRanking> rank_by_store(const DecisionCase& of,
                                                const Policy& policy,
                                                std::int64_t now_seconds);
// Where it stands in the order is put into the request.
[[nodiscard]] Result<Judged> judge_disposition(DispositionRequest& request,
                                               const DecisionCase& of,
                                               std::int64_t now_seconds,
                                               const RankNow& rank = rank_by_store);
// The lane that is lowered is put into the request.
[[nodiscard]] Result<Judged> judge_review(ReviewRequest& request,
                                          const DecisionCase& of,
                                          std::int64_t now_seconds);

// What is on record of an exhibit, or that nothing is.
[[nodiscard]] ExhibitDecisions decisions_of(const DecisionCase& of,
                                            const std::string& ref);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_JUDGES_H_
