// The points of what people put on record: the risk answers, and what a reviewer saw. A
// part of the ranking; rank_points.h has those of the scan.
//
// An answer that is not known counts for half of a yes: unknown is never scored as no.
#ifndef WINNOW_SCANNER_RANK_RISK_POINTS_H_
#define WINNOW_SCANNER_RANK_RISK_POINTS_H_

#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

[[nodiscard]] std::vector<Reason> points_for_risk(const CaseFacts& facts,
                                                  const Policy& policy,
                                                  std::int64_t as_of_seconds);
// `met_exactly`: findings give points for listed files already.
[[nodiscard]] std::vector<Reason> points_for_review(const CaseFacts& facts,
                                                    const Policy& policy,
                                                    bool met_exactly);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_RISK_POINTS_H_
