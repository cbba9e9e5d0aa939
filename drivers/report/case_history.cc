#include "drivers/report/case_history.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/report/command_words.h"

namespace winnow {
namespace {

constexpr char kAuditLogName[] = "audit.jsonl";
constexpr char kExportedEvent[] = "exported";
constexpr char kDamaged[] = "DAMAGED: ";

// Events that a report tells of, in words; others are steps within these.
struct Told {
  std::string_view event;
  const char* words;
};
constexpr std::array kTold = {
    Told{"start", "run begun"},
    Told{"exhibit_opened", "exhibit opened"},
    Told{"scan_ended", "scan of the exhibit ended"},
    Told{"cancelled", "run stopped by a person"},
    Told{"failed", "run failed"},
    Told{"worker_ended", "a worker ended before its time, and was replaced"},
    Told{"recovered", "record put right after a run was cut off"},
    Told{"journal_set_aside", "damaged or earlier record of an exhibit set aside"},
    Told{"log_set_aside", "damaged audit log set aside"},
    Told{"rematched", "record compared with further sets, without the device"},
    Told{kEvidenceVerifiedEvent, "evidence compared with its container's own digest"},
    Told{"verify", "case verified"},
    Told{"rebuild", "database made again from the record"},
    Told{"restored", "case restored from a backup"},
    Told{"intake", "intake"},
    Told{"disposition", "disposition"},
    Told{"review", "review by a person"},
    Told{"lane_lowered", "lane lowered by a reviewer"},
    Told{"outcome", "outcome of the full examination"},
    Told{"policy_signed", "policy signed"},
    Told{"role_granted", "role given to a person"},
    Told{"viewed", "picture looked at"},
    Told{"refused", "refused"},
    Told{"scan_in_spite_of", "scan wanted in spite of a warning"},
    Told{"stop_asked", "asked to stop"},
    Told{"proposed", "exhibits drawn for examination"},
    Told{"intake_import", "intake taken from a file"},
    Told{kReportedEvent, "report made"},
    Told{"report_failed", "report failed"},
    Told{kExportedEvent, "exported"},
    Told{"export_failed", "export failed"},
    Told{"backed_up", "case backed up"},
    Told{"backup_failed", "backup failed"},
    Told{"serve", "page opened or closed"},
};

const char* told_words(std::string_view event) {
  const auto told = std::find_if(kTold.begin(), kTold.end(),
                                 [&](const Told& one) { return one.event == event; });
  return told == kTold.end() ? nullptr : told->words;
}

// Those that are about one exhibit alone.
bool is_of_exhibit(std::string_view event) {
  constexpr std::array<std::string_view, 19> kOfOne = {"exhibit_opened",
                                                       "scan_ended",
                                                       "worker_ended",
                                                       "recovered",
                                                       "journal_set_aside",
                                                       "rematched",
                                                       kEvidenceVerifiedEvent,
                                                       "intake",
                                                       "disposition",
                                                       "lane_lowered",
                                                       "review",
                                                       "outcome",
                                                       "failed",
                                                       "viewed",
                                                       "refused",
                                                       "scan_in_spite_of",
                                                       "stop_asked",
                                                       kReportedEvent,
                                                       "report_failed"};
  return std::find(kOfOne.begin(), kOfOne.end(), event) != kOfOne.end();
}

class HistoryReader {
 public:
  HistoryReader(CaseHistory& history, const std::string& exhibit)
      : history_(history), exhibit_(exhibit) {}

  void take(const AuditLine& line) {
    take_scan(line);
    take_set(line);
    const AuditEvent& what = line.what;
    if (what.event == kEvidenceVerifiedEvent) {
      history_.evidence_checks[what.object] = {line.ts_utc, line.actor, what.outcome,
                                               detail_text(what, "what")};
    }
    take_line(line);
  }
  // Behind the last line. Of one exhibit, what runs say of others is left out.
  void finish() {
    const auto scans = history_.scans.find(exhibit_);
    if (scans == history_.scans.end()) return;
    const std::vector<std::string>& runs = runs_of_scans_[exhibit_];
    for (std::size_t i = 0; i < runs.size(); ++i) {
      std::string& command = scans->second[i].command;
      if (!command.empty()) command = command_without(command, others_[runs[i]]);
    }
  }

 private:
  // The run that an event belongs to.
  struct Run {
    std::string id;
    ScanStep begun;
  };

