// The facts of a report, gathered out of a case. The store is asked by one thread; the
// findings of one exhibit are in memory at a time.
#ifndef WINNOW_DRIVERS_REPORT_GATHER_FACTS_H_
#define WINNOW_DRIVERS_REPORT_GATHER_FACTS_H_

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cases/known_case.h"
#include "drivers/report/report_facts.h"

namespace winnow {

// Called with all findings of each exhibit of the report that was scanned, in its
// order.
using TakeFindings = std::function<void(const RankedExhibit& exhibit,
                                        const std::vector<Finding>& findings)>;

// All but the report's id and digest. A Fault if the case holds no such exhibit.
[[nodiscard]] Result<ReportFacts> gather_facts(StillCase& still,
                                               const ReportRequest& request,
                                               const TakeFindings& take);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_GATHER_FACTS_H_
