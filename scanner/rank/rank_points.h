// The points of what a scan met and of what it could not see, each with its reason. A
// part of the ranking; risk_points.h has those of what people put on record.
//
// The weights are the policy's (policy.toml says what each is for). Counts grow by
// doubling and stop: the tenth file says more than the thousandth, and no count may
// outweigh all else. No reason has zero points.
#ifndef WINNOW_SCANNER_RANK_RANK_POINTS_H_
#define WINNOW_SCANNER_RANK_RANK_POINTS_H_

#include <string>
#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

// For the bands match and indicated.
[[nodiscard]] std::vector<Reason> points_for_findings(
    const std::vector<Finding>& findings, const Policy& policy,
    std::int64_t as_of_seconds);
// Once, for the worst grade that was met exactly, as far as the policy knows it.
[[nodiscard]] std::vector<Reason> points_for_severity(
    const std::vector<Finding>& findings, const Policy& policy);
// For what unknown pictures seem to show, in any band.
[[nodiscard]] std::vector<Reason> points_for_classes(const Coverage& coverage,
                                                     const Policy& policy);
// For what could not be seen, in any band.
[[nodiscard]] std::vector<Reason> points_for_unseen(const Coverage& coverage,
                                                    const Policy& policy);

// Whether a path lies where people put things themselves.
[[nodiscard]] bool is_peoples_place(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_RANK_POINTS_H_
