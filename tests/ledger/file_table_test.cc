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
  EXPECT_EQ(table.path(0), first.path);
  EXPECT_EQ(table.outline(0).size, first.size);
  EXPECT_EQ(table.list()[0].runs, first.runs);
  EXPECT_EQ(table.list()[0].times.modified, first.times.modified);
  EXPECT_EQ(table.list()[0].times.created, first.times.created);
  EXPECT_FALSE(table.list()[0].times.accessed);
  EXPECT_EQ(table.path(1), second.path);
  EXPECT_EQ(table.list()[1].runs, second.runs);
  EXPECT_EQ(table.list()[1].times.accessed, second.times.accessed);
  EXPECT_EQ(table.list()[1].times.changed, second.times.changed);
  EXPECT_FALSE(table.list()[1].times.modified);
}

TEST(FileTable, PathsAreKeptWhateverTheirLength) {
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
    ASSERT_EQ(moved.path(id), expected) << id;
  }
}

TEST(FileTable, OutcomesAndReasonsAreKept) {
  FileTable table;
  for (FileId id = 0; id < 4; ++id) table.add(file_record(id));
  table.set_outcome(0, FileOutcome::failed, "broke");
  table.set_outcome(1, FileOutcome::skipped, "empty");
  table.set_outcome(2, FileOutcome::failed, "broke");
  EXPECT_EQ(table.reason(0), "broke");
  EXPECT_EQ(table.reason(1), "empty");
  EXPECT_EQ(table.reason(2).data(), table.reason(0).data()) << "kept once";
  EXPECT_EQ(table.reason(3), "");
  EXPECT_EQ(table.outcome(2), FileOutcome::failed);
  EXPECT_TRUE(table.is_outcome_known(2));
  EXPECT_FALSE(table.is_outcome_known(3));
  EXPECT_EQ(table.outcome(3), FileOutcome::unvisited);
}

TEST(FileTable, WhatATierSettledMayBecomeKnown) {
  FileTable table;
  for (FileId id = 0; id < 3; ++id) table.add(file_record(id));
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    table.settle(1, static_cast<FileOutcome>(i), "so far");
    EXPECT_EQ(table.outcome(1), static_cast<FileOutcome>(i));
  }
  EXPECT_TRUE(table.is_settled(1));
  EXPECT_FALSE(table.is_outcome_known(1));
  table.set_known_benign(1);
  table.set_outcome(1, FileOutcome::hashed, "");
  EXPECT_EQ(table.outcome(1), FileOutcome::hashed);
  EXPECT_EQ(table.reason(1), "");
  EXPECT_TRUE(table.is_settled(1) && table.is_outcome_known(1));
  EXPECT_TRUE(table.is_known_benign(1));
  EXPECT_FALSE(table.is_settled(0) || table.is_settled(2));
  EXPECT_FALSE(table.is_known_benign(0) || table.is_outcome_known(2));
}

}  // namespace
}  // namespace winnow
