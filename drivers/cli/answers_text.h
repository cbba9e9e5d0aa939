// Answers in words that an officer can follow. Each function gives whole lines.
#ifndef WINNOW_DRIVERS_CLI_ANSWERS_TEXT_H_
#define WINNOW_DRIVERS_CLI_ANSWERS_TEXT_H_

#include <set>
#include <string>
#include <vector>

#include "drivers/store/case_store.h"
#include "scanner/ledger/answer.h"
#include "scanner/rank/ranking.h"

namespace winnow {

[[nodiscard]] std::string rank_text(const std::vector<RankedExhibit>& exhibits,
                                    const Policy& policy, const std::string& as_of);
[[nodiscard]] std::string finding_text(const Finding& finding);
// What was seen and what was not; `skipped` says why files were skipped.
[[nodiscard]] std::string coverage_text(const std::string& ref,
                                        const Coverage& coverage,
                                        const ReasonCounts& skipped);
// What a tier will read, how, for how long, and what holds it back.
[[nodiscard]] std::string plan_text(const TierPlanned& planned);
// What is known when the early tiers are through.
[[nodiscard]] std::string early_answer_text(const Coverage& coverage,
                                            std::uint64_t findings);
// The lines that stand under every answer: what triage cannot say, and what of the
// exhibits was not looked at (never_examined()).
[[nodiscard]] std::string limits_text(const std::set<std::string>& unseen);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_ANSWERS_TEXT_H_
