#include "drivers/exchange/scan_history.h"

#include <algorithm>
#include <utility>

#include "drivers/store/audit_history.h"

namespace winnow {
namespace {

class HistoryReader {
 public:
  explicit HistoryReader(ScanHistory& history) : history_(history) {}

  void take(const AuditLine& line) {
    if (history_.first_hash.empty()) history_.first_hash = line.hash;
    if (line.what.event == "start" && line.what.object == "scan") {
      command_ = detail_text(line.what, "command");
      run_id_ = line.run_id;
    } else if (line.what.event == "start" && line.what.object == "rematch") {
      rematch_run_id_ = line.run_id;
      rematch_ = {line.ts_utc,
                  "",
                  line.actor,
                  detail_text(line.what, "command"),
                  detail_text(line.what, "tool_version"),
                  {}};
    } else if (line.what.event == "rematched") {
      take_rematched(line);
    } else if (line.what.event == "exhibit_opened") {
      take_opened(line);
    } else if (line.what.event == "journal_set_aside") {
      take_set_aside(line);
    } else if (line.what.event == "scan_ended") {
      end(line, line.what.outcome);
    } else if (line.what.event == "failed" &&
               opened_[line.what.object].run_id == line.run_id) {
      end(line, "failed: " + detail_text(line.what, "fault"));
    }
  }

 private:
  struct Opening {
    std::string run_id;
    ScanTimes times;
  };

  void take_opened(const AuditLine& line) {
    const std::string command = line.run_id == run_id_ ? command_ : "";
    opened_[line.what.object] = {line.run_id,
                                 {line.ts_utc, "", line.actor, command, "", true}};
    ScanTimes& times = history_.by_exhibit[line.what.object];
    if (times.begun.empty()) {
      times.begun = line.ts_utc;
      times.actor = line.actor;
    }
    if (!command.empty()) times.command = command;
    times.is_open = true;
  }

  // The run that opened the exhibit last examines it anew.
  void take_set_aside(const AuditLine& line) {
    const Opening& opening = opened_[line.what.object];
    ScanTimes anew;
    anew.actor = line.actor;
    anew.is_open = true;
    if (opening.run_id == line.run_id) anew = opening.times;
    history_.by_exhibit[line.what.object] = std::move(anew);
  }

  // Of what is done nothing is read again, however often it is opened.
  void end(const AuditLine& line, const std::string& how) {
    ScanTimes& times = history_.by_exhibit[line.what.object];
    times.is_open = false;
    if (times.how == "done") return;
    times.ended = line.ts_utc;
    times.how = how;
  }

  void take_rematched(const AuditLine& line) {
    RematchTimes rematch;
    if (line.run_id == rematch_run_id_) rematch = rematch_;
    rematch.actor = line.actor;
    rematch.ended = line.ts_utc;
    for (const auto& [key, value] : line.what.detail) {
      if (key.starts_with("set_")) rematch.set_ids.push_back(value);
    }
    if (line.what.outcome != "done" || rematch.set_ids.empty()) return;
    history_.by_exhibit[line.what.object].rematches.push_back(std::move(rematch));
  }

  ScanHistory& history_;
  std::map<std::string, Opening> opened_;  // the last time, by exhibit
  std::string run_id_;                     // of the last scan that was begun
  std::string command_;
  std::string rematch_run_id_;  // of the last rematch that was begun
  RematchTimes rematch_;
};

// Damage is told by its first remarks; of each changed line there is one.
std::string complaint_of(const AuditHistory& audit, std::vector<std::string> remarks) {
  constexpr std::size_t kMost = 3;
  if (is_without_audit_log(audit.files)) remarks.insert(remarks.begin(), kNoAuditLog);
  if (remarks.empty()) return audit.files.check.fault;
  std::string text;
  for (std::size_t i = 0; i < std::min(remarks.size(), kMost); ++i) {
    text += (i == 0 ? "" : "; ") + remarks[i];
  }
  if (remarks.size() <= kMost) return text;
  return text + "; and " + std::to_string(remarks.size() - kMost) +
         " more remarks, which winnow report names";
}

}  // namespace

Result<ScanHistory> read_scan_history(const std::string& case_path) {
  const auto audit = read_audit_history(case_path);
  if (!audit) return audit.error();
  ScanHistory history;
  HistoryReader reader(history);
  const auto take = [&reader](const AuditLine& line) { reader.take(line); };
  std::vector<std::string> remarks = audit->faults;
  for (const OldAuditLog& old : audit->old) read_old_audit_log(old, take, remarks);
  read_audit_lines("audit.jsonl", audit->files.log, take, remarks);
  history.complaint = complaint_of(*audit, std::move(remarks));
  return history;
}

}  // namespace winnow
