#include "scanner/ledger/file_table.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

TEST(FileTable, KeepsWhatItWasGiven) {
  FileTable table;
  FileRecord first = file_record(0);
  first.times.modified = Instant{5, 6};
  first.times.created = Instant{-7, 8};
  FileRecord second = file_record(1);
  second.runs = {{0, 10}, {winnow::Run::kHole, 20}, {30, 40}};
  second.times.accessed = Instant{9, 0};
  second.times.changed = Instant{10, 0};
  table.add(first);
  table.add(second);
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table[0].path, first.path);
  EXPECT_EQ(table.runs(0), first.runs);
  EXPECT_EQ(table.times(0).modified, first.times.modified);
  EXPECT_EQ(table.times(0).created, first.times.created);
  EXPECT_FALSE(table.times(0).accessed);
  EXPECT_EQ(table[1].path, second.path);
  EXPECT_EQ(table.runs(1), second.runs);
  EXPECT_EQ(table.times(1).accessed, second.times.accessed);
  EXPECT_EQ(table.times(1).changed, second.times.changed);
  EXPECT_FALSE(table.times(1).modified);
}

TEST(FileTable, PathsStayWhereTheyAre) {
  FileTable table;
  std::string long_path(700'000, 'x');
  for (FileId id = 0; id < 3000; ++id) {
    FileRecord file = file_record(id);
    file.path = "/" + std::to_string(id) + std::string(1000, 'y');
    if (id % 1000 == 5) file.path = "/" + std::to_string(id) + long_path;
    table.add(file);
  }
  const FileTable moved = std::move(table);
  for (FileId id = 0; id < 3000; ++id) {
    const std::string expected = "/" + std::to_string(id) +
                                 (id % 1000 == 5 ? long_path : std::string(1000, 'y'));
    ASSERT_EQ(moved[id].path, expected) << id;
  }
}

TEST(FileTable, ReasonsAreKeptOnceAndFound) {
  FileTable table;
  for (FileId id = 0; id < 4; ++id) table.add(file_record(id));
  table.set_outcome(0, FileOutcome::failed, "broke");
  table.set_outcome(1, FileOutcome::skipped, "empty");
  table.set_outcome(2, FileOutcome::failed, "broke");
  EXPECT_EQ(table.reason(0), "broke");
  EXPECT_EQ(table.reason(1), "empty");
  EXPECT_EQ(&table.reason(2), &table.reason(0));
  EXPECT_EQ(table.reason(3), "");
  EXPECT_TRUE(table[2].outcome_known);
  EXPECT_FALSE(table[3].outcome_known);
  EXPECT_EQ(table[3].outcome, FileOutcome::unvisited);
}

}  // namespace
}  // namespace winnow
