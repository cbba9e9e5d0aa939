// When exhibits were scanned and by whom, as the case's audit log tells it: the only
// clock that an export knows.
#ifndef WINNOW_DRIVERS_EXCHANGE_SCAN_HISTORY_H_
#define WINNOW_DRIVERS_EXCHANGE_SCAN_HISTORY_H_

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace winnow {

// What was on record of an exhibit, compared with further sets later, without it.
struct RematchTimes {
  std::string begun;  // its run, of all exhibits
  std::string ended;
  std::string actor;
  std::string command;
  std::string tool_version;
  std::vector<std::string> set_ids;  // that were new
};

// Of the record that the case holds of it now: what was set aside since is not told.
// Moments are ISO 8601 in UTC, "" what is not on record.
struct ScanTimes {
  std::string begun;     // the first time it was opened
  std::string ended;     // the last time a scan of it ended, whatever way
  std::string actor;     // who opened it first
  std::string command;   // of the run that opened it last
  std::string how = {};  // it ended: "done", "out of time", "failed: ..."
  bool is_open = false;  // it was opened again since, and of that there is no end yet
  std::vector<RematchTimes> rematches = {};  // that added a set, in their order
};

struct ScanHistory {
  std::map<std::string, ScanTimes> by_exhibit;
  // Of the very first event of the case, which no other case has; "" if there is none.
  std::string first_hash;
  std::string complaint;  // what is wrong with the log, or was with one before; or ""
};
[[nodiscard]] Result<ScanHistory> read_scan_history(const std::string& case_path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_SCAN_HISTORY_H_
