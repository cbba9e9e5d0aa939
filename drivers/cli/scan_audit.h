// What a scan puts into the case's audit log: each event is on the disk before what it
// tells of is shown.
#ifndef WINNOW_DRIVERS_CLI_SCAN_AUDIT_H_
#define WINNOW_DRIVERS_CLI_SCAN_AUDIT_H_

#include <optional>
#include <string>
#include <vector>

#include "drivers/cli/scan_request.h"
#include "drivers/store/audit_log.h"
#include "scanner/rank/policy.h"

namespace winnow {

// Event `set_opened`, with the set's date, which says later whether it was in date;
// `path` is where it lies for good.
[[nodiscard]] Result<void> log_set_opened(AuditLog& log, const ScanSet& scan_set,
                                          const std::string& path);
// Events `start`, `set_opened` for each set, with its date if it has one, and
// `exhibit_opened` for each exhibit.
[[nodiscard]] Result<void> log_start(AuditLog& log, const ScanRequest& request,
                                     const std::string& command_line);
// Event `scan_ended` of one exhibit; `outcome` is how. With the strongest that was met,
// as the policy grades it: a later scan with fewer sets takes that back no more.
[[nodiscard]] Result<void> log_scan_ended(AuditLog& log, const std::string& ref,
                                          const std::string& outcome,
                                          const std::vector<Finding>& findings,
                                          const Coverage& coverage,
                                          const Policy& policy);
// Event `failed`: a fault that ends the run, in the exhibit named or, for "", in none.
[[nodiscard]] Result<void> log_fault(AuditLog& log, const std::string& ref,
                                     const Fault& fault);
// Events `cancelled`, if somebody stopped the run, and `stop`.
[[nodiscard]] Result<void> log_stop(AuditLog& log, bool is_cancelled, int exit_status);

// Logs what the supervisor notes of one exhibit, then passes it on to `shown`, as all
// else. Where that cannot be logged, the run is brought to an end as by Ctrl-C, nothing
// more is shown, and fault() says why.
class AuditedWatcher : public ScanWatcher {
 public:
  AuditedWatcher(AuditLog& log, std::string ref, ScanWatcher& shown);

  void tier_done(Tier tier, const Ledger& ledger) override;
  void found(const Finding& finding) override;
  void troubled(const Problem& problem) override;
  void progressed(const Progress& progress) override;
  void at_work(bool lists_files, std::uint64_t files_so_far) override;
  void planned(const TierPlanned& planned) override;
  void confined(const Confined& confined) override;
  void noted(Note about, const std::string& line) override;

  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  [[nodiscard]] bool append(const AuditEvent& event);

  AuditLog& log_;
  std::string ref_;
  ScanWatcher& shown_;
  std::optional<Fault> fault_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SCAN_AUDIT_H_
