#include "hashsets/lists/stix_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace winnow {
namespace {

std::string parsed(std::string_view pattern) {
  std::vector<StixHash> hashes;
  if (!parse_stix_pattern(pattern, hashes)) return "not simple";
  std::string text;
  for (const StixHash& hash : hashes) {
    text.append(hash.name).append("=").append(hash.value).append(" ");
  }
  return text;
}

TEST(StixPattern, ListsJoinedByOr) {
  EXPECT_EQ(parsed("[file:hashes.'SHA-256' = 'aa']"), "SHA-256=aa ");
  EXPECT_EQ(parsed("[file:hashes.MD5='aa' OR file:hashes.'SHA-1'  =\n'bb']"),
            "MD5=aa SHA-1=bb ");
  EXPECT_EQ(parsed(" [ file:hashes.MD5 = 'a' ] OR [file:hashes.MD5 = 'b' OR "
                   "file:hashes.MD5 = 'c'] "),
            "MD5=a MD5=b MD5=c ");
}

TEST(StixPattern, AllElseIsNotSimple) {
  for (const char* pattern :
       {"",
        "[]",
        "x",
        "[file:hashes.MD5 = 'a'",
        "file:hashes.MD5 = 'a'",
        "[file:hashes.MD5 = 'a' AND file:hashes.'SHA-1' = 'b']",
        "[file:hashes.MD5 = 'a'] AND [file:hashes.MD5 = 'b']",
        "[file:hashes.MD5 = 'a'] FOLLOWEDBY [file:hashes.MD5 = 'b']",
        "[file:hashes.MD5 = 'a'] WITHIN 5 SECONDS",
        "[file:hashes.MD5 != 'a']",
        "[NOT file:hashes.MD5 = 'a']",
        "[file:hashes.MD5 NOT = 'a']",
        "[file:hashes.MD5 IN ('a','b')]",
        "[file:hashes.MD5 LIKE 'a%']",
        "([file:hashes.MD5 = 'a'])",
        "[file:name = 'a']",
        "[file:hashes.MD5 = 'a' OR file:name = 'a']",
        "[file:hashes.MD5 = 'a' OR]",
        "[file:hashes.MD5 = 'a'] OR",
        "[file:hashes.MD5 = 'a'] ORx [file:hashes.MD5 = 'b']",
        "[file:hashes.MD5 = 'a\\'']",
        "[file:hashes.MD5 = a]",
        "[file:hashes. = 'a']",
        "[file:hashes.'MD5 = 'a']"}) {
    EXPECT_EQ(parsed(pattern), "not simple") << pattern;
  }
}

}  // namespace
}  // namespace winnow
