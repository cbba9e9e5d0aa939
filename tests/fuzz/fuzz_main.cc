// What libFuzzer calls, for the target that this file is compiled for.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_targets.h"

namespace {

winnow::FuzzTarget chosen_target() {
  // The helpers that the targets share with the tests expect things of the machine.
  testing::GTEST_FLAG(throw_on_failure) = true;
  for (const winnow::FuzzTarget& target : winnow::fuzz_targets()) {
    if (target.name == WINNOW_FUZZ_TARGET) return target;
  }
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const winnow::FuzzTarget kTarget = chosen_target();
  const auto violation =
      kTarget.check(winnow::Bytes(reinterpret_cast<const std::byte*>(data), size));
  if (!violation) return 0;
  std::fprintf(stderr, "%s: %s\n", WINNOW_FUZZ_TARGET, violation->c_str());
  std::abort();
}
