// Many seeds of one case, and what they say: means with 95 % intervals, and the
// differences to Winnow, seed by seed, so that what all orders share cancels out.
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_RESULTS_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_RESULTS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/backlog/backlog_run.h"

namespace winnow::backlog {

inline constexpr std::size_t kOrders = kStrategies.size();
inline constexpr std::size_t kCurvePoints = 241;

struct SeedResult {
  std::array<Measures, kOrders> measures;  // by strategy
  std::array<std::vector<double>, kOrders> curves;
  double exhibits = 0;
  double holding = 0;
  double at_risk = 0;       // suspects whose child-days are counted
  double late_already = 0;  // exhibits whose due day was over when they were known
  double late_at_scan = 0;  // of lane A, and of the others it was over after the scan
  double hours = 0;
};

struct CaseResult {
  std::string name;
  Numbers numbers;
  double hours_step = 0;  // between the points of the curves
  std::vector<SeedResult> seeds;
};

// Seeds 1 to `seeds`, on `threads` threads, which change nothing of the result.
[[nodiscard]] CaseResult run_case(const std::string& name, const Numbers& numbers,
                                  const Policy& policy, int seeds, unsigned threads);

struct Estimate {
  double mean = 0;
  double half = 0;  // of the 95 % interval (Student); 0 for a single value
};
[[nodiscard]] Estimate estimate(const std::vector<double>& values);

// What is compared, in the order of the tables.
struct Column {
  const char* name;
  double (*value)(const Measures& measures);
};
[[nodiscard]] const std::vector<Column>& columns();

[[nodiscard]] std::vector<double> values_of(const CaseResult& result,
                                            const Column& column, Strategy strategy);

// Aligned, for people.
[[nodiscard]] std::string text_tables(const CaseResult& result);
// A line for each case, order and measure, with a heading.
[[nodiscard]] std::string tsv_table(const std::vector<CaseResult>& results);

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_RESULTS_H_
