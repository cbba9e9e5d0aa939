// What intake is told of a holder, and what a scan and a reviewer make of an exhibit:
// the inputs of the real judge(), drawn from the truth and from backlog_numbers.h.
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_ANSWERS_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_ANSWERS_H_

#include "bench/backlog/backlog_random.h"
#include "bench/backlog/backlog_world.h"

namespace winnow::backlog {

[[nodiscard]] Intake draw_intake(const Numbers& numbers, const Holder& holder,
                                 std::int64_t day, Draw& draw);

// Fills `before`, `after`, `matches` and `verdict` of an exhibit whose truth is set.
void draw_answers(const Numbers& numbers, const Intake& intake, Exhibit& exhibit,
                  Draw& draw);

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_ANSWERS_H_
