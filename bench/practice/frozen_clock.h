// A wall clock that stands still, so that libntfs-3g writes the same times in every
// run. Linking this file replaces clock_gettime(CLOCK_REALTIME) for the whole program,
// libraries included; other clocks run on. One thread.
#ifndef WINNOW_BENCH_PRACTICE_FROZEN_CLOCK_H_
#define WINNOW_BENCH_PRACTICE_FROZEN_CLOCK_H_

#include <cstdint>

namespace winnow::practice {

// What the wall clock shows from now on, in seconds since 1970.
void set_wall_clock(std::int64_t seconds);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_FROZEN_CLOCK_H_
