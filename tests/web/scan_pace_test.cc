#include "drivers/web/scan_pace.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace winnow {
namespace {

// A process in a group of its own that only waits.
pid_t start_child() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setpgid(0, 0);
    while (true) ::pause();
  }
  ::setpgid(child, child);
  return child;
}

bool is_halted(pid_t child) {
  std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  stat >> number >> name >> state;
  return state == "T";
}

TEST(ScanPace, HaltsForMostOfTheTimeAndLetsGo) {
  const pid_t child = start_child();
  int halted = 0;
  {
    ScanPace pace(child);
    for (int i = 0; i < 100; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (is_halted(child)) ++halted;
    }
    EXPECT_GT(halted, 50);
    pace.let_run();
  }
  EXPECT_FALSE(is_halted(child));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace winnow
