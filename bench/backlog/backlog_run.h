// One backlog worked off in one order, day by day.
//
// Each morning the list is made of what is known by then; whoever of the examiners is
// free takes the first of it and has it for as long as its examination takes. Arrivals
// end one day, and the shelf is emptied: every order starts every exhibit once, in as
// many hours. The judgement of lanes, due days and points is that of scanner/rank, and
// the order "Winnow" is its put_in_order(); both are called, not imitated.
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_RUN_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_RUN_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/backlog/backlog_world.h"

namespace winnow::backlog {

enum class Strategy : std::uint8_t {
  first_come,    // the day of seizure
  earliest_due,  // the due day that Winnow gives, lanes put aside
  match_count,   // listed files met exactly; then first come
  risk_alone,    // child identified or at risk, then access yes, unknown, no, then how
                 // many questions were answered yes; then first come
  winnow,
};
inline constexpr std::array kStrategies = {Strategy::first_come, Strategy::earliest_due,
                                           Strategy::match_count, Strategy::risk_alone,
                                           Strategy::winnow};
[[nodiscard]] const char* to_string(Strategy strategy);

struct Started {
  std::size_t exhibit = 0;  // of the backlog
  std::int64_t day = 0;
  double hours_before = 0;  // of all examinations begun before it
};

// In the order in which they were started.
[[nodiscard]] std::vector<Started> work_off(const Backlog& backlog,
                                            const Numbers& numbers,
                                            const Policy& policy, Strategy strategy);

// What the exhibit is judged to be when all that a scan and a reviewer can tell is
// known: the same for every order, so that lanes can be compared.
struct Settled {
  Lane lane = Lane::D;
  std::int64_t due = 0;
};
[[nodiscard]] std::vector<Settled> settle(const Backlog& backlog, const Policy& policy);

struct Measures {
  double hours_half = 0;  // of examination, until half of the holding exhibits
  double hours_most = 0;  // are reached; until 90 % are
  // From seizure to the start of the first exhibit of a suspect that holds material,
  // summed over suspects that hold material and truly have access to children.
  double child_days = 0;
  std::array<double, kLanes> longest_wait{};  // days from seizure to start
  // Started after the due day, of those for which it was not over when they were known.
  std::array<double, kLanes> breaches{};
  double all_breaches = 0;
};
[[nodiscard]] Measures measure(const Backlog& backlog,
                               const std::vector<Settled>& settled,
                               const std::vector<Started>& started);

// The share of the holding exhibits that is reached after so many hours, for hours from
// 0 on in steps of `step`, `points` of them.
[[nodiscard]] std::vector<double> reached(const Backlog& backlog,
                                          const std::vector<Started>& started,
                                          double step, std::size_t points);

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_RUN_H_