  void take_scan(const AuditLine& line) {
    const AuditEvent& what = line.what;
    if (what.event == "start") {
      run_ = {line.run_id,
              {line.ts_utc, "", line.actor, "", detail_text(what, "tool_version"),
               detail_text(what, "command")}};
    } else if (what.event == "exhibit_opened") {
      ScanStep step = run_.id == line.run_id ? run_.begun : ScanStep();
      step.how = "not on record: the run was cut off, or is still at work";
      step.by = line.actor;
      history_.scans[what.object].push_back(std::move(step));
      runs_of_scans_[what.object].push_back(line.run_id);
      if (what.object != exhibit_) {
        others_[line.run_id].push_back({what.object, detail_text(what, "path")});
      }
    } else if (what.event == "scan_ended" || what.event == "failed") {
      end_scan(line);
    }
  }

  void end_scan(const AuditLine& line) {
    const auto scans = history_.scans.find(line.what.object);
    if (scans == history_.scans.end()) return;
    if (runs_of_scans_[line.what.object].back() != line.run_id) return;
    ScanStep& step = scans->second.back();
    step.ended = line.ts_utc;
    step.how = line.what.event == "failed"
                   ? "failed: " + detail_text(line.what, "fault")
                   : line.what.outcome;
  }

  void take_set(const AuditLine& line) {
    if (line.what.event != "set_opened") return;
    const AuditEvent& what = line.what;
    history_.sets[detail_text(what, "id")] = {detail_text(what, "path"),
                                              detail_text(what, "dated"),
                                              detail_text(what, "entries")};
  }

  void take_line(const AuditLine& line) {
    const AuditEvent& what = line.what;
    const char* words = told_words(what.event);
    if (words == nullptr || (!exhibit_.empty() && !is_told_of_one(what))) {
      ++history_.left_out;
      return;
    }
    std::string outcome = what.outcome;
    for (const char* more :
         {"command", "note", "fault", "what", "fault_1", "reason", "asked"}) {
      const std::string text = detail_text(what, more);
      if (!text.empty()) outcome += (outcome.empty() ? "" : ": ") + text;
    }
    history_.lines.push_back({line.ts_utc, line.actor, words, what.object, outcome});
  }

  // Commands name other exhibits too; those of this one stand with its scans.
  [[nodiscard]] bool is_told_of_one(const AuditEvent& what) const {
    if (what.event == "start" || what.event == "cancelled") return false;
    if (what.event == kExportedEvent || what.event == "export_failed") {
      const std::string of = detail_text(what, "exhibit");
      return of == exhibit_ || of == "all";
    }
    if (what.event == kReportedEvent && what.object == "case") return true;
    return !is_of_exhibit(what.event) || what.object == exhibit_ || what.object.empty();
  }

  CaseHistory& history_;
  const std::string& exhibit_;
  Run run_;
  std::map<std::string, std::vector<std::string>> runs_of_scans_;  // by exhibit
  std::map<std::string, std::vector<NamedExhibit>> others_;        // by run
};

std::string verdict_of(const AuditHistory& audit, std::size_t remarks) {
  const AuditCheck& check = audit.files.check;
  if (is_without_audit_log(audit.files)) return std::string(kDamaged) + kNoAuditLog;
  if (!check.fault.empty()) return kDamaged + check.fault;
  if (remarks > 0 || !audit.old.empty()) {
    return std::string(kDamaged) +
           "the log in use holds together from its first event to its last, but a log "
           "before it does not, is missing or is of another case; " +
           counted_text(remarks, "remark") + " below";
  }
  return "It holds together from its first event to its last.";
}

}  // namespace

CaseHistory history_in(const AuditHistory& audit, const std::string& exhibit) {
  CaseHistory history;
  HistoryReader reader(history, exhibit);
  history.remarks = audit.faults;
  for (const OldAuditLog& old : audit.old) {
    read_old_audit_log(
        old, [&](const AuditLine& line) { reader.take(line); }, history.remarks);
  }
  AuditHead head;
  // Reports at the log's end are not told, so that two reports of the same say the
  // same.
  std::vector<AuditLine> reports;
  read_audit_lines(
      kAuditLogName, audit.files.log,
      [&](const AuditLine& line) {
        if (line.what.event == kReportedEvent) {
          reports.push_back(line);
          return;
        }
        for (const AuditLine& report : reports) reader.take(report);
        reports.clear();
        reader.take(line);
        head = {line.seq, line.hash};
        history.head_at = line.ts_utc;
      },
      history.remarks);
  reader.finish();
  history.head = head;
  history.verdict = printable_utf8(verdict_of(audit, history.remarks.size()));
  history.is_sound = audit.files.check.fault.empty() && history.remarks.empty() &&
                     audit.old.empty() && !is_without_audit_log(audit.files);
  for (std::string& remark : history.remarks) remark = printable_utf8(remark);
  return history;
}

}  // namespace winnow
