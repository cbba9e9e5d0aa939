// Residual risk is honest: on simulated devices the samples of plan_samples() meet
// material at least as often as confidence() states, however it is arranged.
//
// 288 rows of 2,000 devices: two layouts, four arrangements, three strides, three
// amounts, two ways of fragments, two probative shares. A row fails if its rate lies
// below the 99 % binomial interval of what is stated: fewer met than chance would allow
// in 1 of 200 (exact binomial, the lower tail alone, since more is no fault). The seeds
// are the rows' numbers, so that the run is the same everywhere; they were not chosen.
// WINNOW_SIMULATED_DEVICES=200000 runs other devices, more of them; of so many fresh
// draws one row in 200 may fail by chance, so that the limit is then shared by all
// rows.
#include "tests/plan/residual_simulation.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "scanner/ledger/residual.h"

namespace winnow {
namespace {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kDeviceBytes = 64 * kMiB;
constexpr std::uint64_t kDevices = 2000;
constexpr double kChance = 0.005;
constexpr std::uint64_t kRows = 288;

std::uint64_t devices_wanted() {
  const char* chosen = std::getenv("WINNOW_SIMULATED_DEVICES");
  return chosen == nullptr ? kDevices : std::strtoull(chosen, nullptr, 10);
}

std::vector<Sample> planned(const std::vector<SampledStretch>& stretches,
                            std::uint64_t stride_bytes, std::uint64_t seed) {
  return plan_samples(stretches, stride_bytes, seed);
}

std::vector<SampledStretch> one_volume() {
  return {{0, kDeviceBytes, 4096, 0}};
}

// Unallocated space as it is: stretches of all lengths, some too short for a block, on
// all grids and phases.
std::vector<SampledStretch> scattered() {
  std::mt19937_64 random(7);
  std::vector<SampledStretch> stretches;
  std::uint64_t offset = 0;
  std::uint64_t total = 0;
  while (total < kDeviceBytes) {
    offset += 512 * (1 + random() % 4096);
    SampledStretch stretch;
    stretch.offset = offset;
    stretch.length = 512 * (1 + random() % (random() % 4 == 0 ? 16 : 4096));
    stretch.grid_bytes = 512u << random() % 4;
    stretch.grid_offset = 512 * (random() % 64);
    offset += stretch.length;
    total += stretch.length;
    stretches.push_back(stretch);
  }
  return stretches;
}

std::string described(const Scenario& scenario) {
  char text[160];
  std::snprintf(
      text, sizeof text,
      "%s %4llu KiB, %s, 1 sample in %4llu KiB, %3u%% probative, %zu stretches",
      to_string(scenario.arrangement),
      static_cast<unsigned long long>(scenario.material_bytes / kKiB),
      scenario.fragment_blocks == 1 ? "blocks" : "pieces",
      static_cast<unsigned long long>(scenario.stride_bytes / kKiB),
      scenario.probative_ppm / 10'000, scenario.stretches.size());
  return text;
}

std::string outcome(const Simulated& simulated) {
  char text[100];
  std::snprintf(text, sizeof text, "met %.4f, stated %.4f, chance %.2g",
                simulated.rate(), simulated.stated, simulated.chance);
  return text;
}

class ResidualSimulation : public testing::TestWithParam<Arrangement> {};

TEST_P(ResidualSimulation, MeetsAtLeastAsOftenAsStated) {
  const std::uint64_t devices = devices_wanted();
  const double limit = devices == kDevices ? kChance : kChance / kRows;
  std::uint64_t seed = 1000 * static_cast<std::uint64_t>(GetParam());
  for (const auto& stretches : {one_volume(), scattered()}) {
    for (const std::uint64_t stride : {128 * kKiB, 256 * kKiB, kMiB}) {
      for (const std::uint64_t material : {256 * kKiB, kMiB, 4 * kMiB}) {
        for (const std::uint64_t fragment : {0, 1}) {
          for (const std::uint32_t probative : {1'000'000u, 700'000u}) {
            const Scenario scenario{stretches, GetParam(), stride,
                                    material,  fragment,   probative};
            const Simulated row = simulate(scenario, planned, devices, ++seed);
            std::printf("%s: %s\n", described(scenario).c_str(), outcome(row).c_str());
            EXPECT_GE(row.chance, limit) << described(scenario) << ": " << outcome(row);
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, ResidualSimulation,
                         testing::Values(Arrangement::random, Arrangement::clustered,
                                         Arrangement::periodic, Arrangement::resonant),
                         [](const auto& row) { return to_string(row.param); });

Scenario resonant_scenario() {
  Scenario scenario;
  scenario.stretches = one_volume();
  scenario.arrangement = Arrangement::resonant;
  scenario.stride_bytes = 128 * kKiB;
  scenario.material_bytes = 4 * kMiB;
  scenario.fragment_blocks = 1;
  return scenario;
}

// Material that hides first in what was not looked at: the bound holds still.
TEST(ResidualSimulationOf, UnseenSpaceTakesTheMaterialFirst) {
  Scenario scenario = resonant_scenario();
  scenario.stride_bytes = kMiB;
  scenario.probative_ppm = 700'000;
  scenario.unseen_bytes = 2 * kMiB;
  const Simulated row = simulate(scenario, planned, kDevices, 1);
  EXPECT_GE(row.chance, kChance) << outcome(row);
  // And is needed: without it, more is stated than holds.
  const double blind =
      confidence({0, kDeviceBytes, 64, 64, 0, 700'000}, 4 * kMiB) / 1e4;
  EXPECT_LT(binomial_tail(row.met, row.devices, blind), kChance) << outcome(row);
}

TEST(ResidualSimulationOf, StrataWithoutTheirSampleCountAsUnseen) {
  for (const Arrangement arrangement : {Arrangement::random, Arrangement::resonant}) {
    Scenario scenario = resonant_scenario();
    scenario.arrangement = arrangement;
    scenario.unread = 0.02;
    const Simulated row = simulate(scenario, planned, kDevices, 2);
    EXPECT_GE(row.chance, kChance) << outcome(row);
    EXPECT_GT(row.stated, 0.1) << "nothing is shown where nothing is stated";
  }
}

// ---- that the simulation can fail ----

// The deliberately wrong sampler: the same place in each stride.
std::vector<Sample> at_one_phase(const std::vector<SampledStretch>& stretches,
                                 std::uint64_t stride_bytes, std::uint64_t seed) {
  std::vector<Sample> samples;
  const std::uint64_t phase = seed % (stride_bytes / kCellBytes) * kCellBytes;
  for (std::uint64_t at = phase; at < stretches[0].length; at += stride_bytes) {
    samples.push_back({stretches[0].offset + at, 0, kCellBytes});
  }
  return samples;
}

TEST(ResidualSimulationOf, OneFixedPhaseFails) {
  Scenario scenario = resonant_scenario();
  scenario.material_bytes = 2 * kMiB;
  for (const std::uint64_t fragment : {1, 4, 16}) {  // 4, 16 and 64 of 128 KiB
    scenario.fragment_blocks = fragment;
    const Simulated wrong = simulate(scenario, at_one_phase, kDevices, 3);
    std::printf("fixed phase, pieces of %llu KiB every 128 KiB: %s\n",
                static_cast<unsigned long long>(fragment * 4), outcome(wrong).c_str());
    EXPECT_GE(wrong.stated, 0.99);
    EXPECT_LT(wrong.chance, kChance / kRows);
    EXPECT_NEAR(wrong.rate(), static_cast<double>(fragment) / 32, 0.04);
    const Simulated right = simulate(scenario, planned, kDevices, 3);
    EXPECT_GE(right.chance, kChance) << outcome(right);
  }
}

// Every second sample alone, while all are counted.
TEST(ResidualSimulationOf, HalfOfTheSamplesFail) {
  Scenario scenario = resonant_scenario();
  scenario.stride_bytes = kMiB;
  const auto half = [](const std::vector<SampledStretch>& stretches,
                       std::uint64_t stride_bytes, std::uint64_t seed) {
    auto samples = planned(stretches, stride_bytes, seed);
    for (std::size_t i = 1; i < samples.size(); i += 2) samples[i] = samples[i - 1];
    return samples;
  };
  const Simulated row = simulate(scenario, half, kDevices, 4);
  EXPECT_LT(row.chance, kChance / kRows) << outcome(row);
}

// The first block of each cell alone, where blocks begin every 512 bytes.
TEST(ResidualSimulationOf, OneOfEightPhasesFails) {
  Scenario scenario = resonant_scenario();
  scenario.stretches = {{0, kDeviceBytes, 512, 0}};
  const auto first_only = [](const std::vector<SampledStretch>& stretches,
                             std::uint64_t stride_bytes, std::uint64_t seed) {
    auto samples = planned(stretches, stride_bytes, seed);
    for (Sample& sample : samples) sample.length = kCellBytes;
    return samples;
  };
  const Simulated row = simulate(scenario, first_only, kDevices, 5);
  EXPECT_LT(row.chance, kChance / kRows) << outcome(row);
  EXPECT_GE(simulate(scenario, planned, kDevices, 5).chance, kChance);
}

TEST(BinomialTail, IsTheTextbooks) {
  EXPECT_NEAR(binomial_tail(0, 10, 0.5), 1.0 / 1024, 1e-12);
  EXPECT_NEAR(binomial_tail(5, 10, 0.5), 638.0 / 1024, 1e-12);
  EXPECT_EQ(binomial_tail(10, 10, 0.5), 1);
  EXPECT_EQ(binomial_tail(9, 10, 1), 0);
}

}  // namespace
}  // namespace winnow
