// The instruction sets that a test of base/simd runs on: each of this machine, and the
// portable code.
#ifndef WINNOW_TESTS_BASE_INSTRUCTION_SETS_H_
#define WINNOW_TESTS_BASE_INSTRUCTION_SETS_H_

#include <hwy/targets.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace winnow {

// For hwy::SetSupportedTargetsForTest().
[[nodiscard]] inline std::vector<std::int64_t> instruction_sets() {
  std::vector<std::int64_t> sets = {HWY_EMU128};
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
    sets.push_back(left & ~(left - 1));
  }
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return sets;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_BASE_INSTRUCTION_SETS_H_
