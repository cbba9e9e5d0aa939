#include "drivers/answers/plain_table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "drivers/answers/line_layout.h"

namespace winnow {
namespace {

PlainTable practice_table() {
  PlainTable table({"lane", "examined", "not possible", "holding (95 % interval)"}, 1);
  table.add({"A", "12", "0", "1 of 12, 8.33 % (1.48 to 35.39)"});
  table.add({"B", "1,204", "17", "none"});
  return table;
}

TEST(PlainTable, IsAsWideAsItsCells) {
  EXPECT_EQ(practice_table().text(),
            "  lane  examined  not possible          holding (95 % interval)\n"
            "  A           12             0  1 of 12, 8.33 % (1.48 to 35.39)\n"
            "  B        1,204            17                             none\n");
}

TEST(PlainTable, BreaksTheWidestCellsToFit) {
  EXPECT_EQ(practice_table().text(44),
            "  lane  examined  not possible   holding (95\n"
            "                                 % interval)\n"
            "  A           12             0      1 of 12,\n"
            "                                8.33 % (1.48\n"
            "                                   to 35.39)\n"
            "  B        1,204            17          none\n");
}

TEST(PlainTable, StandsCellByCellWhereItsWordsDoNotFit) {
  EXPECT_EQ(practice_table().text(30),
            "  lane: A\n"
            "  examined: 12\n"
            "  not possible: 0\n"
            "  holding (95 % interval): 1 of 12, 8.33 % (1.48 to 35.39)\n"
            "\n"
            "  lane: B\n"
            "  examined: 1,204\n"
            "  not possible: 17\n"
            "  holding (95 % interval): none\n");
}

TEST(PlainTable, FitsAnyWidthThatHoldsItsWords) {
  PlainTable table({"what", "exhibit", "why"}, 3);
  table.add({"overdue", "a-very-long-reference-of-an-exhibit-\u5199\u771f.E01",
             "to be started by 2024-01-02; winnow disposition REF --to assigned"});
  for (std::size_t width = 42; width < 140; ++width) {
    std::istringstream lines(table.text(width));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(columns_of(line), width) << line;
    }
  }
}

}  // namespace
}  // namespace winnow
