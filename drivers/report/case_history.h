// CaseHistory: what the audit log of a case says was done, for a report.
//
// The head that a report quotes is that of the last event that is not itself a report:
// the next report of the same case quotes the same one, and both stay true, as a head
// that was noted is looked up anywhere in the log (winnow verify --head).
//
// Plain values; texts of the log are printable UTF-8.
#ifndef WINNOW_DRIVERS_REPORT_CASE_HISTORY_H_
#define WINNOW_DRIVERS_REPORT_CASE_HISTORY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "drivers/store/audit_history.h"

namespace winnow {

// The event of the audit log that tells of a report.
inline constexpr char kReportedEvent[] = "reported";
// One that tells how an image stands against its container's own digests.
inline constexpr char kEvidenceVerifiedEvent[] = "evidence_verified";

// One run of a scan, or of a rematch, as far as it is about one exhibit.
struct ScanStep {
  std::string began;  // moments, ISO 8601 in UTC; "" for one that is not on record
  std::string ended;
  std::string by;
  std::string how;           // it ended: "done", "out of time", ...
  std::string tool_version;  // that was used
  std::string command;
};

struct EvidenceCheck {
  std::string at;
  std::string by;
  std::string verdict;  // "match", "MISMATCH", ...
  std::string detail;   // which digests
};

// What is on record of a set, the last time it was opened; "" for what is not.
struct SetRecord {
  std::string path;
  std::string dated;
  std::string entries;  // a number
};

// One event, in words.
struct HistoryLine {
  std::string at;
  std::string by;
  std::string what;
  std::string object;
  std::string outcome;
};

struct CaseHistory {
  AuditHead head;       // see above
  std::string head_at;  // its moment, ISO 8601 in UTC
  // That the log holds together, or, behind "DAMAGED: ", what is wrong with it or with
  // logs before it.
  std::string verdict;
  bool is_sound = false;
  std::vector<std::string> remarks;  // what could not be understood in it
  std::map<std::string, std::vector<ScanStep>> scans;    // by exhibit
  std::map<std::string, EvidenceCheck> evidence_checks;  // by exhibit, the last
  std::map<std::string, SetRecord> sets;                 // by id
  // What people and programs did: scans, rematches, verifications, decisions.
  std::vector<HistoryLine> lines;
  // Events before the head that `lines` does not tell: steps within those that it does,
  // and those of other exhibits.
  std::uint64_t left_out = 0;
};
// `exhibit`: lines of that one, and of the case as a whole, alone, and commands of its
// scans that name no other; "" for all.
[[nodiscard]] CaseHistory history_in(const AuditHistory& audit,
                                     const std::string& exhibit);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_CASE_HISTORY_H_
