#include "scanner/match/tier_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/hashsets/learned_sets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kListedSize = 5000;
constexpr std::uint64_t kOtherSize = 7777;

std::string listed_content() {
  return invented_bytes(1, kListedSize);
}

HeadKey head_of(const std::string& content) {
  return head_key(bytes_of(content).first(kBlockLength));
}

// What a set knows of its contents. The digests of the list are of no content here.
enum Power { kDigests, kSizes, kContents, kContentsAndDigests, kContentsAndSizes };
constexpr Power kPowers[] = {kDigests, kSizes, kContents, kContentsAndDigests,
                             kContentsAndSizes};

HashSet set_of(Power power, SetType type = SetType::notable) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("list");
  if (power >= kContents) add_content(writer, {listed_content()});
  if (power != kContents) {
    ListRow row;
    row.digests.set(invented(Algorithm::sha256, 1));
    if (power == kSizes || power == kContentsAndSizes) row.size = kListedSize;
    EXPECT_TRUE(writer.add(row));
  }
  EXPECT_TRUE(writer.settle());
  auto set = open_bytes(image_of(writer, type));
  EXPECT_TRUE(set);
  return std::move(*set);
}

std::vector<HashSet> sets_of(const std::vector<Power>& powers) {
  std::vector<HashSet> sets;
  for (const Power power : powers) sets.push_back(set_of(power));
  return sets;
}

FileRecord live_file(std::uint64_t size) {
  FileRecord file;
  file.size = size;
  file.runs = {{0, size}};
  return file;
}

// Of a listed size, and of which the size says nothing all the same.
std::vector<FileRecord> files_of_no_size() {
  FileRecord deleted = live_file(kOtherSize);
  deleted.allocated = false;
  FileRecord uncertain = live_file(kOtherSize);
  uncertain.uncertain = true;
  FileRecord compressed = live_file(kOtherSize);
  compressed.content = ContentKind::library;
  return {deleted, uncertain, compressed};
}

Need size_need(const std::vector<HashSet>& sets, const FileRecord& file) {
  const auto rules = TierRules::of(sets);
  EXPECT_TRUE(rules);
  const auto need = rules->by_size(file);
  EXPECT_TRUE(need);
  return *need;
}

Need head_need(const std::vector<HashSet>& sets, const FileFacts& file,
               const HeadKey& key) {
  const auto rules = TierRules::of(sets);
  EXPECT_TRUE(rules);
  const auto needs = rules->by_head({&file, 1}, {&key, 1});
  EXPECT_TRUE(needs);
  EXPECT_EQ(needs->size(), 1u);
  return needs->front();
}

TEST(TierRules, AFileOfAListedSizeIsLookedAt) {
  const Need needs[] = {Need::waiting, Need::whole, Need::head, Need::head,
                        Need::whole};
  for (const Power power : kPowers) {
    const auto sets = sets_of({power});
    EXPECT_EQ(size_need(sets, live_file(kListedSize)), needs[power]) << power;
    FileRecord resident = live_file(kListedSize);
    resident.content = ContentKind::resident;
    EXPECT_EQ(size_need(sets, resident), needs[power]) << power;
  }
}

TEST(TierRules, ALiveFileOfAnotherSizeIsSettledWhereAllSizesAreKnown) {
  const Need needs[] = {Need::waiting, Need::nothing, Need::nothing, Need::head,
                        Need::nothing};
  for (const Power power : kPowers) {
    EXPECT_EQ(size_need(sets_of({power}), live_file(kOtherSize)), needs[power])
        << power;
  }
}

TEST(TierRules, ASizeSaysNothingOfWhatIsDeletedUncertainOrCompressed) {
  const Need needs[] = {Need::waiting, Need::waiting, Need::head, Need::head,
                        Need::head};
  for (const Power power : kPowers) {
    const auto sets = sets_of({power});
    for (const FileRecord& file : files_of_no_size()) {
      EXPECT_EQ(size_need(sets, file), needs[power]) << power;
    }
  }
}

TEST(TierRules, OfSeveralSetsTheOneThatNeedsMostDecides) {
  const FileRecord listed = live_file(kListedSize);
  const FileRecord other = live_file(kOtherSize);
  const FileRecord deleted = files_of_no_size().front();
  EXPECT_EQ(size_need(sets_of({kContents, kDigests}), other), Need::waiting);
  EXPECT_EQ(size_need(sets_of({kContents, kDigests}), listed), Need::head);
  EXPECT_EQ(size_need(sets_of({kContents, kSizes}), listed), Need::whole);
  EXPECT_EQ(size_need(sets_of({kContents, kSizes}), other), Need::nothing);
  EXPECT_EQ(size_need(sets_of({kSizes, kContents}), deleted), Need::head);
  EXPECT_EQ(size_need(sets_of({kSizes, kDigests}), other), Need::waiting);
}

TEST(TierRules, WhatBeginsLikeAListedContentIsReadWhole) {
  for (const Power power : {kContents, kContentsAndDigests, kContentsAndSizes}) {
    const auto sets = sets_of({power});
    for (const FileRecord& file : files_of_no_size()) {
      EXPECT_EQ(head_need(sets, file, head_of(listed_content())), Need::whole) << power;
    }
  }
}

