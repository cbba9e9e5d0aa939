// A command is told without the exhibits that are nobody's business in this report.
#include "drivers/report/command_words.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(CommandWords, OptionsAndThisExhibitStay) {
  EXPECT_EQ(command_without("winnow scan a.img 'b c.img' /x/d.img --hashset list.txt",
                            {{"b c.img", "b c.img"}, {"d.img", "/x/d.img"}}),
            "winnow scan a.img --hashset list.txt ... and 2 more exhibits");
  EXPECT_EQ(command_without("winnow scan 'it'\\''s.img' --budget 90s", {}),
            "winnow scan 'it'\\''s.img' --budget 90s");
}

TEST(CommandWords, ReferencesOfOthersGoWithTheirOption) {
  EXPECT_EQ(command_without("winnow scan a b --exhibit-ref ONE --exhibit-ref 'T W' "
                            "--exhibit-ref=TWO",
                            {{"T W", "b"}}),
            "winnow scan a --exhibit-ref ONE --exhibit-ref=TWO ... and 1 more exhibit");
  EXPECT_EQ(
      command_without("winnow scan a 'b'\\''s' --exhibit-ref=ONE --exhibit-ref=TWO",
                      {{"TWO", "b's"}}),
      "winnow scan a --exhibit-ref=ONE ... and 1 more exhibit");
}

TEST(CommandWords, WhereOneCannotBeFoundNothingIsTold) {
  EXPECT_EQ(command_without("winnow scan a ./b", {{"b", "/home/b"}}),
            "of several exhibits: audit.jsonl has it");
  EXPECT_EQ(command_without("winnow scan a 'cut off", {{"b", "b"}}),
            "of several exhibits: audit.jsonl has it");
}

}  // namespace
}  // namespace winnow
