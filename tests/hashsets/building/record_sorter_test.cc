#include "hashsets/building/record_sorter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace winnow {
namespace {

// The oracle is std::sort over strings, which compare as unsigned bytes do.
std::vector<std::string> sorted_by_us(const std::vector<std::string>& records,
                                      std::size_t length, std::uint64_t memory_bytes) {
  SortMemory memory(memory_bytes, testing::TempDir());
  RecordSorter sorter(memory, length);
  for (const std::string& record : records) {
    EXPECT_TRUE(sorter.add(bytes_of(record)));
  }
  EXPECT_EQ(sorter.count(), records.size());
  EXPECT_TRUE(sorter.sort());
  std::vector<std::string> sorted;
  while (!sorter.current().empty()) {
    sorted.emplace_back(text_of(sorter.current()));
    EXPECT_TRUE(sorter.advance());
  }
  return sorted;
}

// `kinds` different bytes a place: few make many equal records and equal beginnings.
std::vector<std::string> records(std::size_t count, std::size_t length, int kinds,
                                 unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> pick(0, kinds - 1);
  std::vector<std::string> all(count, std::string(length, '\0'));
  for (std::string& record : all) {
    for (char& c : record) c = static_cast<char>(pick(random) * 255 / (kinds - 1));
  }
  return all;
}

TEST(RecordSorter, NothingIsNothing) {
  EXPECT_TRUE(sorted_by_us({}, 8, 1 << 20).empty());
}

TEST(RecordSorter, AnyLengthInAnyMemory) {
  for (const std::size_t length : {4, 7, 8, 9, 21, 108}) {
    for (const std::size_t count : {1, 2, 3000, 40'000}) {
      for (const std::uint64_t memory :
           {std::uint64_t{1} << 16, std::uint64_t{1} << 30}) {
        auto all = records(count, length, 256, static_cast<unsigned>(count + length));
        const auto sorted = sorted_by_us(all, length, memory);
        std::sort(all.begin(), all.end());
        ASSERT_EQ(sorted, all) << count << " of " << length << " in " << memory;
      }
    }
  }
}

// All in one bucket, and most of them equal.
TEST(RecordSorter, RecordsThatBeginAlike) {
  for (const int kinds : {2, 3}) {
    auto all = records(30'000, 12, kinds, 5);
    for (std::string& record : all) record.replace(0, 10, 10, 'x');
    const auto sorted = sorted_by_us(all, 12, 1 << 17);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(sorted, all);
  }
}

TEST(RecordSorter, SeveralShareTheirMemory) {
  SortMemory memory(1 << 18, testing::TempDir());
  RecordSorter wide(memory, 32);
  RecordSorter narrow(memory, 5);
  auto of_wide = records(20'000, 32, 256, 1);
  auto of_narrow = records(20'000, 5, 256, 2);
  for (std::size_t i = 0; i < of_wide.size(); ++i) {
    ASSERT_TRUE(wide.add(bytes_of(of_wide[i])));
    ASSERT_TRUE(narrow.add(bytes_of(of_narrow[i])));
  }
  std::sort(of_wide.begin(), of_wide.end());
  std::sort(of_narrow.begin(), of_narrow.end());
  ASSERT_TRUE(wide.sort());
  ASSERT_TRUE(narrow.sort());
  for (std::size_t i = 0; i < of_wide.size(); ++i) {
    ASSERT_EQ(text_of(wide.current()), of_wide[i]);
    ASSERT_EQ(text_of(narrow.current()), of_narrow[i]);
    ASSERT_TRUE(wide.advance());
    ASSERT_TRUE(narrow.advance());
  }
  EXPECT_TRUE(wide.current().empty());
}

TEST(RecordSorter, NoRoomForRunsIsAFault) {
  SortMemory memory(1 << 16, std::string("/nowhere/at/all"));
  RecordSorter sorter(memory, 16);
  const std::vector<std::byte> record(16);
  Result<void> added;
  for (int i = 0; i < 100'000 && added; ++i) added = sorter.add(record);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().place, "/nowhere/at/all");
}

}  // namespace
}  // namespace winnow
