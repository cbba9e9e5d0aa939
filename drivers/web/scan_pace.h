// ScanPace: slows a program down by halting it for most of the time. The practice
// devices are so small that nobody could watch their scans, or stop one.
//
// What it halts is the process group of a child that was not waited for yet; it is let
// run freely at the end. One thread makes it and lets it go; it has one of its own.
#ifndef WINNOW_DRIVERS_WEB_SCAN_PACE_H_
#define WINNOW_DRIVERS_WEB_SCAN_PACE_H_

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace winnow {

class ScanPace {
 public:
  explicit ScanPace(pid_t group);
  ~ScanPace();
  ScanPace(const ScanPace&) = delete;
  ScanPace& operator=(const ScanPace&) = delete;

  // Its next halt is long enough to read what it has said. Any thread, as below.
  void rest();
  // From now on it runs freely.
  void let_run();

 private:
  void slow_down();

  const pid_t group_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ended_ = false;  // guarded by mutex_, as is all below
  bool is_resting_ = false;
  std::thread thread_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_PACE_H_
