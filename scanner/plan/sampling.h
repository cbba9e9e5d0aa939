// Sampling: which blocks of unallocated space stand for the rest of it.
//
// A block is kCellBytes of an exhibit that begin on the grid of its stretch (a volume's
// clusters, or every 512 bytes where nothing is known) and lie wholly inside it. A
// stretch is cut into cells from the first such beginning on: a cell is the blocks that
// begin within kCellBytes of its own beginning, so that every block belongs to exactly
// one cell, whatever its phase, and of blocks that do not overlap at most one belongs
// to a cell. What is too short for a block, at the ends of a stretch too, has no cell.
//
// The cells of all stretches, laid end to end, are cut into strata of equal size,
// within one cell. One cell of each is a sample: at a seeded random place, since a
// fixed phase resonates with the way file systems allocate. What follows from that is
// in scanner/ledger/residual_risk.md. Functions without state, safe from any thread.
#ifndef WINNOW_SCANNER_PLAN_SAMPLING_H_
#define WINNOW_SCANNER_PLAN_SAMPLING_H_

#include <cstdint>
#include <span>
#include <vector>

namespace winnow {

inline constexpr std::uint64_t kCellBytes = 4096;
inline constexpr std::uint32_t kFinestGrid = 512;  // bytes: a sector

// A stretch that samples stand for. Inside the exhibit.
struct SampledStretch {
  std::uint64_t offset = 0;  // in the exhibit, bytes
  std::uint64_t length = 0;  // bytes
  // Blocks begin at grid_offset + k * grid_bytes of the exhibit, k of either sign.
  std::uint32_t grid_bytes = kFinestGrid;  // of block_grid()
  std::uint64_t grid_offset = 0;
};

// One cell to be examined: every block that begins in it.
struct Sample {
  std::uint64_t offset = 0;   // of its first block in the exhibit, bytes
  std::uint32_t stretch = 0;  // which of those given
  // Bytes to read: kCellBytes, and one step of the grid more for each further block.
  std::uint32_t length = 0;
  bool operator==(const Sample&) const = default;
};

// The grid on which blocks of files can begin in clusters of that many bytes: the
// largest power of two that divides it, held between kFinestGrid and kCellBytes.
[[nodiscard]] std::uint32_t block_grid(std::uint64_t cluster_bytes);

// Bytes one sample stands for, a multiple of kCellBytes: 512 KiB, or more where that
// would take more than 2^18 samples. Of the exhibit alone, never of a device's speed,
// so that every machine takes the same samples.
[[nodiscard]] std::uint64_t sample_stride(std::uint64_t sampled_bytes);

// Of all stretches together; kCellBytes times this is what samples stand for.
[[nodiscard]] std::uint64_t count_cells(std::span<const SampledStretch> stretches);

// Samples in device order, one for each stratum: cells / stride of them, rounded up.
// The stretches rise, do not overlap, and those that touch on one grid are joined
// (a block across their border would belong to neither). At most 2^32 stretches.
// `seed` follows from the exhibit, so that the same one gives the same samples; what
// that means for who knows it is said in residual_risk.md.
[[nodiscard]] std::vector<Sample> plan_samples(
    std::span<const SampledStretch> stretches, std::uint64_t stride_bytes,
    std::uint64_t seed);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PLAN_SAMPLING_H_
