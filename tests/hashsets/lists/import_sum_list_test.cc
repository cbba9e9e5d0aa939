#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1 = "0123456789ABCDEF0123456789abcdef01234567";

TEST(SumList, TextAndBinaryMode) {
  EXPECT_EQ(outcome(parse_sum_row(kMd5 + "  a.jpg")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row(kMd5 + " *a.jpg")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row(kMd5 + "\ta.jpg")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row(kSha1 + "  a.jpg")),
            "0123456789abcdef0123456789abcdef01234567");
}

TEST(SumList, EscapedNames) {
  EXPECT_EQ(outcome(parse_sum_row("\\" + kMd5 + "  a\\nb.jpg")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row("\\\\" + kMd5 + "  a")),
            to_string(RowReason::not_a_digest));
}

TEST(SumList, SizesOfMd5deep) {
  EXPECT_EQ(outcome(parse_sum_row("    669416  " + kMd5 + "  /a.out")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row("0  " + kMd5 + "  /a.out")), kMd5);
  EXPECT_EQ(outcome(parse_sum_row("669416  669416  " + kMd5)),
            to_string(RowReason::not_a_digest));
  EXPECT_EQ(outcome(parse_sum_row("669416  a.jpg")),
            to_string(RowReason::not_a_digest));
}

TEST(SumList, ADigestOfDecimalDigitsIsNoSize) {
  const std::string digits(32, '7');
  EXPECT_EQ(outcome(parse_sum_row(digits + "  " + kMd5)), digits);
}

TEST(SumList, OtherAlgorithmsAreSaid) {
  EXPECT_EQ(outcome(parse_sum_row(std::string(128, 'a') + "  a.jpg")),
            to_string(RowReason::unused_algorithm));
  EXPECT_EQ(outcome(parse_sum_row(std::string(31, 'a') + "  a.jpg")),
            to_string(RowReason::not_a_digest));
  EXPECT_EQ(outcome(parse_sum_row("a.jpg  " + kMd5)),
            to_string(RowReason::not_a_digest));
}

TEST(SumList, ImportsInOrder) {
  const auto rows = import_text(
      import_sum_list, "\xEF\xBB\xBF" + kMd5 + "  a\r\n\\" + kSha1 + " *b\\nc\r\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[0].digests, kMd5);
  EXPECT_EQ(rows->taken[1].line, 2u);
  EXPECT_TRUE(rows->rejected.empty());
}

// A digest may be a number, and a small one.
TEST(SumList, ADigestThatIsASmallNumberIsNoSize) {
  const std::string digest = std::string(31, '0') + "1";
  EXPECT_EQ(outcome(parse_sum_row(digest + "  name")), digest);
  EXPECT_EQ(parse_sum_row("123  " + digest + "  name").size, 123u);
}

}  // namespace
}  // namespace winnow
