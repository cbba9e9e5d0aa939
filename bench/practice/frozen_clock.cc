#include "bench/practice/frozen_clock.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {
namespace {
std::int64_t wall_clock_seconds = kPracticeNow;
}  // namespace

void set_wall_clock(std::int64_t seconds) {
  wall_clock_seconds = seconds;
}

}  // namespace winnow::practice

// libntfs-3g takes the time from here (its ntfs_current_time) and offers no other way.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (clock != CLOCK_REALTIME) {
    return static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
  }
  now->tv_sec = winnow::practice::wall_clock_seconds;
  now->tv_nsec = 0;
  return 0;
}
