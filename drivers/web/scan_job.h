// ScanJob: the one scan that the server has started, a program of its own.
//
// It is `winnow scan --json`, the same binary as the server: what it does and puts on
// record is what the command does. Its output is read to its end whether a page looks
// or not. Any thread.
#ifndef WINNOW_DRIVERS_WEB_SCAN_JOB_H_
#define WINNOW_DRIVERS_WEB_SCAN_JOB_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "drivers/web/scan_pace.h"
#include "drivers/web/scan_state.h"

namespace winnow {

struct ScanJobSettings {
  std::string program = "/proc/self/exe";
  std::string case_path;
  std::vector<std::string> hashsets;
  std::vector<std::string> known;
  std::vector<std::string> ignore;
  std::string passphrase_file;  // "" for none
  bool is_slowed = false;       // as scan_pace.h says
};

struct ScanWanted {
  std::string path;
  std::string ref;
  std::string operator_name;
  std::uint64_t budget_seconds = 0;  // 0 for none
};

class ScanJob {
 public:
  // What happens around a scan; all three may be called from the job's own thread.
  struct Hooks {
    std::function<void()> begins;   // before it is started
    std::function<void()> changed;  // its state has
    // Before its state says so; gives ScanState::look_of_end.
    std::function<std::uint64_t()> ended;
  };
  ScanJob(ScanJobSettings settings, Hooks hooks);
  ~ScanJob();  // as finish()
  ScanJob(const ScanJob&) = delete;
  ScanJob& operator=(const ScanJob&) = delete;

  // Asks a running scan to end, and waits for it; one that takes too long is killed,
  // which its journal survives. None starts any more; all else goes on answering.
  void finish();

  // False if one runs, none may start any more, or this one was stopped before it
  // began. A fault if the program cannot be started. `when_reserved` is called once no
  // other can come between; its fault is this one's.
  [[nodiscard]] Result<bool> start(
      const ScanWanted& wanted,
      const std::function<Result<void>()>& when_reserved = nullptr);
  // As Ctrl-C does, once: a second one would end it before it has written all. What it
  // stopped; nothing if none runs.
  std::optional<ScanState> stop();

  [[nodiscard]] ScanState state() const;
  // Grows with every change of the state.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  // The reference under scan, or about to be; "" if none is.
  [[nodiscard]] std::string running() const;

 private:
  [[nodiscard]] std::vector<std::string> arguments_of(const ScanWanted& wanted) const;
  [[nodiscard]] Result<void> spawn(const ScanWanted& wanted, Fd& output,
                                   Fd& complaints);
  [[nodiscard]] Result<bool> begin(const ScanWanted& wanted);
  void follow(Fd output, Fd complaints);
  // The mutex is held.
  [[nodiscard]] Result<void> follow_by_thread(Fd output, Fd complaints);
  [[nodiscard]] bool has_left_too_late() const;
  void wait_for_child();  // the mutex is not held
  void note_change();

  ScanJobSettings settings_;
  Hooks hooks_;
  mutable std::mutex mutex_;
  // Guarded by mutex_, as is all below.
  std::optional<ScanTracker> tracker_;  // of a scan, from its reservation on
  ScanState last_;
  pid_t child_ = 0;  // 0 if none runs
  Fd lifeline_;      // of a slowed scan: it is to end when this is closed
  std::unique_ptr<ScanPace> pace_;  // null if it runs freely
  std::thread thread_;
  std::optional<std::chrono::steady_clock::time_point> leaving_since_;
  std::atomic<std::uint64_t> changes_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_JOB_H_
