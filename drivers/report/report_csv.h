// findings.csv and coverage.csv, safe against formulas (drivers/answers/csv.h). Each
// function gives whole lines. Pure.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_CSV_H_
#define WINNOW_DRIVERS_REPORT_REPORT_CSV_H_

#include <string>

#include "drivers/report/report_facts.h"

namespace winnow {

// held_in is the path of the file that holds a member; then inode, runs and times are
// its. Times are UTC as the file system of times_from states them; those of FAT and
// exFAT are local ones, in no known zone, and end in no Z. An indication has no set and
// no entry. `coverage` is that of the exhibit.
[[nodiscard]] std::string findings_csv_head();
[[nodiscard]] std::string finding_csv(const std::string& ref, const Finding& finding,
                                      const Coverage& coverage);
// A line for each exhibit behind the heads; of one that was not scanned, no numbers.
// `problems` are those that answers.json lists, where volumes are apart from them.
[[nodiscard]] std::string coverage_csv(const ReportFacts& facts);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_CSV_H_
