// The picture of the cases: for each the share of holding exhibits reached against the
// hours of examination, and child-days at risk with their intervals. Plain SVG.
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_PICTURE_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_PICTURE_H_

#include <string>
#include <vector>

#include "bench/backlog/backlog_results.h"

namespace winnow::backlog {

[[nodiscard]] std::string svg_of(const std::vector<CaseResult>& results);

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_PICTURE_H_
