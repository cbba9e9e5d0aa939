// Random numbers that are the same on every machine and with every standard library:
// SplitMix64 (Steele, Lea, Flood 2014), which passes BigCrush and needs one word.
// The distributions of <random> are left to the implementation, so they are not used.
#ifndef WINNOW_BENCH_PRACTICE_PRACTICE_RANDOM_H_
#define WINNOW_BENCH_PRACTICE_PRACTICE_RANDOM_H_

#include <cstdint>

namespace winnow::practice {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // 0 .. bound-1; the bias of the remainder is far below what a picture shows.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  // Nearly normal, mean 0 and deviation 1: the sum of twelve uniforms, which needs no
  // libm and so gives the same value everywhere.
  double normal() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += unit();
    return sum;
  }

 private:
  std::uint64_t state_;
};

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_PRACTICE_RANDOM_H_
