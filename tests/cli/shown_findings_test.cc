#include "drivers/cli/shown_findings.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

constexpr std::uint64_t kBlock = 4096;

Finding block(std::uint64_t first, std::uint64_t blocks, std::uint32_t entry = 0,
              std::uint32_t set = 0) {
  Finding finding;
  finding.kind = FindingKind::block;
  finding.set_number = set;
  finding.entry = entry;
  finding.runs = {{first * kBlock, blocks * kBlock}};
  return finding;
}

Finding exact(FileId file, std::uint32_t set = 0) {
  Finding finding;
  finding.file = file;
  finding.set_number = set;
  return finding;
}

TEST(ShownFindings, ARemnantIsToldAgainOnlyIfItGrew) {
  ShownFindings shown;
  EXPECT_TRUE(shown.is_new(block(130, 1)));  // two samples
  EXPECT_TRUE(shown.is_new(block(300, 1)));
  EXPECT_FALSE(shown.is_new(block(300, 1)));
  EXPECT_TRUE(shown.is_new(block(100, 280)));  // what is around them
  EXPECT_FALSE(shown.is_new(block(100, 280)));
  EXPECT_FALSE(shown.is_new(block(101, 5)));
  EXPECT_FALSE(shown.is_new(block(379, 1)));
  EXPECT_TRUE(shown.is_new(block(99, 2)));
  EXPECT_TRUE(shown.is_new(block(380, 1)));
}

TEST(ShownFindings, PiecesThatWereShownCoverTheirWhole) {
  ShownFindings shown;
  EXPECT_TRUE(shown.is_new(block(10, 5)));
  EXPECT_TRUE(shown.is_new(block(20, 5)));
  EXPECT_TRUE(shown.is_new(block(15, 5)));
  EXPECT_FALSE(shown.is_new(block(10, 15)));
  EXPECT_TRUE(shown.is_new(block(10, 16)));
}

TEST(ShownFindings, AnotherContentAtThePlaceIsAnotherFinding) {
  ShownFindings shown;
  EXPECT_TRUE(shown.is_new(block(10, 5)));
  EXPECT_TRUE(shown.is_new(block(10, 5, 1)));
  EXPECT_TRUE(shown.is_new(block(10, 5, 0, 1)));
}

TEST(ShownFindings, AFileIsToldOnceForEachSetAndCountedOnce) {
  ShownFindings shown;
  EXPECT_TRUE(shown.is_new(exact(3)));
  EXPECT_FALSE(shown.is_new(exact(3)));
  EXPECT_TRUE(shown.is_new(exact(3, 1)));
  EXPECT_TRUE(shown.is_new(exact(4)));
  EXPECT_TRUE(shown.is_new(block(10, 5)));
  EXPECT_EQ(shown.listed_files(), 2u);
}

}  // namespace
}  // namespace winnow
