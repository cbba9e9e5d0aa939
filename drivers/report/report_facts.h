// ReportFacts: everything that a report tells, gathered once, so that the page, the PDF
// and the summary for safeguarding all say the same.
//
// Plain values: made by gather_facts.h, read by the renderers. Texts are printable
// UTF-8 (base/text.h), and hostile all the same: names of files, sets and people.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_FACTS_H_
#define WINNOW_DRIVERS_REPORT_REPORT_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drivers/report/case_history.h"
#include "drivers/report/grade_counts.h"
#include "drivers/selftest/selftest_record.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/answer.h"
#include "scanner/rank/policy.h"
#include "scanner/rank/ranking.h"
#include "scanner/wire/messages.h"

namespace winnow {

// Most findings and problems of one exhibit that a page lists; the rest is counted and
// in findings.csv and answers.json.
inline constexpr std::size_t kMostFindingsShown = 500;
inline constexpr std::size_t kMostProblemsShown = 200;

using Versions = std::vector<std::pair<std::string, std::string>>;  // name, version

// What was asked for.
struct ReportRequest {
  std::string case_path;
  std::string exhibit;           // reference; "" for all
  bool is_safeguarding = false;  // that summary, and nothing else
  std::string recipient;         // "" for nobody named, and so on
  std::string purpose;
  std::string made_by;
  std::int64_t as_of = 0;    // seconds since 1970
  std::string tool_version;  // of the program that writes the report
  Versions libraries;        // it is linked with, those of its worker behind them
  std::optional<SelftestRecord> selftest;  // the last one that this machine knows of
  std::string selftest_fault;  // why its record could not be read; "" if it could
  std::string machine;         // this_machine(), which writes the report
};

// A set as scans of these exhibits used it.
struct ReportedSet {
  UsedSet used;
  SetRecord record;  // what the audit log says of it
};

struct ExhibitFacts {
  RankedExhibit ranked;            // coverage, band, lane, what people put on record
  std::optional<RunStarted> run;   // the first record of its journal
  std::vector<GradeCount> grades;  // of all its findings
  std::uint64_t findings = 0;
  std::uint64_t listed_files = 0;  // each once, however many sets list it
  std::vector<Finding> shown;      // the first kMostFindingsShown of them
  std::vector<std::pair<FileOutcome, ReasonCounts>> reasons;  // why files ended so
  std::vector<ScanStep> scans;                                // in the order of the log
  std::optional<EvidenceCheck> evidence_check;                // the last one
};

struct ReportFacts {
  ReportRequest request;
  std::string id;           // "WR-" and 16 hexadecimal digits, of all that is told
  std::string data_sha256;  // of answers.json; "" where there is none
  std::vector<ExhibitFacts> exhibits;  // in order: those that wait, then the others
  std::vector<ReportedSet> sets;
  Policy policy;
  CaseHistory history;
  bool is_of_one_moment = true;  // open_still_case()
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_FACTS_H_
