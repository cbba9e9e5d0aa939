// The tables of a report, the same for the page, the PDF and paper. Pure functions;
// cells are printable UTF-8 that each renderer escapes in its own way.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_TABLES_H_
#define WINNOW_DRIVERS_REPORT_REPORT_TABLES_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "drivers/report/report_facts.h"

namespace winnow {

struct ReportTable {
  std::string caption;
  std::vector<std::string> heads;  // none: each row is a name and what is said of it
  std::vector<std::vector<std::string>> rows;
  std::size_t words = 1;  // so many of the first columns are words, the rest numbers
};

// ---- of the case ----
[[nodiscard]] ReportTable about_table(const ReportFacts& facts);
[[nodiscard]] ReportTable answers_table(const ReportFacts& facts);
[[nodiscard]] ReportTable bytes_table(const ReportFacts& facts);
[[nodiscard]] ReportTable sets_table(const ReportFacts& facts);
[[nodiscard]] ReportTable policy_table(const Policy& policy);
// The last `most` events; the caption says how many there are.
[[nodiscard]] ReportTable history_table(const ReportFacts& facts, std::size_t most);
[[nodiscard]] ReportTable audit_table(const ReportFacts& facts);
[[nodiscard]] ReportTable selftest_table(const ReportFacts& facts);
[[nodiscard]] ReportTable versions_table(const ReportFacts& facts);

// ---- of findings ----
[[nodiscard]] std::vector<GradeCount> all_grades(const ReportFacts& facts);
[[nodiscard]] ReportTable grades_table(const std::vector<GradeCount>& rows,
                                       const std::string& caption);
[[nodiscard]] ReportTable findings_table(const ExhibitFacts& exhibit);

// ---- of one exhibit ----
[[nodiscard]] ReportTable evidence_table(const ExhibitFacts& exhibit);
[[nodiscard]] ReportTable intake_table(const ExhibitFacts& exhibit, std::int64_t as_of);
[[nodiscard]] ReportTable scans_table(const ExhibitFacts& exhibit,
                                      const CaseHistory& history);
[[nodiscard]] ReportTable files_table(const ExhibitFacts& exhibit);
[[nodiscard]] ReportTable reasons_table(const ExhibitFacts& exhibit);
[[nodiscard]] ReportTable volumes_table(const ExhibitFacts& exhibit);
// Problems of the coverage, before them the volumes that were not examined.
[[nodiscard]] std::vector<Problem> problems_of(const ExhibitFacts& exhibit);
// Paths that are named with an outcome, or with one that is counted by it.
[[nodiscard]] std::set<std::string> paths_named(const std::vector<Problem>& problems,
                                                FileOutcome outcome);
// Members that are not named, by outcome, what else was not examined, remarks last; the
// first `most`.
[[nodiscard]] ReportTable problems_table(const ExhibitFacts& exhibit,
                                         std::size_t most = kMostProblemsShown);
[[nodiscard]] ReportTable residual_table(const ExhibitFacts& exhibit);

// Seconds since 1970 of the last event that the facts rest on; 0 if none is known.
[[nodiscard]] std::int64_t facts_moment(const ReportFacts& facts);
// "98.75 %", "certain".
[[nodiscard]] std::string confidence_text(std::uint32_t ten_thousandths);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_TABLES_H_
