#include "base/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace winnow {
namespace {

TEST(Text, ValidUtf8StaysAsItIs) {
  for (const std::string text :
       {"", "plain", "gr\xC3\xBC\xC3\x9F", "\xE6\x97\xA5\xE6\x9C\xAC",
        "\xF0\x9F\x93\xB7", "\xC2\xA0", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(printable_utf8(text), text);
    EXPECT_TRUE(is_printable_utf8(text)) << text;
  }
}

TEST(Text, ControlCharactersAreSpelled) {
  EXPECT_EQ(printable_utf8("a\nb\x1B[2J\x7F"), "a\\x0ab\\x1b[2J\\x7f");
  EXPECT_EQ(printable_utf8(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable_utf8("\xC2\x9B"), "\\xc2\\x9b");  // a C1 control: CSI
}

TEST(Text, IllFormedSequencesAreSpelledByteByByte) {
  EXPECT_EQ(printable_utf8("\xC0\xAF"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable_utf8("\xE0\x80\x80"), "\\xe0\\x80\\x80");  // overlong
  EXPECT_EQ(printable_utf8("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable_utf8("\xF4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(printable_utf8("a\x80z"), "a\\x80z");
  EXPECT_EQ(printable_utf8("\xE6\x97"), "\\xe6\\x97");  // cut off
  EXPECT_EQ(printable_utf8("\xE6\x97z"), "\\xe6\\x97z");
}

TEST(Text, AnyBytesBecomePrintable) {
  constexpr unsigned kSeed = 99;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    std::string raw(random() % 12, '\0');
    for (char& c : raw) c = static_cast<char>(random());
    const std::string text = printable_utf8(raw);
    ASSERT_TRUE(is_printable_utf8(text)) << text;
    ASSERT_EQ(printable_utf8(text), text);
    ASSERT_EQ(is_printable_utf8(raw), text == raw) << text;
  }
}

TEST(Text, NumbersInGroupsOfThree) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(18446744073709551615u), "18,446,744,073,709,551,615");
}

}  // namespace
}  // namespace winnow
