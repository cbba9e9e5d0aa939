// findings.csv and coverage.csv, safe against formulas (drivers/answers/csv.h). Each
// function gives whole lines. Pure.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_CSV_H_
#define WINNOW_DRIVERS_REPORT_REPORT_CSV_H_

#include <string>

#include "drivers/report/report_facts.h"

namespace winnow {

// held_in is the path of the file that holds a member; then inode, runs and times are
// its. An indication has no set and no entry.
[[nodiscard]] std::string findings_csv_head();
[[nodiscard]] std::string finding_csv(const std::string& ref, const Finding& finding);
// A line for each exhibit behind the heads; of one that was not scanned, no numbers.
[[nodiscard]] std::string coverage_csv(const ReportFacts& facts);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_CSV_H_
