#include "drivers/cli/scan_audit.h"

#include <signal.h>

#include <utility>

#include "base/text_pieces.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/set_record.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

const char* event_of(Note about) {
  switch (about) {
    case Note::worker_ended:
      return "worker_ended";
    case Note::recovered:
      return "recovered";
    case Note::journal_set_aside:
      return "journal_set_aside";
  }
  return "noted";
}

}  // namespace

Result<void> log_set_opened(AuditLog& log, const ScanSet& scan_set,
                            const std::string& path) {
  AuditEvent event{"set_opened",
                   scan_set.set.name(),
                   "opened",
                   {{"id", scan_set.set.id()},
                    {"type", to_string(scan_set.set.type())},
                    {"path", path},
                    {"entries", std::to_string(scan_set.set.entry_count())}}};
  const auto date = date_of(scan_set.set);
  const auto dated = date ? utc_text({*date, 0}) : std::nullopt;
  if (dated) event.detail.emplace_back("dated", *dated);
  return log.append(event);
}

Result<void> log_start(AuditLog& log, const ScanRequest& request,
                       const std::string& command_line) {
  const ScanSettings& settings = request.settings;
  const RunStarted run = run_of(request.exhibits[0], request.sets, settings);
  auto done = log.append({"start",
                          "scan",
                          "begun",
                          {{"command", command_line},
                           {"tool_version", settings.tool_version},
                           {"configuration", run.configuration},
                           {"threads", std::to_string(settings.threads)}}});
  for (const ScanSet& scan_set : request.sets) {
    if (!done) return done;
    done = log_set_opened(
        log, scan_set,
        lasting_path(scan_set, request.temporary, request.folder.sets_path()));
  }
  for (const Exhibit& exhibit : request.exhibits) {
    if (!done) return done;
    done = log.append({"exhibit_opened",
                       exhibit.ref,
                       "opened",
                       {{"path", exhibit.files.path},
                        {"fingerprint", fingerprint_of(exhibit.files)}}});
  }
  return done;
}

Result<void> log_scan_ended(AuditLog& log, const std::string& ref,
                            const std::string& outcome,
                            const std::vector<Finding>& findings,
                            const Coverage& coverage, const Policy& policy) {
  AuditEvent event{"scan_ended", ref, outcome, {}};
  const auto count = [&event](const std::string& what, std::uint64_t number) {
    event.detail.emplace_back(what, std::to_string(number));
  };
  count("findings", findings.size());
  count("listed", coverage.files.listed);
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    count(to_string(static_cast<FileOutcome>(i)), coverage.files.by_outcome[i]);
  }
  count("bytes_total", coverage.total_bytes);
  count("bytes_read", coverage.read_bytes);
  count("bytes_unreadable", coverage.unreadable_bytes);
  count("problems", coverage.problems.size());
  event.detail.emplace_back("complete", coverage.complete ? "yes" : "no");
  event.detail.emplace_back("met", to_string(strongest(findings, policy)));
  return log.append(event);
}

Result<void> log_fault(AuditLog& log, const std::string& ref, const Fault& fault) {
  return log.append({"failed", ref, to_string(fault.kind), {{"fault", fault.line()}}});
}

Result<void> log_stop(AuditLog& log, bool is_cancelled, int exit_status) {
  if (is_cancelled) {
    auto done = log.append({"cancelled", "scan", "stopped by a signal", {}});
    if (!done) return done;
  }
  return log.append({"stop", "scan", "exit status " + std::to_string(exit_status), {}});
}

AuditedWatcher::AuditedWatcher(AuditLog& log, std::string ref, ScanWatcher& shown)
    : log_(log), ref_(std::move(ref)), shown_(shown) {}

void AuditedWatcher::tier_done(Tier tier, const Ledger& ledger) {
  if (!fault_) shown_.tier_done(tier, ledger);
}

void AuditedWatcher::found(const Finding& finding) {
  if (!fault_) shown_.found(finding);
}

void AuditedWatcher::troubled(const Problem& problem) {
  if (!fault_) shown_.troubled(problem);
}

void AuditedWatcher::planned(const TierPlanned& planned) {
  shown_.planned(planned);
}

void AuditedWatcher::at_work(bool lists_files, std::uint64_t files_so_far) {
  if (!fault_) shown_.at_work(lists_files, files_so_far);
}

void AuditedWatcher::progressed(const Progress& progress) {
  if (!fault_) shown_.progressed(progress);
}

void AuditedWatcher::confined(const Confined& confined) {
  if (fault_) return;
  if (append({"worker_started",
              ref_,
              confined.lacking.empty() ? "confined" : "not wholly confined",
              {{"in_force", joined(confined.in_force)},
               {"lacking", joined(confined.lacking)}}})) {
    shown_.confined(confined);
  }
}

void AuditedWatcher::noted(Note about, const std::string& line) {
  if (fault_) return;
  if (append({event_of(about), ref_, "", {{"note", line}}})) shown_.noted(about, line);
}

bool AuditedWatcher::append(const AuditEvent& event) {
  const auto done = log_.append(event);
  if (done) return true;
  fault_ = done.error();
  // The watcher of a scan cannot end it; who scans has an Interruption for that.
  static_cast<void>(::raise(SIGTERM));
  return false;
}

}  // namespace winnow
