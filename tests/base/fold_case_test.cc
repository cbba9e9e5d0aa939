#include "base/fold_case.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(FoldCase, CapitalLettersBecomeSmallOnes) {
  EXPECT_EQ(fold_case("Tor Browser-13.EXE"), "tor browser-13.exe");
  EXPECT_EQ(fold_case("ÄÖÜ ÀÞ Ÿ ŁŻ Őű"), "äöü àþ ÿ łż őű");
  EXPECT_EQ(fold_case("ΑΣ Ά ς"), "ασ ά σ");
  EXPECT_EQ(fold_case("Папка ЁЖ Ґ"), "папка ёж ґ");
  EXPECT_EQ(fold_case("ԱՖ"), "աֆ");
  EXPECT_EQ(fold_case("Ạ ＡＺ ƠƯ"), "ạ ａｚ ơư");
}

TEST(FoldCase, AllElseStays) {
  for (const char* text :
       {"", "a/b.c", "×÷ßİı", "図 🙂", "@[`{", "\xC3", "\xE2\x82"}) {
    EXPECT_EQ(fold_case(text), text);
  }
}

TEST(FoldCase, ALetterKeepsItsLengthAndIsFoldedOnce) {
  for (unsigned letter = 0x80; letter < 0x10000; ++letter) {
    if (letter >= 0xD800 && letter < 0xE000) continue;
    std::string text;
    if (letter < 0x800) {
      text = {static_cast<char>(0xC0 | letter >> 6),
              static_cast<char>(0x80 | (letter & 0x3F))};
    } else {
      text = {static_cast<char>(0xE0 | letter >> 12),
              static_cast<char>(0x80 | (letter >> 6 & 0x3F)),
              static_cast<char>(0x80 | (letter & 0x3F))};
    }
    const std::string folded = fold_case(text);
    ASSERT_EQ(folded.size(), text.size()) << letter;
    ASSERT_EQ(fold_case(folded), folded) << letter;
  }
}

}  // namespace
}  // namespace winnow
