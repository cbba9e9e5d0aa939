// What the charts of a report show, for the page and the PDF alike. Pure functions.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_CHARTS_H_
#define WINNOW_DRIVERS_REPORT_REPORT_CHARTS_H_

#include <string>
#include <vector>

#include "drivers/report/html_charts.h"
#include "drivers/report/report_facts.h"

namespace winnow {

// A bar for each kind and grade, in parts by where they were met.
[[nodiscard]] BarChart findings_chart(const std::vector<GradeCount>& rows,
                                      const std::string& title);
// A bar for each exhibit that was scanned: read, not read, unreadable.
[[nodiscard]] BarChart bytes_chart(const ReportFacts& facts);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_CHARTS_H_
