#include "tests/hostile/content_mutation.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/base/temp_folder.h"
#include "tests/hostile/child_run.h"

namespace winnow::hostile {
namespace {

const std::string kHealthy = std::string(5000, 'a') + std::string(5000, 'b');

TEST(ContentMutation, ASeedMakesTheSameDamageAgain) {
  std::set<std::string> different;
  std::size_t unharmed = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    const std::string mutant = damaged(7, number, kHealthy);
    EXPECT_EQ(mutant, damaged(7, number, kHealthy));
    EXPECT_LE(mutant.size(), kHealthy.size() + 12'288);
    different.insert(mutant);
    if (mutant == kHealthy) ++unharmed;
  }
  EXPECT_GT(different.size(), 400u);
  EXPECT_LT(unharmed, 50u);
  EXPECT_NE(damaged(7, 0, kHealthy), damaged(8, 0, kHealthy));
  EXPECT_EQ(damaged(7, 0, ""), "");
}

TEST(ContentMutation, EveryMutantOfARoundIsPacked) {
  const TempFolder folder;
  const std::string healthy = folder.write("healthy.bin", kHealthy);
  const std::string beside = folder.write("beside.bin", "beside");
  const std::vector<BaseContent> bases = {{"a", healthy, {}},
                                          {"b", healthy, {healthy, beside}}};
  const auto mutants = damaged_contents(bases, 1, 3, 10);
  ASSERT_EQ(mutants.size(), 10u);
  EXPECT_EQ(mutants.front().number, 30u);
  std::uint64_t with_beside = 0;
  for (const DamagedContent& mutant : mutants) with_beside += mutant.base;
  EXPECT_GT(with_beside, 0u);
  EXPECT_EQ(pack(bases, mutants, 1, Packing::folders, folder.path("a")),
            10 + with_beside);
  EXPECT_EQ(read_text(folder.path("a/30/healthy.bin")), damaged(1, 30, kHealthy));
  EXPECT_EQ(pack(bases, mutants, 1, Packing::tar, folder.path("b")), 1u);
  ASSERT_EQ(
      run_to_end({"tar", "-xf", folder.path("b/mutants.tar"), "-C", folder.path("b")},
                 folder.path("out"), folder.path("err"), std::chrono::minutes(1))
          .status,
      0)
      << read_text(folder.path("err"));
  for (const DamagedContent& mutant : mutants) {
    const std::string place = "/" + std::to_string(mutant.number) + "/healthy.bin";
    EXPECT_EQ(read_text(folder.path("b") + place), read_text(folder.path("a") + place));
  }
}

}  // namespace
}  // namespace winnow::hostile
