#include "drivers/web/scan_pace.h"

#include <signal.h>

#include <chrono>
#include <utility>

namespace winnow {
namespace {

// So short a run that what a scan says of its tiers is heard one by one. Each halt is
// far shorter than the time after which a worker counts as hung.
constexpr std::chrono::milliseconds kRun{2};
constexpr std::chrono::milliseconds kHalt{80};
constexpr std::chrono::milliseconds kRest{2500};

}  // namespace

ScanPace::ScanPace(pid_t group) : group_(group), thread_([this] { slow_down(); }) {}

ScanPace::~ScanPace() {
  let_run();
  thread_.join();
}

void ScanPace::let_run() {
  const std::lock_guard lock(mutex_);
  is_ended_ = true;
  ended_.notify_all();
}

void ScanPace::rest() {
  const std::lock_guard lock(mutex_);
  is_resting_ = true;
}

void ScanPace::slow_down() {
  std::unique_lock lock(mutex_);
  const auto is_ended = [this] { return is_ended_; };
  while (!ended_.wait_for(lock, kRun, is_ended)) {
    ::kill(-group_, SIGSTOP);
    ended_.wait_for(lock, kHalt, is_ended);
    if (std::exchange(is_resting_, false)) ended_.wait_for(lock, kRest, is_ended);
    ::kill(-group_, SIGCONT);
  }
}

}  // namespace winnow
