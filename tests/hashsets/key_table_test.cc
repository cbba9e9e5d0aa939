#include "hashsets/key_table.h"

#include <gtest/gtest.h>

#include "hashsets/building/set_writer.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

Digest md5(std::uint64_t number) {
  return invented(Algorithm::md5, number);
}

// Entries 0 to 99, and three more with the MD5 of entry 7.
Result<WsetSections> sections_in(const TempFolder& folder) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("a");
  for (std::uint64_t i = 0; i < 103; ++i) {
    ListRow row;
    row.digests = digests_of({md5(i < 100 ? i : 7)});
    row.code = static_cast<std::int64_t>(i);
    EXPECT_TRUE(writer.add(row));
  }
  EXPECT_TRUE(writer.settle());
  const auto image = image_of(writer, SetType::notable);
  const auto fd = open_read_only(folder.write("set.wset", text_of(image)));
  EXPECT_TRUE(fd);
  auto mapping = Mapping::of(fd->get(), "set.wset");
  EXPECT_TRUE(mapping);
  return WsetSections::open(std::move(*mapping), "set.wset");
}

TEST(KeyTable, RunsAreAllTheEntriesOfADigest) {
  const TempFolder folder;
  const auto file = sections_in(folder);
  ASSERT_TRUE(file);
  const auto table = KeyTable::open(*file, Algorithm::md5);
  ASSERT_TRUE(table && *table);
  EXPECT_EQ((*table)->count(), 103u);
  const auto run = (*table)->find(md5(7).bytes());
  ASSERT_TRUE(run);
  std::vector<std::uint32_t> entries;
  for (std::uint64_t i = run->first; i < run->last; ++i) {
    entries.push_back(*(*table)->entry_at(i));
  }
  // Entries of one digest stand side by side.
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_EQ(entries[3], entries[0] + 3);
  for (const std::uint32_t entry : entries) {
    EXPECT_TRUE(*(*table)->names_entry(*run, entry)) << entry;
  }
  for (const std::uint32_t entry : {entries[0] - 1, entries[3] + 1, 103u}) {
    EXPECT_FALSE(*(*table)->names_entry(*run, entry)) << entry;
  }
}

TEST(KeyTable, WhatIsNotListedHasNoRun) {
  const TempFolder folder;
  const auto file = sections_in(folder);
  ASSERT_TRUE(file);
  const auto table = KeyTable::open(*file, Algorithm::md5);
  ASSERT_TRUE(table && *table);
  // Many, so that some pass the filter and are turned away by the keys.
  for (std::uint64_t i = 1000; i < 6000; ++i) {
    const auto run = (*table)->find(md5(i).bytes());
    ASSERT_TRUE(run);
    ASSERT_TRUE(run->empty()) << i;
  }
}

TEST(KeyTable, AbsentAlgorithmsHaveNoTable) {
  const TempFolder folder;
  const auto file = sections_in(folder);
  ASSERT_TRUE(file);
  const auto table = KeyTable::open(*file, Algorithm::sha1);
  ASSERT_TRUE(table);
  EXPECT_FALSE(*table);
}

}  // namespace
}  // namespace winnow
