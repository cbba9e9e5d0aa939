#include "tests/plan/residual_simulation.h"

#include <algorithm>
#include <cmath>

#include "scanner/ledger/residual.h"

namespace winnow {
namespace {

using Random = std::mt19937_64;  // its raw output is the same everywhere

constexpr std::uint64_t kLongestFragment = 256;  // blocks: 1 MiB

// count < 2^32.
std::uint64_t below(Random& random, std::uint64_t count) {
  return (random() >> 32) * count >> 32;
}

// A piece of material in slots: places for whole blocks, counted through all stretches.
struct Fragment {
  std::uint64_t begin = 0;
  std::uint64_t blocks = 0;
};

// The slots of a stretch, which all have one phase on its grid.
struct Slots {
  std::uint64_t first_offset = 0;  // in the exhibit, bytes
  std::uint64_t count = 0;
};

std::vector<Slots> slots_of(const std::vector<SampledStretch>& stretches,
                            Random& random) {
  std::vector<Slots> all;
  for (const SampledStretch& stretch : stretches) {
    const std::uint64_t grid = stretch.grid_bytes;
    Slots slots;
    const std::uint64_t past =
        (stretch.offset % grid + grid - stretch.grid_offset % grid) % grid;
    slots.first_offset = stretch.offset + (past == 0 ? 0 : grid - past) +
                         below(random, kCellBytes / grid) * grid;
    const std::uint64_t before = slots.first_offset - stretch.offset;
    slots.count = stretch.length < before ? 0 : (stretch.length - before) / kCellBytes;
    all.push_back(slots);
  }
  return all;
}

// 1, 2, 4 ... 256 blocks, each as likely.
std::uint64_t draw_fragment(Random& random) {
  return std::min(std::uint64_t{1} << below(random, 9), kLongestFragment);
}

// `spare` slots dealt out before `count` things: rising, each way equally likely.
std::vector<std::uint64_t> draw_gaps(std::size_t count, std::uint64_t spare,
                                     Random& random) {
  std::vector<std::uint64_t> gaps(count);
  for (std::uint64_t& gap : gaps) gap = below(random, spare + 1);
  std::sort(gaps.begin(), gaps.end());
  return gaps;
}

std::vector<Fragment> cut(const Scenario& scenario, std::uint64_t blocks,
                          Random& random) {
  std::vector<Fragment> fragments;
  while (blocks != 0) {
    const std::uint64_t wanted = scenario.fragment_blocks != 0
                                     ? scenario.fragment_blocks
                                     : draw_fragment(random);
    fragments.push_back({0, std::min(wanted, blocks)});
    blocks -= fragments.back().blocks;
  }
  return fragments;
}

void scatter(std::vector<Fragment>& fragments, std::uint64_t spare, Random& random) {
  const auto gaps = draw_gaps(fragments.size(), spare, random);
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < fragments.size(); ++i) {
    fragments[i].begin = before + gaps[i];
    before += fragments[i].blocks;
  }
}

// One to four heaps; in a heap, fragments lie up to 16 blocks apart.
void heap_up(std::vector<Fragment>& fragments, std::uint64_t spare, Random& random) {
  constexpr std::uint64_t kApart = 16;
  const std::uint64_t inside = fragments.size() * kApart;
  const auto gaps =
      draw_gaps(1 + below(random, 4), spare - std::min(spare, inside), random);
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < fragments.size(); ++i) {
    if (inside <= spare) before += below(random, kApart + 1);
    fragments[i].begin = before + gaps[i * gaps.size() / fragments.size()];
    before += fragments[i].blocks;
  }
}

// Equal pieces at equal distances, the first anywhere.
std::vector<Fragment> repeat(std::uint64_t piece, std::uint64_t blocks,
                             std::uint64_t spacing, std::uint64_t slots,
                             Random& random) {
  const std::uint64_t count = (blocks + piece - 1) / piece;
  std::vector<Fragment> fragments(count);
  const std::uint64_t begin = below(random, slots - (count - 1) * spacing - piece + 1);
  for (std::uint64_t i = 0; i < count; ++i) {
    fragments[i] = {begin + i * spacing, std::min(piece, blocks - i * piece)};
  }
  return fragments;
}

// The stride, doubled or halved until the pieces fill the device as far as they can.
std::uint64_t resonant_spacing(std::uint64_t stride, std::uint64_t piece,
                               std::uint64_t count, std::uint64_t slots) {
  const auto fits = [&](std::uint64_t spacing) {
    return (count - 1) * spacing + piece <= slots;
  };
  std::uint64_t spacing = stride;
  while (spacing < piece || (fits(spacing * 2) && spacing * 2 < slots)) spacing *= 2;
  while (!fits(spacing) && spacing / 2 >= piece) spacing /= 2;
  return fits(spacing) ? spacing : piece;
}

