#include "scanner/plan/sampling.h"

#include <algorithm>

namespace winnow {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr std::uint64_t kLeastStride = 512 * 1024;
constexpr std::uint64_t kMostSamples = std::uint64_t{1} << 18;

std::uint64_t divide_up(std::uint64_t value, std::uint64_t by) {
  return value / by + (value % by != 0 ? 1 : 0);
}

// From the beginning of a stretch to the first place on its grid. The difference may
// wrap: the grid is a power of two.
std::uint64_t before_grid(const SampledStretch& stretch) {
  return (stretch.grid_offset - stretch.offset) & (stretch.grid_bytes - 1);
}

std::uint64_t cells_of(const SampledStretch& stretch) {
  const std::uint64_t before = before_grid(stretch);
  return stretch.length < before ? 0 : (stretch.length - before) / kCellBytes;
}

Sample sample_at(const SampledStretch& stretch, std::uint64_t cell) {
  const std::uint64_t from = before_grid(stretch) + cell * kCellBytes;
  // How far after the first block of the cell the last one begins.
  const std::uint64_t room =
      std::min(stretch.length - from - kCellBytes, kCellBytes - stretch.grid_bytes);
  Sample sample;
  sample.offset = stretch.offset + from;
  sample.length = static_cast<std::uint32_t>(kCellBytes + room / stretch.grid_bytes *
                                                              stretch.grid_bytes);
  return sample;
}

// A number below `count` for stratum number `stratum`: the output of splitmix64
// (Steele, Lea, Flood, 2014) of that number, scaled. Written out, since the
// distributions of the standard library differ between libraries. No place is likelier
// than another by more than 2^-64.
std::uint64_t random_place(std::uint64_t seed, std::uint64_t stratum,
                           std::uint64_t count) {
  std::uint64_t z = seed + (stratum + 1) * 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  z ^= z >> 31;
  return static_cast<std::uint64_t>(static_cast<Wide>(z) * count >> 64);
}

}  // namespace

std::uint32_t block_grid(std::uint64_t cluster_bytes) {
  const std::uint64_t power = cluster_bytes & (~cluster_bytes + 1);
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(power, kFinestGrid, kCellBytes));
}

std::uint64_t sample_stride(std::uint64_t sampled_bytes) {
  const std::uint64_t cells = divide_up(sampled_bytes, kCellBytes);
  return std::max(kLeastStride, divide_up(cells, kMostSamples) * kCellBytes);
}

std::uint64_t count_cells(std::span<const SampledStretch> stretches) {
  std::uint64_t cells = 0;
  for (const SampledStretch& stretch : stretches) cells += cells_of(stretch);
  return cells;
}

std::vector<Sample> plan_samples(std::span<const SampledStretch> stretches,
                                 std::uint64_t stride_bytes, std::uint64_t seed) {
  std::vector<Sample> samples;
  const std::uint64_t cells = count_cells(stretches);
  if (cells == 0) return samples;
  const std::uint64_t stride = std::max<std::uint64_t>(stride_bytes / kCellBytes, 1);
  const std::uint64_t strata = divide_up(cells, stride);
  samples.reserve(strata);
  std::uint64_t begin = 0;          // first cell of the stratum
  std::uint64_t stretch_begin = 0;  // first cell of the stretch
  std::uint32_t at = 0;
  for (std::uint64_t stratum = 0; stratum < strata; ++stratum) {
    const std::uint64_t size = cells / strata + (stratum < cells % strata ? 1 : 0);
    const std::uint64_t cell = begin + random_place(seed, stratum, size);
    while (cell - stretch_begin >= cells_of(stretches[at])) {
      stretch_begin += cells_of(stretches[at++]);
    }
    samples.push_back(sample_at(stretches[at], cell - stretch_begin));
    samples.back().stretch = at;
    begin += size;
  }
  return samples;
}

}  // namespace winnow
