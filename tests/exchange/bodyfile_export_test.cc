#include "drivers/exchange/bodyfile_export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "tests/exchange/practice_exchange.h"

namespace winnow {
namespace {

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == by) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

TEST(BodyfileExport, EveryFileIsALineOfElevenFields) {
  PracticeExchange practice;
  std::vector<std::string> lines = split(practice.text_of(write_bodyfile), '\n');
  ASSERT_EQ(lines.back(), "");
  lines.pop_back();
  ASSERT_EQ(lines.size(), 6u);
  for (const std::string& line : lines) {
    const std::vector<std::string> fields = split(line, '|');
    ASSERT_EQ(fields.size(), 11u) << line;
    EXPECT_TRUE(fields[0] == "0" || fields[0].size() == 32) << line;
    for (const int number : {2, 4, 5, 6, 7, 8, 9, 10}) {
      const std::string& text = fields[static_cast<std::size_t>(number)];
      EXPECT_FALSE(text.empty());
      EXPECT_EQ(text.find_first_not_of("-0123456789"), std::string::npos) << line;
    }
    EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](unsigned char c) {
      return c < 0x20 || c == 0x7F;
    })) << line;
    EXPECT_TRUE(is_printable_utf8(line));
  }
}

TEST(BodyfileExport, NamesStayLegibleAndSayWhatIsDeleted) {
  PracticeExchange practice;
  const std::vector<std::string> lines = split(practice.text_of(write_bodyfile), '\n');
  const std::string md5 = hashed(0).digests.get(Algorithm::md5)->hex();
  EXPECT_EQ(lines[0], md5 + "|=AB/1:/volume-0/" + kScriptName +
                          "|100|r/r---------|0|0|5000|0|1700000000|-62135596801|"
                          "32503680000");
  EXPECT_EQ(lines[1].substr(33, lines[1].find("|101|") - 33),
            "=AB/1:/volume-0/=1+1\\x7cx.jpg (deleted-realloc)");
  EXPECT_NE(lines[2].find("a\\xff\\xfeline\\x0d\\x0a\\x01\\x1b[31m\\x7f"),
            std::string::npos);
  EXPECT_TRUE(lines[3].starts_with("0|"));  // it could not be read
}

TEST(BodyfileExport, MarksOfDirectionAreShown) {
  PracticeExchange practice;
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  ASSERT_TRUE(
      database->execute("UPDATE files SET path = '/volume-0/a\xE2\x80\xAEgpj.exe'"
                        " WHERE key & 4294967295 = 0"));
  EXPECT_NE(
      practice.text_of(write_bodyfile).find("|=AB/1:/volume-0/a\\u{202e}gpj.exe|"),
      std::string::npos);
}

TEST(BodyfileExport, WhatHasNoTimesIsSaidToBeLeftOut) {
  PracticeExchange practice;
  const std::string text = practice.text_of(write_bodyfile);
  EXPECT_EQ(text.find("c.jpg"), std::string::npos);
  ASSERT_FALSE(practice.exported.left_out.empty());
  EXPECT_TRUE(practice.exported.left_out[0].starts_with("1 content inside"));
}

}  // namespace
}  // namespace winnow