std::vector<Fragment> arrange(const Scenario& scenario, std::uint64_t slots,
                              Random& random) {
  const std::uint64_t blocks = scenario.material_bytes / kCellBytes;
  if (scenario.arrangement == Arrangement::random ||
      scenario.arrangement == Arrangement::clustered) {
    auto fragments = cut(scenario, blocks, random);
    const bool is_random = scenario.arrangement == Arrangement::random;
    (is_random ? scatter : heap_up)(fragments, slots - blocks, random);
    return fragments;
  }
  const std::uint64_t drawn =
      scenario.fragment_blocks != 0 ? scenario.fragment_blocks : draw_fragment(random);
  const std::uint64_t piece = std::min(drawn, blocks);
  const std::uint64_t count = (blocks + piece - 1) / piece;
  const std::uint64_t spacing =
      scenario.arrangement == Arrangement::periodic
          ? slots / count
          : resonant_spacing(scenario.stride_bytes / kCellBytes, piece, count, slots);
  return repeat(piece, blocks, spacing, slots, random);
}

// Exactly the stated share of the blocks, rounded down, is probative, and of these the
// unseen part of the exhibit has taken as many as it can hold.
std::vector<std::uint64_t> probative_offsets(const Scenario& scenario,
                                             const std::vector<Slots>& slots,
                                             const std::vector<Fragment>& fragments,
                                             Random& random) {
  std::uint64_t blocks = scenario.material_bytes / kCellBytes;
  std::uint64_t wanted = blocks * scenario.probative_ppm / 1'000'000;
  wanted -= std::min(wanted, scenario.unseen_bytes / kCellBytes);
  std::vector<std::uint64_t> offsets;
  std::size_t at = 0;
  std::uint64_t first = 0;  // slot of slots[at]
  for (const Fragment& fragment : fragments) {
    for (std::uint64_t i = 0; i < fragment.blocks; ++i, --blocks) {
      if (wanted != blocks && below(random, blocks) >= wanted) continue;
      --wanted;
      const std::uint64_t slot = fragment.begin + i;
      while (slot - first >= slots[at].count) first += slots[at++].count;
      offsets.push_back(slots[at].first_offset + (slot - first) * kCellBytes);
    }
  }
  return offsets;
}

bool meets(const Sample& sample, const std::vector<std::uint64_t>& offsets,
           std::size_t& at) {
  while (at < offsets.size() && offsets[at] < sample.offset) ++at;
  return at < offsets.size() &&
         offsets[at] - sample.offset <= sample.length - kCellBytes;
}

}  // namespace

const char* to_string(Arrangement arrangement) {
  switch (arrangement) {
    case Arrangement::random:
      return "random";
    case Arrangement::clustered:
      return "clustered";
    case Arrangement::periodic:
      return "periodic";
    case Arrangement::resonant:
      return "resonant";
  }
  return "";
}

double binomial_tail(std::uint64_t hits, std::uint64_t trials, double p) {
  if (hits >= trials || p <= 0) return 1;
  if (p >= 1) return 0;
  const auto n = static_cast<double>(trials);
  double tail = 0;
  for (std::uint64_t i = 0; i <= hits; ++i) {
    const auto k = static_cast<double>(i);
    tail += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                     k * std::log(p) + (n - k) * std::log1p(-p));
  }
  return std::min(tail, 1.0);
}

Simulated simulate(const Scenario& scenario, const Sampler& sampler,
                   std::uint64_t devices, std::uint64_t seed) {
  Random random(seed);
  Simulated simulated;
  simulated.devices = devices;
  const std::uint64_t cells = count_cells(scenario.stretches);
  for (std::uint64_t device = 0; device < devices; ++device) {
    const auto slots = slots_of(scenario.stretches, random);
    std::uint64_t count = 0;
    for (const Slots& one : slots) count += one.count;
    const auto fragments = arrange(scenario, count, random);
    const auto offsets = probative_offsets(scenario, slots, fragments, random);
    const auto samples = sampler(scenario.stretches, scenario.stride_bytes, random());
    ResidualBasis basis;
    basis.sampled_bytes = cells * kCellBytes;
    basis.samples = samples.size();
    basis.unseen_bytes = scenario.unseen_bytes;
    basis.probative_ppm = scenario.probative_ppm;
    bool met = false;
    std::size_t at = 0;
    for (const Sample& sample : samples) {
      if (meets(sample, offsets, at)) {
        met = true;
      } else if (scenario.unread > 0 &&
                 static_cast<double>(random() >> 11) * 0x1p-53 < scenario.unread) {
        continue;
      }
      ++basis.samples_read;
    }
    simulated.met += met ? 1 : 0;
    simulated.stated += confidence(basis, scenario.material_bytes) / 1e4;
  }
  simulated.stated /= static_cast<double>(devices);
  simulated.chance = binomial_tail(simulated.met, devices, simulated.stated);
  return simulated;
}

}  // namespace winnow
