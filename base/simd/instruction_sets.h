// The instruction sets that the code of base/simd is compiled for. The widest that the
// machine has is chosen at run time; tests and benchmarks go through them one by one.
#ifndef WINNOW_BASE_SIMD_INSTRUCTION_SETS_H_
#define WINNOW_BASE_SIMD_INSTRUCTION_SETS_H_

#include <cstdint>
#include <vector>

namespace winnow::simd {

using InstructionSet = std::int64_t;  // one of Highway's HWY_SSE4, HWY_AVX2, ...

// Those of this machine, the widest first, and last the portable code.
[[nodiscard]] std::vector<InstructionSet> instruction_sets();
[[nodiscard]] const char* name_of(InstructionSet set);

// While it lives the whole process uses no other set. One at a time.
class OnlyInstructionSet {
 public:
  explicit OnlyInstructionSet(InstructionSet set);
  ~OnlyInstructionSet();
  OnlyInstructionSet(const OnlyInstructionSet&) = delete;
  OnlyInstructionSet& operator=(const OnlyInstructionSet&) = delete;
};

}  // namespace winnow::simd

#endif  // WINNOW_BASE_SIMD_INSTRUCTION_SETS_H_
