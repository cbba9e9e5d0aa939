// CaseSnapshot: all that the page is told of a case, as it was at one moment.
//
// Immutable once it is published: readers on any thread hold it by a shared pointer
// while a newer one takes its place. What one exhibit's scan said is shared between
// snapshots as long as its journal did not change.
#ifndef WINNOW_DRIVERS_WEB_CASE_SNAPSHOT_H_
#define WINNOW_DRIVERS_WEB_CASE_SNAPSHOT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/decisions.h"
#include "drivers/decisions/exceptions.h"
#include "drivers/store/audit_line.h"
#include "drivers/store/case_store.h"
#include "drivers/store/content_links.h"
#include "scanner/ledger/answer.h"
#include "scanner/rank/policy.h"

namespace winnow {

// What the scans of one exhibit said by now.
struct KnownScan {
  std::vector<Finding> findings;  // in their stable order
  Coverage coverage;
  ReasonCounts skipped;  // why; not known before the scan's end
};
using KnownScans = std::map<std::string, std::shared_ptr<const KnownScan>>;
// Events of the audit log by the exhibit that they name, in the order of the log.
using Timelines = std::map<std::string, std::vector<AuditLine>>;

struct CaseSnapshot {
  std::uint64_t revision = 0;  // grows with every change
  std::int64_t as_of = 0;
  Decisions decisions;
  Policy policy;  // in force
  KnownScans scanned;
  CaseRanking ranking;
  std::set<std::string> growing;  // exhibits that a scan is at work on
  std::vector<ExceptionEntry> exceptions;
  std::string forecast;  // whole lines, or ""
  std::shared_ptr<const Timelines> timelines;
  std::shared_ptr<const std::vector<ContentLink>> links;
  // What of the case could not be understood, or not be read anew.
  std::vector<std::string> remarks;

  // Null if there is none.
  [[nodiscard]] const RankedExhibit* find(const std::string& ref) const;
};

[[nodiscard]] ExhibitAnswer answer_in(const KnownScans& scanned,
                                      const Decisions& decisions,
                                      const std::string& ref);
// The order by other decisions than the snapshot's, or as of another moment.
[[nodiscard]] CaseRanking ranking_in(const KnownScans& scanned,
                                     const Decisions& decisions, const Policy& policy,
                                     std::int64_t as_of_seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_CASE_SNAPSHOT_H_
