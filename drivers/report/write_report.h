// A report as a folder that is there whole or not at all: its files, a manifest of
// their SHA-256 that `sha256sum -c` reads, and an event of the case's audit log, which
// is on the disk before the folder takes its name.
//
//   report.html, summary.pdf, findings.csv, coverage.csv, answers.json
//   or, asked for it, safeguarding.html alone: what goes to somebody outside of the
//   unit must not carry the rest along
//   manifest.sha256
#ifndef WINNOW_DRIVERS_REPORT_WRITE_REPORT_H_
#define WINNOW_DRIVERS_REPORT_WRITE_REPORT_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cases/known_case.h"
#include "drivers/report/report_facts.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/manifest.h"

namespace winnow {

struct WrittenReport {
  std::string id;
  std::size_t exhibits = 0;
  std::vector<ManifestLine> files;  // without the manifest
  std::string manifest_sha256;
  std::vector<std::string> remarks;  // for the operator
  AuditHead log_head;                // behind the event of this report
};
// `out` is not there yet. A summary for safeguarding without recipient or purpose is a
// Fault. The log is opened when all else is written: whoever opens a damaged one begins
// another, and the report has to tell of it as it was found.
[[nodiscard]] Result<WrittenReport> write_report(StillCase& still,
                                                 const ReportRequest& request,
                                                 const std::string& out,
                                                 const std::string& command_line);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_WRITE_REPORT_H_
