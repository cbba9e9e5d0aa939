// The escape kit: what a hostile text may not do.
#include "base/text_pieces.h"
#include "drivers/report/html_text.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(HtmlText, LeavesNothingThatHtmlCouldTakeForMarkup) {
  EXPECT_EQ(html_text("<script>alert(\"1\")</script> & 'x'"),
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;");
  EXPECT_EQ(html_text("plain, \u00e9 \u043f \u2713"), "plain, \u00e9 \u043f \u2713");
}

TEST(HtmlText, WritesOutWhatSteersAText) {
  EXPECT_EQ(html_text("a\u202egpj.exe"), "a\\u{202e}gpj.exe");
  EXPECT_EQ(visible_text("\u2066x\u2069\u200b\ufeff\u2028"),
            "\\u{2066}x\\u{2069}\\u{200b}\\u{feff}\\u{2028}");
  EXPECT_EQ(visible_text(std::string("a\0\x1b[2Jb\n\xff", 9)),
            "a\\x00\\x1b[2Jb\\x0a\\xff");
  EXPECT_EQ(visible_text("\U000e0041"), "\\u{e0041}");
}

TEST(HtmlText, AStringOfAStyleSheetCannotBeLeft) {
  EXPECT_EQ(css_string("a\"} *{x:y}</style>"),
            "\"a\\22 \\7d  \\2a \\7b x\\3a y\\7d \\3c \\2f style\\3e \"");
  EXPECT_EQ(css_string("\u00e9"), "\"\\e9 \"");
}

TEST(HtmlText, ShortensByCharacters) {
  EXPECT_EQ(cut_short("\u00e9\u00e9\u00e9", 3), "\u00e9\u00e9\u00e9");
  EXPECT_EQ(cut_short("\u00e9\u00e9\u00e9", 2), "\u00e9\u00e9\u2026");
}

TEST(HtmlText, Base64OfKnownAnswers) {  // RFC 4648, section 10
  EXPECT_EQ(base64_text(""), "");
  EXPECT_EQ(base64_text("f"), "Zg==");
  EXPECT_EQ(base64_text("fo"), "Zm8=");
  EXPECT_EQ(base64_text("foo"), "Zm9v");
  EXPECT_EQ(base64_text("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace winnow
