// Attempt: the life of one child, from its order to its end, with every message taken.
// A part of the supervisor.
#ifndef WINNOW_SCANNER_SUPERVISE_ATTEMPT_H_
#define WINNOW_SCANNER_SUPERVISE_ATTEMPT_H_

#include <chrono>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "scanner/supervise/child_process.h"
#include "scanner/supervise/error_rate.h"
#include "scanner/supervise/quarantine.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/supervisor.h"
#include "scanner/supervise/watchdog.h"

namespace winnow {

// Starts the child with the evidence's descriptors, and the sets' for a scan.
[[nodiscard]] Result<ChildProcess> start_worker(const Exhibit& exhibit,
                                                const std::vector<ScanSet>& sets,
                                                const ScanSettings& settings);

// Asks for them; start_worker() hands over the descriptors.
void order_classes(const ScanClasses& classes, ScanOrder& order);

class Attempt {
 public:
  // `quarantine` says what this child is to try.
  Attempt(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
          const ScanSettings& settings, const Quarantine& quarantine,
          Recorder& recorder, ScanWatcher& watcher);

  struct End {
    bool done = false;               // with all that it was ordered
    bool final = false;              // a new child would meet the same
    ChildEnd child;                  // unless done
    std::optional<ScanEnd> stopped;  // by the rules
  };
  // A fault is the record's, or says that the evidence is not what the journal began
  // with.
  [[nodiscard]] Result<End> run();

 private:
  // What a message made of the attempt: go on, or end it.
  using Step = std::optional<End>;

  [[nodiscard]] ScanOrder order() const;
  [[nodiscard]] Result<End> listen(ChildProcess& child);
  // Waits for the child's next words; an end if it hangs.
  [[nodiscard]] Result<Step> await(ChildProcess& child, Watchdog& watchdog);
  [[nodiscard]] Result<void> show_pending();
  // The end that a rule asks for by now, if any.
  [[nodiscard]] Step stopped_by_rule() const;
  [[nodiscard]] Result<Step> take_frame(Bytes frame);
  [[nodiscard]] Result<Step> take(const Message& message, Bytes frame);
  [[nodiscard]] Result<Step> take_again(const Opened& opened) const;
  [[nodiscard]] Result<Step> take_again(const InventoryDone& done);
  [[nodiscard]] Result<void> meet_names();
  [[nodiscard]] Result<Step> take_outcome(const Message& message, Bytes frame);
  [[nodiscard]] Result<Step> record(const Message& message, Bytes frame);
  [[nodiscard]] Result<Step> meet_entries(const OutcomeRecord& outcome);
  Result<Step> meet_entries(const LookRecord& look);
  Result<Step> meet_entries(const std::vector<MatchRecord>& matches,
                            const Digests& digests);
  [[nodiscard]] Result<Step> meet_entry(std::uint32_t set, std::uint32_t number);
  [[nodiscard]] Result<void> show(const Message& message);

  const Exhibit& exhibit_;
  const std::vector<ScanSet>& sets_;
  const ScanSettings& settings_;
  Recorder& recorder_;
  ScanWatcher& watcher_;
  const Quarantine& quarantine_;
  std::vector<std::variant<Finding, Problem>> pending_;  // on record, not shown yet
  std::chrono::steady_clock::time_point shown_;          // when something was last
  std::chrono::steady_clock::time_point looked_;         // when the watchdog last did
  const bool inventory_was_known_;
  bool has_shown_match_ = false;
  std::optional<Tier> tier_shown_;       // whose end was shown last
  std::set<std::uint32_t> chunks_kept_;  // whose blocks the child has told
  bool is_confined_ = false;             // the child has told what confines it
  bool inventory_repeated_ = false;      // the child showed that it has the same one
  ErrorRate errors_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_ATTEMPT_H_
