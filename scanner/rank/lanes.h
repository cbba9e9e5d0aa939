// Lanes: what makes an exhibit urgent, before any points.
//
//   A act now    a child identified or at immediate risk; or access to children yes or
//                unknown together with an exact match or credible signs of creation
//   B urgent     access yes or unknown, whatever the scan found; or the severest grade
//                matched exactly
//   C priority   another match, a lead, not examined, unreadable, suspected encryption
//   D standard   the rest
//
// The most urgent that risk or findings give. Access that nobody stated is unknown. A
// lead that is only near raises a review by a person, never lane A. Signs of creation
// count when a named person saw them: no machine's guess makes lane A. Pure functions.
#ifndef WINNOW_SCANNER_RANK_LANES_H_
#define WINNOW_SCANNER_RANK_LANES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/days.h"
#include "scanner/rank/policy.h"

namespace winnow {

struct LaneGiven {
  Lane lane = Lane::D;
  std::vector<std::string> reasons;  // why this lane, in words
  std::string review;                // what a person has to look at; "" for nothing
};

// What one finding met, by the policy's severest grades; the strongest of several.
[[nodiscard]] Met met_by(const Finding& finding, const Policy& policy);
[[nodiscard]] Met strongest(const std::vector<Finding>& findings, const Policy& policy);

// What of an exhibit was not examined, in words; none if all of it was. `coverage` is
// null for an exhibit that was never scanned. kAsTheLedgerNames stands alone, where
// there is something and no words for it.
inline constexpr char kAsTheLedgerNames[] = "what the ledger names (winnow coverage)";
[[nodiscard]] std::vector<std::string> parts_not_examined(const Coverage* coverage,
                                                          const CaseFacts& facts);

[[nodiscard]] LaneGiven lane_of(const std::vector<Finding>& findings,
                                const Coverage* coverage, const CaseFacts& facts,
                                const Policy& policy, std::int64_t as_of_seconds);

// The day by which its full examination is to start, in days since 1970: the lane's
// target after seizure (or after it was put on record), the bail or the court date,
// whichever is first. Nothing before there is an intake.
struct DueDay {
  std::int64_t day = 0;
  std::string why;  // "7 days after seizure", "court date"
};
[[nodiscard]] std::optional<DueDay> due_of(Lane lane, const CaseFacts& facts,
                                           const Policy& policy);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_LANES_H_
