#include "drivers/exchange/scan_history.h"

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
    } else if (line.what.event == "scan_ended") {
      history_.by_exhibit[line.what.object].ended = line.ts_utc;
    }
  }

 private:
  void take_opened(const AuditLine& line) {
    ScanTimes& times = history_.by_exhibit[line.what.object];
    if (times.begun.empty()) {
      times.begun = line.ts_utc;
      times.actor = line.actor;
    }
    if (line.run_id == run_id_) times.command = command_;
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
  std::string run_id_;  // of the last scan that was begun
  std::string command_;
  std::string rematch_run_id_;  // of the last rematch that was begun
  RematchTimes rematch_;
};

}  // namespace

Result<ScanHistory> read_scan_history(const std::string& case_path) {
  const auto audit = read_audit_history(case_path);
  if (!audit) return audit.error();
  ScanHistory history;
  HistoryReader reader(history);
  const auto take = [&reader](const AuditLine& line) { reader.take(line); };
  for (const OldAuditLog& old : audit->old) {
    read_old_audit_log(old, take, history.remarks);
  }
  read_audit_lines("audit.jsonl", audit->files.log, take, history.remarks);
  return history;
}

}  // namespace winnow
