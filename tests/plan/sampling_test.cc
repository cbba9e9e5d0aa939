#include "scanner/plan/sampling.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace winnow {
namespace {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

std::vector<SampledStretch> drawn_stretches(std::mt19937_64& random) {
  std::vector<SampledStretch> stretches(1 + random() % 12);
  std::uint64_t offset = 0;
  for (SampledStretch& stretch : stretches) {
    stretch.offset = offset += 512 * (random() % 9);
    stretch.length = random() % 3 == 0 ? random() % 5000 : 512 * (random() % 200);
    stretch.grid_bytes = 512u << random() % 4;
    stretch.grid_offset = 512 * (random() % 100);  // before the stretch and behind it
    offset += stretch.length;
  }
  return stretches;
}

// Where blocks begin, by asking at each byte.
std::vector<std::uint64_t> blocks_of(const SampledStretch& stretch) {
  std::vector<std::uint64_t> blocks;
  for (std::uint64_t at = 0; at + kCellBytes <= stretch.length; ++at) {
    const std::uint64_t offset = stretch.offset + at;
    const std::uint64_t apart = offset > stretch.grid_offset
                                    ? offset - stretch.grid_offset
                                    : stretch.grid_offset - offset;
    if (apart % stretch.grid_bytes == 0) blocks.push_back(offset);
  }
  return blocks;
}

TEST(Sampling, PutsEveryBlockIntoOneCell) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const auto stretches = drawn_stretches(random);
    // A stride of one cell takes them all.
    const auto samples = plan_samples(stretches, kCellBytes, round);
    ASSERT_EQ(samples.size(), count_cells(stretches));
    std::vector<std::uint64_t> wanted;
    for (const SampledStretch& stretch : stretches) {
      const auto blocks = blocks_of(stretch);
      wanted.insert(wanted.end(), blocks.begin(), blocks.end());
    }
    std::vector<std::uint64_t> tested;
    for (const Sample& sample : samples) {
      const SampledStretch& stretch = stretches[sample.stretch];
      ASSERT_GE(sample.length, kCellBytes);
      ASSERT_LT(sample.length, 2 * kCellBytes);
      ASSERT_LE(sample.offset + sample.length, stretch.offset + stretch.length);
      for (std::uint64_t at = 0; at + kCellBytes <= sample.length;
           at += stretch.grid_bytes) {
        tested.push_back(sample.offset + at);
      }
    }
    ASSERT_EQ(tested, wanted) << "round " << round;
  }
}

TEST(Sampling, TakesOneCellOfEachStratum) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 300; ++round) {
    const auto stretches = drawn_stretches(random);
    std::map<std::uint64_t, std::uint64_t> number;  // of a cell, by its offset
    for (const Sample& cell : plan_samples(stretches, kCellBytes, 0)) {
      number.emplace(cell.offset, number.size());
    }
    const std::uint64_t stride = 1 + random() % 40;
    const auto samples = plan_samples(stretches, stride * kCellBytes, random());
    const std::uint64_t cells = count_cells(stretches);
    ASSERT_EQ(samples.size(), (cells + stride - 1) / stride);
    std::uint64_t begin = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::uint64_t size =
          cells / samples.size() + (i < cells % samples.size() ? 1 : 0);
      ASSERT_LE(size, stride);
      const std::uint64_t cell = number.at(samples[i].offset);
      ASSERT_GE(cell, begin);
      ASSERT_LT(cell, begin + size);
      begin += size;
    }
    ASSERT_EQ(begin, cells);
  }
}

TEST(Sampling, TakesEachPlaceEquallyOften) {
  const std::vector<SampledStretch> stretches = {{4096, 32 * kCellBytes, 4096, 0}};
  constexpr int kSeeds = 16000;
  std::map<std::uint64_t, int> taken;
  std::map<std::uint64_t, int> pairs;  // of places in the two strata
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto samples = plan_samples(stretches, 16 * kCellBytes, seed);
    ASSERT_EQ(samples.size(), 2u);
    ++taken[samples[0].offset];
    ++taken[samples[1].offset];
    ++pairs[samples[0].offset * 1'000'000 + samples[1].offset];
  }
  ASSERT_EQ(taken.size(), 32u);
  for (const auto& [offset, times] : taken) {
    EXPECT_NEAR(times, 1000, 155) << offset;  // five times the standard deviation
  }
  ASSERT_EQ(pairs.size(), 256u) << "the places of two strata hang together";
  for (const auto& [pair, times] : pairs) EXPECT_NEAR(times, 62.5, 40) << pair;
}

// splitmix64 from 0 gives E220A8397B1DCDAF first: its uppermost bits are the place.
TEST(Sampling, IsThePublishedGenerator) {
  const std::vector<SampledStretch> stretches = {{0, 4 * kGiB, 4096, 0}};
  const auto one = plan_samples(stretches, 4 * kGiB, 0);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0], (Sample{std::uint64_t{0xE220A} * kCellBytes, 0, 4096}));
  // And 6E789E6AA1B965F4 second, here of strata of 2^19 cells.
  const auto two = plan_samples(stretches, 2 * kGiB, 0);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].offset, std::uint64_t{0xE220A} / 2 * kCellBytes);
  EXPECT_EQ(two[1].offset, 2 * kGiB + std::uint64_t{0x6E789} / 2 * kCellBytes);
}

TEST(Sampling, LeavesOutWhatIsTooShortForABlock) {
  EXPECT_TRUE(plan_samples({}, 512 * kKiB, 1).empty());
  const std::vector<SampledStretch> none = {{0, 0, 512, 0},
                                            {512, 4095, 512, 0},
                                            {8192, 4096 + 511, 512, 1},
                                            {20000, 4500, 4096, 0}};
  EXPECT_EQ(count_cells(none), 1u) << "8193 is on its grid and a block ends at 12289";
  const std::vector<SampledStretch> last = {none[3]};
  EXPECT_TRUE(plan_samples(last, 512 * kKiB, 1).empty());
}

TEST(Sampling, HasAStrideOfTheExhibitAlone) {
  EXPECT_EQ(sample_stride(0), 512 * kKiB);
  EXPECT_EQ(sample_stride(128 * kGiB), 512 * kKiB);
  EXPECT_EQ(sample_stride(128 * kGiB + 1), 516 * kKiB);
  EXPECT_EQ(sample_stride(1000 * kGiB), 4000 * kKiB);
  for (const std::uint64_t bytes : {kGiB, 200 * kGiB, 931 * kGiB, ~std::uint64_t{0}}) {
    const std::uint64_t stride = sample_stride(bytes);
    EXPECT_EQ(stride % kCellBytes, 0u);
    EXPECT_LE(bytes / stride, std::uint64_t{1} << 18);
  }
}

TEST(Sampling, KnowsWhereBlocksCanBegin) {
  EXPECT_EQ(block_grid(0), 512u);
  EXPECT_EQ(block_grid(1), 512u);
  EXPECT_EQ(block_grid(1024), 1024u);
  EXPECT_EQ(block_grid(1536), 512u);
  EXPECT_EQ(block_grid(4096), 4096u);
  EXPECT_EQ(block_grid(6144), 2048u);
  EXPECT_EQ(block_grid(std::uint64_t{32} << 20), 4096u);
}

}  // namespace
}  // namespace winnow
