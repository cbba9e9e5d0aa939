// ScanPace: slows a scan down by halting its workers for most of the time. The practice
// devices are so small that nobody could watch their scans, or stop one.
//
// The scan itself is not halted: it hears at once that it is to stop, and has nothing
// in store of a worker that ran ahead of it. Its workers are its children, as proc(5)
// lists them; they are let run freely at the end. One thread makes it and lets it go,
// while the scan was not waited for yet; it has one of its own.
#ifndef WINNOW_DRIVERS_WEB_SCAN_PACE_H_
#define WINNOW_DRIVERS_WEB_SCAN_PACE_H_

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace winnow {

class ScanPace {
 public:
  explicit ScanPace(pid_t scan);
  ~ScanPace();
  ScanPace(const ScanPace&) = delete;
  ScanPace& operator=(const ScanPace&) = delete;

  // The next halt is long enough to read what the scan has said. Any thread, as below.
  void rest();
  // From now on all runs freely.
  void let_run();

 private:
  void slow_down();

  const pid_t scan_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ended_ = false;  // guarded by mutex_, as is all below
  bool is_resting_ = false;
  std::thread thread_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_PACE_H_
