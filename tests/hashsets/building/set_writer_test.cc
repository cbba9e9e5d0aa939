#include "hashsets/building/set_writer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hashsets/wset_format.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

ListRow row_of(std::initializer_list<Digest> digests,
               std::optional<std::int64_t> code = std::nullopt,
               std::string_view label = {}) {
  ListRow row;
  row.digests = digests_of(digests);
  row.code = code;
  row.label = label;
  return row;
}

Digest md5(std::uint64_t number) {
  return invented(Algorithm::md5, number);
}

TEST(SetWriter, CountsEntriesAndDigests) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("a");
  EXPECT_TRUE(writer.add(row_of({md5(1), invented(Algorithm::sha1, 1)})));
  EXPECT_TRUE(writer.add(row_of({md5(2)})));
  EXPECT_TRUE(writer.add(row_of({})));
  const auto counts = writer.settle();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->entries, 2u);
  EXPECT_EQ(counts->digests, (std::array<std::uint64_t, 3>{2, 1, 0}));
  EXPECT_EQ(counts->duplicates, 0u);
}

TEST(SetWriter, OnlyRowsThatSayTheSameAreDuplicates) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("a");
  EXPECT_TRUE(writer.add(row_of({md5(1)}, 1)));
  EXPECT_TRUE(writer.add(row_of({md5(1)}, 1)));       // a duplicate
  EXPECT_TRUE(writer.add(row_of({md5(1)}, 2)));       // another category
  EXPECT_TRUE(writer.add(row_of({md5(1)})));          // no category
  EXPECT_TRUE(writer.add(row_of({md5(1)}, 1, "x")));  // another label
  EXPECT_TRUE(
      writer.add(row_of({md5(1), invented(Algorithm::sha1, 1)}, 1)));  // another record
  writer.begin_source("b");
  EXPECT_TRUE(writer.add(row_of({md5(1)}, 2)));  // a duplicate, from another source
  const auto counts = writer.settle();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->entries, 5u);
  EXPECT_EQ(counts->duplicates, 2u);
}

TEST(SetWriter, AConflictIsACodeAgainstAnother) {
  const auto conflicts = [](std::initializer_list<ListRow> rows) {
    SetWriter writer(kTestMemory, testing::TempDir());
    writer.begin_source("a");
    for (const ListRow& row : rows) EXPECT_TRUE(writer.add(row));
    return writer.settle()->conflicts;
  };
  EXPECT_EQ(conflicts({row_of({md5(1)}, 1), row_of({md5(1)}, 2)}), 1u);
  EXPECT_EQ(conflicts({row_of({md5(1)}, 1), row_of({md5(2)}, 2)}), 0u);
  EXPECT_EQ(conflicts({row_of({md5(1)}), row_of({md5(1)}, 2)}), 0u);
  EXPECT_EQ(conflicts({row_of({md5(1)}, 0), row_of({md5(1)}, 1)}), 1u);
  EXPECT_EQ(conflicts({row_of({md5(1)}, 1, "x"), row_of({md5(1)}, 1, "y")}), 0u);
  EXPECT_EQ(conflicts({row_of({md5(1)}, std::nullopt, "x"),
                       row_of({md5(1)}, std::nullopt, "y")}),
            1u);
  // Once an entry, though two of its digests are listed twice.
  const Digest sha1 = invented(Algorithm::sha1, 1);
  EXPECT_EQ(conflicts({row_of({md5(1), sha1}, 1), row_of({md5(1), sha1}, 2)}), 1u);
  // Codes of two profiles do not agree by having one number.
  ListRow other = row_of({md5(1)}, 1);
  other.profile = "another";
  EXPECT_EQ(conflicts({row_of({md5(1)}, 1), other}), 1u);
}

TEST(SetWriter, ProfilesReachTheEntry) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("a");
  ListRow row = row_of({md5(1)}, 1, "label");
  row.profile = "an invented profile";
  EXPECT_TRUE(writer.add(row));
  ASSERT_TRUE(writer.settle());
  const TempFolder folder;
  const auto set = open_bytes(image_of(writer, SetType::known));
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(set->entry(0)->profile, "an invented profile");
  EXPECT_EQ(set->type(), SetType::known);
  EXPECT_EQ(set->import_record_json(), "{}");
}

TEST(SetWriter, LongLabelsAreCutAtAWholeCharacter) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("a");
  std::string label(1023, 'x');
  label += "\xC3\xBC and more";
  EXPECT_TRUE(writer.add(row_of({md5(1)}, std::nullopt, label)));
  ASSERT_TRUE(writer.settle());
  const TempFolder folder;
  const auto set = open_bytes(image_of(writer, SetType::known));
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(set->entry(0)->label, std::string(1023, 'x'));
}

TEST(SetWriter, ASetMayBeEmpty) {
  SetWriter writer(kTestMemory, testing::TempDir());
  ASSERT_TRUE(writer.settle());
  const TempFolder folder;
  const auto set = open_bytes(image_of(writer, SetType::known));
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(set->entry_count(), 0u);
  EXPECT_TRUE(set->algorithms().empty());
  EXPECT_FALSE(set->find(md5(1))->has_value());
  EXPECT_TRUE(set->verify());
}

// Every number of keys around the steps of the bucket table, and keys in its outermost
// buckets.
TEST(SetWriter, EverySmallSizeIsFoundWhole) {
  const TempFolder folder;
  for (std::uint64_t count = 1; count <= 70; ++count) {
    SetWriter writer(kTestMemory, testing::TempDir());
    writer.begin_source("a");
    std::vector<Digest> all;
    for (std::uint64_t i = 0; i < count; ++i) all.push_back(md5(i));
    all[0].value.fill(std::byte{0});
    for (std::size_t i = 0; i < 16; ++i) all.back().value[i] = std::byte{0xFF};
    std::sort(all.begin(), all.end());  // as entries are numbered
    for (const Digest& digest : all) EXPECT_TRUE(writer.add(row_of({digest})));
    ASSERT_TRUE(writer.settle());
    const auto set = open_bytes(image_of(writer, SetType::known));
    ASSERT_TRUE(set) << set.error().line();
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_EQ(*set->find(all[i]), i) << count;
  }
}

}  // namespace
}  // namespace winnow
