#include "drivers/web/page_words.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

TEST(PageWords, AreThoseOfThePage) {
  EXPECT_EQ(on_the_page("to view a picture needs a reason; say it with --reason"),
            "to view a picture needs a reason; give it");
  EXPECT_EQ(on_the_page("it has to be assigned to somebody; say to whom with "
                        "--to-examiner"),
            "it has to be assigned to somebody; name the examiner");
  EXPECT_EQ(on_the_page("--at 2026-01-02 lies before, and --at 2026-01-03 too"),
            "the time 2026-01-02 lies before, and the time 2026-01-03 too");
  EXPECT_EQ(on_the_page("holds another device as A; name this one with --exhibit-ref"),
            "holds another device as A; take this one in under another reference");
  EXPECT_EQ(on_the_page("a scan is at work already"), "a scan is at work already");
  EXPECT_EQ(on_the_page("no known date (winnow rematch with an issue of the same name "
                        "that is in date, made by winnow hashset build with --released "
                        "or --imported-at; or scan again)"),
            "no known date (the unit compares it anew with an issue of the same name "
            "whose day is stated and in date; or scan it again with one)");
}

// Whatever the judges of what the page can ask for may say names no option on the page.
TEST(PageWords, NoCommandOfTheRulesIsLeft) {
  const std::regex command("winnow [a-z]+|--");
  const std::regex text(R"re("([^"\\\n]*)")re");
  // Texts go on over lines: what stands between two quotation marks and blanks is one.
  const std::regex seam(R"("\s*\n\s*")");
  for (const char* name :
       {"rule_kit", "decision_rules", "disposition_rules", "return_rules"}) {
    const std::string source = std::regex_replace(
        TempFolder::read(std::string(DECISIONS_FOLDER "/") + name + ".cc"), seam, "");
    ASSERT_NE(source, "") << name;
    for (std::sregex_iterator one(source.begin(), source.end(), text), end; one != end;
         ++one) {
      // Said to who makes the first administrator, which no page does.
      if (one->str(1).find("--grant") != std::string::npos) continue;
      if (one->str(1).find("(winnow verify)") != std::string::npos) continue;
      if (one->str(1) == "--") continue;  // put before an option's name
      EXPECT_FALSE(std::regex_search(on_the_page(one->str(1)), command))
          << name << ": " << on_the_page(one->str(1));
    }
  }
}

}  // namespace
}  // namespace winnow
