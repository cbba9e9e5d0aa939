#include "base/simd/instruction_sets.h"

#include <hwy/targets.h>

#include <algorithm>

namespace winnow::simd {

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> sets = {HWY_EMU128};
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
    sets.push_back(left & ~(left - 1));
  }
  // The lower the bit, the wider the set.
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return sets;
}

const char* name_of(InstructionSet set) {
  return hwy::TargetName(set);
}

OnlyInstructionSet::OnlyInstructionSet(InstructionSet set) {
  hwy::SetSupportedTargetsForTest(set);
}
OnlyInstructionSet::~OnlyInstructionSet() {
  hwy::SetSupportedTargetsForTest(0);
}

}  // namespace winnow::simd