TEST(TierRules, AnotherBeginningSettlesOnlyWhereAllBeginningsAreKnown) {
  const HeadKey other = head_of(invented_bytes(2, kListedSize));
  const FileRecord listed = live_file(kListedSize);
  const FileRecord deleted = files_of_no_size().front();
  EXPECT_EQ(head_need(sets_of({kContents}), listed, other), Need::nothing);
  EXPECT_EQ(head_need(sets_of({kContents}), deleted, other), Need::nothing);
  EXPECT_EQ(head_need(sets_of({kContentsAndDigests}), listed, other), Need::waiting);
  EXPECT_EQ(head_need(sets_of({kContentsAndDigests}), deleted, other), Need::waiting);
  EXPECT_EQ(head_need(sets_of({kContentsAndSizes}), deleted, other), Need::waiting);
  EXPECT_EQ(head_need(sets_of({kContents, kDigests}), listed, other), Need::waiting);
  EXPECT_EQ(head_need(sets_of({kDigests, kContents}), listed, other), Need::waiting);
  EXPECT_EQ(head_need(sets_of({kSizes, kContents}), deleted, other), Need::waiting);
  EXPECT_EQ(
      head_need(sets_of({kDigests, kContents}), listed, head_of(listed_content())),
      Need::whole);
}

TEST(TierRules, AnswersForManyFilesAtOnce) {
  const auto sets = sets_of({kContents});
  const auto rules = TierRules::of(sets);
  ASSERT_TRUE(rules);
  const FileRecord file = live_file(kListedSize);
  const FileFacts files[] = {file, file, file};
  const HeadKey known = head_of(listed_content());
  const HeadKey other = head_of(invented_bytes(2, kListedSize));
  const HeadKey keys[] = {other, known, other};
  const auto needs = rules->by_head(files, keys);
  ASSERT_TRUE(needs);
  EXPECT_EQ(*needs, (std::vector<Need>{Need::nothing, Need::whole, Need::nothing}));
  EXPECT_TRUE(rules->by_head({}, {})->empty());
}

TEST(TierRules, OnlyNotableSetsAreAsked) {
  for (const SetType type : {SetType::known, SetType::ignore}) {
    std::vector<HashSet> sets;
    sets.push_back(set_of(kDigests, type));
    sets.push_back(set_of(kContents, type));
    EXPECT_EQ(size_need(sets, live_file(kListedSize)), Need::nothing);
    const auto rules = TierRules::of(sets);
    ASSERT_TRUE(rules);
    EXPECT_FALSE(rules->settle_files());
    EXPECT_FALSE(rules->know_blocks());
  }
}

TEST(TierRules, SayWhatTheSetsCanSettle) {
  for (const Power power : kPowers) {
    const auto sets = sets_of({kDigests, power});
    const auto rules = TierRules::of(sets);
    ASSERT_TRUE(rules);
    EXPECT_EQ(rules->settle_files(), power != kDigests) << power;
    EXPECT_EQ(rules->know_blocks(), power >= kContents) << power;
  }
  const auto none = TierRules::of({});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->settle_files());
}

// A function of exhibit and set alone, whatever other sets there are.
TEST(TierRules, ThePromisedTierIsThatOfTheSet) {
  const Tier listed[] = {Tier::everything, Tier::confirm, Tier::confirm,
                         Tier::everything, Tier::confirm};
  const Tier deleted[] = {Tier::everything, Tier::everything, Tier::confirm,
                          Tier::everything, Tier::everything};
  for (const Power power : kPowers) {
    const auto sets = sets_of({kContents, power});
    const auto rules = TierRules::of(sets);
    ASSERT_TRUE(rules);
    EXPECT_EQ(*rules->tier_of(1, live_file(kListedSize)), listed[power]) << power;
    for (const FileRecord& file : files_of_no_size()) {
      EXPECT_EQ(*rules->tier_of(1, file), deleted[power]) << power;
    }
  }
}

// What a tier promises to meet it does meet: such a file is never settled before.
TEST(TierRules, WhatIsMetEarlyIsNeverSettledAway) {
  const FileRecord listed = live_file(kListedSize);
  for (const Power first : kPowers) {
    for (const Power second : kPowers) {
      const auto sets = sets_of({first, second});
      const auto rules = TierRules::of(sets);
      ASSERT_TRUE(rules);
      const bool is_early = *rules->tier_of(0, listed) == Tier::confirm;
      Need need = size_need(sets, listed);
      EXPECT_NE(need, Need::nothing) << first << second;
      if (need == Need::head) need = head_need(sets, listed, head_of(listed_content()));
      if (is_early) {
        EXPECT_EQ(need, Need::whole) << first << second;
      }
    }
  }
}

TEST(TierRules, ADamagedSetIsAFault) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("list");
  add_content(writer, {listed_content()});
  ASSERT_TRUE(writer.settle());
  auto bytes = image_of(writer, SetType::notable);
  const Layout layout = layout_of(bytes);
  const std::uint64_t sizes = layout.sections.at(0x200).offset;
  bytes[static_cast<std::size_t>(sizes)] ^= std::byte{1};
  std::vector<HashSet> sets;
  auto set = open_bytes(bytes);
  ASSERT_TRUE(set);
  sets.push_back(std::move(*set));
  const auto rules = TierRules::of(sets);
  EXPECT_FALSE(rules && rules->by_size(live_file(kListedSize)));
}

}  // namespace
}  // namespace winnow
