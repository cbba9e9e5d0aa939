#include "drivers/web/scan_pace.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

namespace winnow {
namespace {

// A scan that only waits, with a worker that does; tells the worker's number.
std::pair<pid_t, pid_t> start_scan() {
  int told[2] = {};
  EXPECT_EQ(::pipe(told), 0);
  const pid_t scan = ::fork();
  if (scan == 0) {
    const pid_t worker = ::fork();
    if (worker == 0) {
      ::setpgid(0, 0);  // as workers do
    } else if (::write(told[1], &worker, sizeof worker) < 0) {
      ::_exit(1);
    }
    while (true) ::pause();
  }
  pid_t worker = 0;
  EXPECT_EQ(::read(told[0], &worker, sizeof worker),
            static_cast<ssize_t>(sizeof worker));
  ::close(told[0]);
  ::close(told[1]);
  return {scan, worker};
}

bool is_halted(pid_t child) {
  std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  stat >> number >> name >> state;
  return state == "T";
}

// A scan that was halted itself would hear too late that it is to stop.
TEST(ScanPace, HaltsTheWorkersForMostOfTheTimeAndLetsGo) {
  const auto [scan, worker] = start_scan();
  int halted = 0;
  {
    ScanPace pace(scan);
    for (int i = 0; i < 100; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (is_halted(worker)) ++halted;
      EXPECT_FALSE(is_halted(scan));
    }
    EXPECT_GT(halted, 50);
    pace.let_run();
  }
  EXPECT_FALSE(is_halted(worker));
  ::kill(worker, SIGKILL);
  ::kill(scan, SIGKILL);
  ::waitpid(scan, nullptr, 0);
}

}  // namespace
}  // namespace winnow
