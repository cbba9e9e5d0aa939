#include "scanner/supervise/name_rules.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

constexpr char kHead[] = "winnow-indications 1\n";

std::string complaint(const std::string& lines) {
  const auto rules = NameRules::parse(kHead + lines, "own.txt");
  return rules ? "taken" : rules.error().line();
}

std::string id_of(const std::string& lines) {
  const auto rules = NameRules::parse(kHead + lines, "own.txt");
  EXPECT_TRUE(rules) << rules.error().line();
  return rules ? rules->id() : "";
}

TEST(NameRules, ALineIsARule) {
  const auto rules = NameRules::parse(
      "\xEF\xBB\xBFwinnow-indications 1\r\n"
      "# a remark\r\n"
      "\r\n"
      "vault-1\t|file | *.Vault |  encrypted container \r\n"
      "tor | folder | Tor Browser/DATA | browser | not one\n",
      "own.txt");
  ASSERT_FALSE(rules);  // five fields
  const auto two = NameRules::parse(
      "\xEF\xBB\xBFwinnow-indications 1\r\n"
      "# a remark\r\n"
      "\r\n"
      "vault-1\t|file | *.Vault |  encrypted container \r\n"
      "tor | folder | Tor Browser/DATA | anonymising browser",
      "own.txt");
  ASSERT_TRUE(two) << two.error().line();
  ASSERT_EQ(two->rules().size(), 2u);
  EXPECT_EQ(two->rules()[0].id, "vault-1");
  EXPECT_EQ(two->rules()[0].of, NameOf::file);
  EXPECT_EQ(two->rules()[0].parts, std::vector<std::string>{"*.vault"});
  EXPECT_EQ(two->rules()[0].words, "encrypted container");
  EXPECT_EQ(two->rules()[1].of, NameOf::folder);
  EXPECT_EQ(two->rules()[1].parts, (std::vector<std::string>{"tor browser", "data"}));
}

TEST(NameRules, ABadLineIsNamedWithItsRemedy) {
  const std::string good = "a | file | a.b | words\n";
  const std::string at = "own.txt: line 3: ";
  EXPECT_EQ(complaint(good), "taken");
  EXPECT_EQ(complaint(good + "b | file | a.b\n"),
            at + "must be: id | file or folder | pattern | what it hints at");
  EXPECT_EQ(complaint(good + "B b | file | a.b | w\n"),
            at + "the id must be 1 to 40 of a-z, 0-9 and -");
  EXPECT_EQ(complaint(good + std::string(41, 'b') + " | file | a.b | w\n"),
            at + "the id must be 1 to 40 of a-z, 0-9 and -");
  EXPECT_EQ(complaint(good + "a | file | c.d | w\n"),
            at + "the id a stands above already");
  EXPECT_EQ(complaint(good + "b | path | a.b | w\n"),
            at + "the second field must be file or folder");
  EXPECT_EQ(complaint(good + "b | file | | w\n"),
            at + "the pattern must have 1 to 200 bytes");
  EXPECT_EQ(complaint(good + "b | file | " + std::string(201, 'x') + " | w\n"),
            at + "the pattern must have 1 to 200 bytes");
  EXPECT_EQ(complaint(good + "b | file | *?/* | w\n"),
            at + "the pattern fits every name; put in at least one letter of the name");
  for (const char* pattern : {"/a", "a/", "a//b"}) {
    EXPECT_EQ(complaint(good + "b | file | " + pattern + " | w\n"),
              at + "the pattern has an empty part; leave out / at its ends and double "
                   "ones");
  }
  EXPECT_EQ(complaint(good + "b | file | a.b | \n"),
            at + "what it hints at must be said in 1 to 100 bytes");
  for (const char* words : {"w\xFF", "w\x1b[2J", "w\tw"}) {
    EXPECT_EQ(complaint(good + "b | file | a.b | " + words + "\n"),
              at + "is not plain text in UTF-8; save the list as such");
  }
}

TEST(NameRules, AListSaysWhatItIsAndHoldsSomething) {
  const auto other = NameRules::parse("a | file | a.b | w\n", "own.txt");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().line(), "own.txt: line 1: must be \"winnow-indications 1\"");
  EXPECT_FALSE(NameRules::parse("", "own.txt"));
  EXPECT_FALSE(NameRules::parse("winnow-indications 2\n", "own.txt"));
  EXPECT_EQ(complaint("# nothing\n"),
            "own.txt: holds no rule; for none use --no-indications");
  std::string many;
  for (int i = 0; i < 10'001; ++i) {
    many += "r" + std::to_string(i) + " | file | a" + std::to_string(i) + " | w\n";
  }
  EXPECT_EQ(complaint(many),
            "own.txt: line 10002: has more than 10,000 rules; leave some out");
}

TEST(NameRules, TheIdIsOfTheRulesAlone) {
  const std::string id = id_of("a | file | x.y | words\n");
  EXPECT_EQ(id.size(), 64u);
  EXPECT_EQ(id_of("# remark\n\na|file|X.Y|words"), id);
  for (const char* other : {"b | file | x.y | words\n", "a | folder | x.y | words\n",
                            "a | file | x/y | words\n", "a | file | x.y | word\n",
                            "a | file | x.y | words\nb | file | x.z | words\n"}) {
    EXPECT_NE(id_of(other), id) << other;
  }
  EXPECT_EQ(NameRules().id(), "");
}

TEST(NameRules, TheShippedOnesAreGood) {
  const auto rules = NameRules::parse(shipped_name_rules(), "shipped");
  ASSERT_TRUE(rules) << rules.error().line();
  EXPECT_GT(rules->rules().size(), 50u);
}

TEST(NameRules, AreReadFromAFile) {
  const TempFolder folder;
  const auto rules = read_name_rules(
      folder.write("own.txt", std::string(kHead) + "a | file | x.y | words\n"));
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->rules().size(), 1u);
  const auto none = read_name_rules(folder.path("none.txt"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, FaultKind::missing);
}

}  // namespace
}  // namespace winnow
