// Simulated devices: where remnants of listed material lie, and whether samples meet
// them. No bytes: blocks are places, and a sample meets those that begin in it.
#ifndef WINNOW_TESTS_PLAN_RESIDUAL_SIMULATION_H_
#define WINNOW_TESTS_PLAN_RESIDUAL_SIMULATION_H_

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "scanner/plan/sampling.h"

namespace winnow {

enum class Arrangement { random, clustered, periodic, resonant };
[[nodiscard]] const char* to_string(Arrangement arrangement);

// What one row of the simulation varies.
struct Scenario {
  std::vector<SampledStretch> stretches;
  Arrangement arrangement = Arrangement::random;
  std::uint64_t stride_bytes = 0;
  std::uint64_t material_bytes = 0;   // all of it, in whole blocks
  std::uint64_t fragment_blocks = 0;  // each; 0: drawn, from 4 KiB to 1 MiB
  std::uint32_t probative_ppm = 1'000'000;
  std::uint64_t unseen_bytes = 0;  // as many of the probative blocks lie there
  double unread = 0;  // chance that a sample without material cannot be read
};

using Sampler =
    std::function<std::vector<Sample>(const std::vector<SampledStretch>&,
                                      std::uint64_t stride_bytes, std::uint64_t seed)>;

struct Simulated {
  std::uint64_t devices = 0;
  std::uint64_t met = 0;  // devices on which a sample met a probative block
  double stated = 0;      // mean of the stated confidences
  // The chance of meeting so few if the stated confidence were exact. Of devices that
  // differ in it the mean stands for all (Hoeffding, 1956).
  double chance = 0;
  [[nodiscard]] double rate() const {
    return static_cast<double>(met) / static_cast<double>(devices);
  }
};

// Each device has an arrangement and a seed of its own, all drawn from `seed`.
[[nodiscard]] Simulated simulate(const Scenario& scenario, const Sampler& sampler,
                                 std::uint64_t devices, std::uint64_t seed);

// P(at most `hits` of `trials`) at the probability `p` of each.
[[nodiscard]] double binomial_tail(std::uint64_t hits, std::uint64_t trials, double p);

}  // namespace winnow

#endif  // WINNOW_TESTS_PLAN_RESIDUAL_SIMULATION_H_
