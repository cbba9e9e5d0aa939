#include "tests/fuzz/standing_text.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(StandingText, OfJsonHasItsEscapesResolved) {
  EXPECT_EQ(folded_json(R"({"MD5":"\u0041b\/\\u0041"})"), R"({"md5":"ab/\u0041"})");
  EXPECT_EQ(folded_json(R"("\u00e9\)"), R"("?\)");
}

TEST(StandingText, OfXmlHasNoMarkup) {
  EXPECT_EQ(folded_xml("<md5 a='>'>A<!-- b > c -->&#66;<![CDATA[<c>]]>&#x64;</md5>e"),
            "ab<c>de");
  EXPECT_EQ(folded_xml("a<?b ?>c<!-- d"), "ac");
  EXPECT_EQ(folded_xml("&#99999;&#;"), "??");
}

TEST(StandingText, LinesHaveNoEnds) {
  const TextLines whole = lines_of(
      "\xEF\xBB\xBF"
      "a\r\n\nb\r");
  EXPECT_EQ(whole.lines, (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_FALSE(whole.terminated);
  EXPECT_TRUE(lines_of("a\n").terminated);
  EXPECT_TRUE(lines_of("").lines.empty());
}

TEST(StandingText, OfADatabaseMayGoOnOnAnotherPage) {
  std::string file(1024, '.');
  file.replace(300, 3, "abc");
  file.replace(512 + 4, 3, "def");
  EXPECT_TRUE(stands_in_database(file, "abc"));
  EXPECT_TRUE(stands_in_database(file, "abcdef"));
  EXPECT_FALSE(stands_in_database(file, "abcdeg"));
  EXPECT_FALSE(stands_in_database(file, "defabc"));
}

}  // namespace
}  // namespace winnow
