// ScanState: how a scan stands, as its own events tell it (winnow scan --json).
#ifndef WINNOW_DRIVERS_WEB_SCAN_STATE_H_
#define WINNOW_DRIVERS_WEB_SCAN_STATE_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

enum class ScanPhase : std::uint8_t { none, running, stopping, ended };
[[nodiscard]] const char* to_string(ScanPhase phase);

struct ScanState {
  ScanPhase phase = ScanPhase::none;
  std::string ref;
  std::string path;
  std::string began;               // ISO 8601
  int tiers = 0;                   // that it is through with
  std::uint64_t listed_files = 0;  // that were met
  std::uint64_t leads = 0;
  std::uint64_t not_examined = 0;  // problems and, at the end, volumes
  std::uint64_t bytes_read = 0;
  // Of the tier that the last progress spoke of; zeros once that is through.
  std::uint64_t bytes_planned = 0;
  std::uint64_t files_done = 0;
  std::uint64_t files_planned = 0;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> seconds_left;
  std::string bottleneck;
  std::deque<std::string> problems;  // the last ones
  std::deque<std::string> remarks;   // the last ones that it made beside its events
  std::optional<int> exit_status;
  std::string end;  // "done", "interrupted", or why it could not run
  // It gave up, or went without an end of its own: a part was not looked at, and nobody
  // can say which.
  bool is_cut_off = false;
  // CaseWatch's number of the look that sees all that it put on record.
  std::uint64_t look_of_end = 0;
  // Of the exhibit as the case has it once the scan has ended: it could not be
  // examined, or a part of its own (a volume) could not.
  bool could_not_be_examined = false;
  // Likewise: at least one file's content was looked at; all that is there was.
  bool has_examined_files = false;
  bool is_complete = false;
};

// The large words of an answer.
[[nodiscard]] const char* answer_words(const ScanState& state);
[[nodiscard]] std::string scan_state_json(const ScanState& state);
// Once the scan has ended: what the case, as it is after that, says of the exhibit.
// `listed_files` is what stands there of them; none that was told is taken back.
void take_result(const RankedExhibit& exhibit, std::uint64_t listed_files,
                 ScanState& state);
// The counts alone, of a case that may be older than the scan's end: nothing that was
// told on the way is taken back.
void take_counts(const RankedExhibit& exhibit, std::uint64_t listed_files,
                 ScanState& state);
// Files that were met in a set; one that stands in two sets is one.
[[nodiscard]] std::uint64_t listed_files_of(const std::vector<Finding>& findings);

// Takes what a running scan prints. Lines of it speak of names on the device: they are
// hostile. One thread.
class ScanTracker {
 public:
  ScanTracker(std::string ref, std::string path, std::string began);
  using Clock = std::chrono::steady_clock;
  void take_event(std::string_view line);      // of standard output
  void take_complaint(std::string_view line);  // of standard error
  void take_stop_request() { state_.phase = ScanPhase::stopping; }
  // Drops a forecast that is too old to be one; whether it did.
  bool take_time(Clock::time_point now);
  // `exit_status` is 128 + N for a scan that signal N ended.
  void take_exit(int exit_status);
  [[nodiscard]] const ScanState& state() const { return state_; }

 private:
  void take_tier(std::string_view tier);
  void take_blocks_of(const std::string& entry);

  ScanState state_;
  std::unordered_set<std::size_t> listed_paths_;   // their hashes
  std::unordered_set<std::size_t> block_entries_;  // as well
  std::string last_complaint_;
  Clock::time_point forecast_at_ = {};
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_STATE_H_
