#include "base/text_pieces.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(TextPieces, AreTrimmedOfBlanks) {
  EXPECT_EQ(trimmed(" \t a b\t "), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \t "), "");
  EXPECT_EQ(trimmed(" a\r"), "a\r");
  EXPECT_EQ(trimmed(" a\r\n", " \r\n"), "a");
  EXPECT_EQ(trimmed("\r\n", "\r\n"), "");
}

TEST(TextPieces, AreJoined) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(joined({"a", "b"}, "; "), "a; b");
}

}  // namespace
}  // namespace winnow
