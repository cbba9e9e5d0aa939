#include "drivers/web/scan_pace.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// So short a run that a worker is not through before a scan has told of its first
// tiers. What a worker is given of time is processor time, so no halt makes one count
// as hung.
constexpr std::chrono::microseconds kRun{300};
constexpr std::chrono::milliseconds kHalt{20};
constexpr std::chrono::milliseconds kRest{4000};

// 0 if there is none of that number. The name before it may hold anything (proc(5)).
pid_t parent_of(pid_t child) {
  std::ifstream file("/proc/" + std::to_string(child) + "/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string state;
  pid_t parent = 0;
  fields >> state >> parent;
  return parent;
}

// Each thread has a list of the children that it started. What is held of one is of no
// other that gets its number once it has ended: it was asked for its parent after.
std::vector<Fd> children_of(pid_t parent) {
  std::vector<Fd> children;
  std::error_code error;
  for (fs::directory_iterator it("/proc/" + std::to_string(parent) + "/task", error),
       end;
       !error && it != end; it.increment(error)) {
    std::ifstream list(it->path() / "children");
    for (pid_t child = 0; list >> child;) {
      Fd held(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
      if (held.is_open() && parent_of(child) == parent) {
        children.push_back(std::move(held));
      }
    }
  }
  return children;
}

// One that ended meanwhile takes no signal.
void signal_all(const std::vector<Fd>& children, int number) {
  for (const Fd& child : children) {
    static_cast<void>(
        ::syscall(SYS_pidfd_send_signal, child.get(), number, nullptr, 0));
  }
}

}  // namespace

ScanPace::ScanPace(pid_t scan) : scan_(scan), thread_([this] { slow_down(); }) {}

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
    const std::vector<Fd> workers = children_of(scan_);
    if (workers.empty()) continue;  // the first one is met as soon as it is there
    signal_all(workers, SIGSTOP);
    ended_.wait_for(lock, kHalt, is_ended);
    if (std::exchange(is_resting_, false)) ended_.wait_for(lock, kRest, is_ended);
    signal_all(workers, SIGCONT);
  }
}

}  // namespace winnow
