#include "scanner/volumes/random_look.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace winnow {
namespace {

constexpr std::uint64_t kBlockBytes = 4096;
constexpr std::uint64_t kMostBlocks = 64;
constexpr unsigned kFewestBlocks = 16;
// Of random bytes chi-square has a mean of 255 and a standard deviation of 22.6: with
// these limits less than one random volume in 10,000 is missed.
constexpr double kHighestOfBlock = 410;
constexpr double kHighestOfAll = 360;

class ByteCounts {
 public:
  void add(Bytes bytes) {
    for (const std::byte b : bytes) ++counts_[std::to_integer<std::size_t>(b)];
    total_ += bytes.size();
  }
  void add(const ByteCounts& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    total_ += other.total_;
  }
  // Too even is not random either (counters, ramps).
  [[nodiscard]] bool look_random(double highest) const {
    constexpr double kLowest = 120;
    const double expected = static_cast<double>(total_) / 256;
    double chi_square = 0;
    for (const std::uint64_t count : counts_) {
      const double off = static_cast<double>(count) - expected;
      chi_square += off * off / expected;
    }
    return chi_square > kLowest && chi_square < highest;
  }

 private:
  std::array<std::uint64_t, 256> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace

unsigned count_random_blocks(const Evidence& evidence, std::uint64_t offset,
                             std::uint64_t length) {
  constexpr std::uint64_t kSector = 512;
  const std::uint64_t places = std::min(kMostBlocks, length / kBlockBytes);
  unsigned looked_at = 0;
  ByteCounts all;
  std::array<std::byte, kBlockBytes> block{};
  for (std::uint64_t i = 0; i < places; ++i) {
    const std::uint64_t at = length / places * i / kSector * kSector;
    // What cannot be read says nothing.
    if (!evidence.read(offset + at, block)) continue;
    ByteCounts counts;
    counts.add(block);
    if (!counts.look_random(kHighestOfBlock)) return 0;
    all.add(counts);
    ++looked_at;
  }
  const bool enough = looked_at >= kFewestBlocks && looked_at * 2 >= places;
  return enough && all.look_random(kHighestOfAll) ? looked_at : 0;
}

}  // namespace winnow
