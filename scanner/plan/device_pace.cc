#include "scanner/plan/device_pace.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "hashsets/content_blocks.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kScatteredReads = 15;
constexpr std::uint64_t kSequentialBytes = std::uint64_t{2} << 20;
// A disk turns once in 8 ms; half of it is the least that another place costs on
// average. Solid-state devices, also behind USB, take a fraction of a millisecond.
constexpr double kSeekSeconds = 1.5e-3;
constexpr std::uint64_t kLeastGap = 4096;
constexpr std::uint64_t kMostGap = std::uint64_t{1} << 20;

// Nothing if it cannot be read: what is wrong there is told when it is wanted.
std::optional<double> seconds_to_read(const Evidence& evidence, std::uint64_t offset,
                                      MutableBytes target) {
  const auto began = Clock::now();
  std::vector<Run> bad;
  const auto read = evidence.read_sound(offset, target, bad);
  if (!read || !bad.empty()) return std::nullopt;
  return std::chrono::duration<double>(Clock::now() - began).count();
}

// Where live files begin, and the longest run of one.
struct Places {
  std::vector<std::uint64_t> begins;
  Run longest;
};

Places places_of(const Inventory& inventory) {
  Places places;
  for (const FileOutline& file : inventory.files.outlines()) {
    if (!file.allocated || file.content != ContentKind::runs || file.runs.empty() ||
        file.size < kBlockLength) {
      continue;
    }
    const Run first = *file.runs.begin();
    if (first.is_hole() || first.length < kBlockLength) continue;
    places.begins.push_back(first.offset);
    const std::uint64_t length = std::min(first.length, file.size);
    if (length > places.longest.length) places.longest = {first.offset, length};
  }
  std::sort(places.begins.begin(), places.begins.end());
  return places;
}

}  // namespace

bool DevicePace::seeks() const {
  return scattered_seconds > kSeekSeconds;
}

std::uint64_t DevicePace::gap_bytes() const {
  return std::clamp(static_cast<std::uint64_t>(scattered_seconds * bytes_per_second),
                    kLeastGap, kMostGap);
}

double DevicePace::seconds_for(std::uint64_t reads, std::uint64_t bytes) const {
  return static_cast<double>(reads) * scattered_seconds +
         static_cast<double>(bytes) / bytes_per_second;
}

DevicePace measure_pace(const Evidence& evidence, const Inventory& inventory) {
  DevicePace pace;
  const Places places = places_of(inventory);
  if (places.begins.size() < kScatteredReads) return pace;
  std::array<std::byte, kBlockLength> block;
  std::vector<double> seconds;
  // In turn from both ends, so that each is far from the one before it.
  for (std::size_t i = 0; i < kScatteredReads; ++i) {
    const std::size_t step = i / 2 * places.begins.size() / kScatteredReads;
    const std::size_t place = i % 2 == 0 ? step : places.begins.size() - 1 - step;
    if (const auto one = seconds_to_read(evidence, places.begins[place], block)) {
      seconds.push_back(*one);
    }
  }
  if (seconds.empty()) return pace;
  const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
  std::nth_element(seconds.begin(), middle, seconds.end());
  pace.scattered_seconds = *middle;
  pace.is_measured = true;
  std::vector<std::byte> stretch(
      static_cast<std::size_t>(std::min(places.longest.length, kSequentialBytes)));
  if (const auto one = seconds_to_read(evidence, places.longest.offset, stretch)) {
    const double moving = std::max(*one - pace.scattered_seconds, *one / 2);
    pace.bytes_per_second =
        static_cast<double>(stretch.size()) / std::max(moving, 1e-6);
  }
  return pace;
}

}  // namespace winnow
