// Copies of a case, in a plain folder of plain files.
//
//   backup = the case's files under their own names, but for the database, which is
//            made anew from the journals, and files only half written (*.new), and
//            manifest.sha256 (manifest.h) of all of them
//
// A backup can be taken while a scan is at work: journals only grow, and each is copied
// as far as it goes at that moment; what is torn at its end is gone on with, as after a
// power cut. The audit log comes last, so that it tells of all that the backup holds,
// with the event `backed_up` in it.
#ifndef WINNOW_DRIVERS_STORE_CASE_BACKUP_H_
#define WINNOW_DRIVERS_STORE_CASE_BACKUP_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_folder.h"

namespace winnow {

struct BackupFacts {
  std::uint64_t files = 0;  // the manifest is not counted
  std::uint64_t bytes = 0;
  std::string manifest_sha256;
};

// Into a folder `out` that must not be there yet. The event's detail ends with
// `detail`; `log` is the case's.
[[nodiscard]] Result<BackupFacts> back_up_case(
    const CaseFolder& folder, const std::string& out, AuditLog& log,
    const std::vector<std::pair<std::string, std::string>>& detail);

// Makes the case `case_path`, which must not be there yet, of a backup: every digest is
// checked first, and a file that is missing, damaged or too many is a Fault. The event
// `restored`, by `actor`, is put behind the case's audit log; the database is made.
struct RestoredCase {
  BackupFacts facts;
  std::vector<std::string> remarks;  // for the operator
  AuditHead head;
};
[[nodiscard]] Result<RestoredCase> restore_case(
    const std::string& from, const std::string& case_path, const std::string& actor,
    const std::vector<std::pair<std::string, std::string>>& detail);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_BACKUP_H_
