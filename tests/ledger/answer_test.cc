#include "scanner/ledger/answer.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace winnow {
namespace {

TEST(Answer, KindsHaveTheContractsWords) {
  std::set<std::string> words;
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    words.insert(to_string(static_cast<FindingKind>(i)));
  }
  EXPECT_EQ(words,
            (std::set<std::string>{"exact", "near", "block", "record", "indication"}));
}

TEST(Answer, FindingsAreOrderedByPathInodeFileSet) {
  Finding a;
  a.path = "/a";
  a.inode = 5;
  a.file = 5;
  a.set_number = 1;
  Finding b = a;
  EXPECT_FALSE(comes_before(a, b));
  b.set_number = 2;
  EXPECT_TRUE(comes_before(a, b));
  b.file = 4;
  EXPECT_TRUE(comes_before(b, a));
  b.inode = 6;
  EXPECT_TRUE(comes_before(a, b));
  b.path = "/A";
  EXPECT_TRUE(comes_before(b, a));
  b.path = "/\xc3\xa4";  // bytes, not letters, and as unsigned
  EXPECT_TRUE(comes_before(a, b));
}

TEST(Answer, SaysWhatIsNeverLookedAt) {
  Coverage coverage;
  coverage.until = Tier::confirm;
  const std::string looks = "how pictures look (no PDQ was taken)";
  using Parts = std::set<std::string>;
  EXPECT_EQ(never_examined(coverage),
            (Parts{looks, "inside containers", "slack space", "unallocated space"}));
  coverage.space_searched = true;
  EXPECT_EQ(never_examined(coverage), (Parts{looks, "inside containers"}));
  coverage.until = Tier::look;
  EXPECT_EQ(never_examined(coverage), Parts{looks});
  coverage.keeps_pictures = true;
  EXPECT_EQ(never_examined(coverage), Parts());
}

}  // namespace
}  // namespace winnow
