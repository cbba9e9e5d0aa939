// Distributions over practice/practice_random.h in plain sums and products, so that
// they are the same everywhere (built with -ffp-contract=off).
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_RANDOM_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_RANDOM_H_

#include <cmath>
#include <cstdint>

#include "bench/practice/practice_random.h"

namespace winnow::backlog {

// e to the power of x: powers of two, which are exact, and the series for the rest.
inline double exp_of(double x) {
  constexpr double kLn2 = 0.6931471805599453;
  const double twos = std::floor(x / kLn2 + 0.5);
  const double rest = x - twos * kLn2;
  double term = 1;
  double sum = 1;
  for (int i = 1; i < 18; ++i) {
    term *= rest / i;
    sum += term;
  }
  return std::ldexp(sum, static_cast<int>(twos));
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  bool chance(double probability) { return random_.unit() < probability; }
  double uniform(double low, double high) {
    return low + random_.unit() * (high - low);
  }
  double unit() { return random_.unit(); }
  double log_normal(double median, double sigma) {
    return median * exp_of(sigma * random_.normal());
  }
  int between(int low, int high) { return random_.between(low, high); }
  // At least 1, geometric of that mean, `most` at most.
  int geometric(double mean, int most) {
    int count = 1;
    while (count < most && chance(1 - 1 / mean)) ++count;
    return count;
  }
  // Poisson (Knuth); for small means.
  int poisson(double mean) {
    const double least = exp_of(-mean);
    int count = -1;
    for (double product = 1; product > least; product *= random_.unit()) ++count;
    return count < 0 ? 0 : count;
  }

 private:
  practice::Random random_;
};

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_RANDOM_H_
