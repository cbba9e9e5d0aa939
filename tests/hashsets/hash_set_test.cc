#include "hashsets/hash_set.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

Digest md5(std::uint64_t number) {
  return invented(Algorithm::md5, number);
}
Digest sha1(std::uint64_t number) {
  return invented(Algorithm::sha1, number);
}
Digest sha256(std::uint64_t number) {
  return invented(Algorithm::sha256, number);
}

TEST(SetTypes, AreSpelledOneWay) {
  for (const SetType type : {SetType::notable, SetType::known, SetType::ignore}) {
    EXPECT_EQ(parse_set_type(to_string(type)), type);
  }
  EXPECT_STREQ(to_string(SetType::notable), "notable");
  EXPECT_FALSE(parse_set_type("Notable"));
  EXPECT_FALSE(parse_set_type(""));
}

// One record of three digests, one of MD5 alone, one of SHA-1 alone.
const std::string kList = "md5,sha1,sha256,category,label\n" + md5(1).hex() + "," +
                          sha1(1).hex() + "," + sha256(1).hex() + ",3,first\n" +
                          md5(2).hex() + ",,,,\n," + sha1(3).hex() + ",,0,\n";

std::optional<SetMatch> match(const HashSet& set, const Digests& digests) {
  const auto found = set.find(digests);
  EXPECT_TRUE(found) << found.error().line();
  return found ? *found : std::nullopt;
}

TEST(HashSet, SaysWhatItIs) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->name(), "invented");
  EXPECT_EQ(set->type(), SetType::notable);
  EXPECT_EQ(set->entry_count(), 3u);
  EXPECT_EQ(set->digest_count(Algorithm::md5), 2u);
  EXPECT_EQ(set->digest_count(Algorithm::sha256), 1u);
  EXPECT_EQ(set->algorithms(), AlgorithmSet::all());
  EXPECT_TRUE(set->verify());
}

TEST(HashSet, FindsEachDigest) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  EXPECT_EQ(*set->find(md5(1)), 0u);
  EXPECT_EQ(*set->find(sha1(1)), 0u);
  EXPECT_EQ(*set->find(sha256(1)), 0u);
  EXPECT_EQ(*set->find(md5(2)), 1u);
  EXPECT_EQ(*set->find(sha1(3)), 2u);
  EXPECT_FALSE(set->find(sha1(2))->has_value());
  EXPECT_FALSE(set->find(md5(3))->has_value());
  EXPECT_FALSE(set->find(sha256(2))->has_value());
}

TEST(HashSet, EntriesSayWhatTheListSaid) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  const auto first = set->entry(0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->code, 3);
  EXPECT_EQ(first->label, "first");
  EXPECT_EQ(first->source, "list");
  EXPECT_EQ(first->profile, "");
  EXPECT_EQ(set->entry(1)->code, std::nullopt);
  EXPECT_EQ(set->entry(2)->code, 0);
  const auto beyond = set->entry(3);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, FaultKind::usage);
}

TEST(HashSet, TheStrongestDigestThatAgreesIsNamed) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  const auto all = match(*set, digests_of({md5(1), sha1(1), sha256(1)}));
  ASSERT_TRUE(all);
  EXPECT_EQ(all->entry, 0u);
  EXPECT_EQ(all->algorithm, Algorithm::sha256);
  EXPECT_FALSE(all->inconsistent);
  EXPECT_EQ(match(*set, digests_of({md5(1), sha1(1)}))->algorithm, Algorithm::sha1);
  EXPECT_EQ(match(*set, digests_of({md5(1)}))->algorithm, Algorithm::md5);
  // The entry knows no SHA-256, so nothing there can contradict.
  const auto md5_only = match(*set, digests_of({md5(2), sha256(77)}));
  ASSERT_TRUE(md5_only);
  EXPECT_EQ(md5_only->algorithm, Algorithm::md5);
  EXPECT_FALSE(md5_only->inconsistent);
  EXPECT_FALSE(match(*set, digests_of({md5(7), sha1(7), sha256(7)})));
  EXPECT_FALSE(match(*set, Digests{}));
}

TEST(HashSet, DigestsThatDisagreeAreInconsistentAndNoHit) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  // Each one of the three is another's.
  for (const Digests& digests :
       {digests_of({md5(9), sha1(1), sha256(1)}),
        digests_of({md5(1), sha1(9), sha256(1)}),
        digests_of({md5(1), sha1(1), sha256(9)}), digests_of({md5(1), sha1(9)}),
        digests_of({md5(9), sha256(1)})}) {
    const auto found = match(*set, digests);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 0u);
    EXPECT_TRUE(found->inconsistent);
  }
  EXPECT_EQ(match(*set, digests_of({md5(1), sha1(9)}))->algorithm, Algorithm::md5);
  EXPECT_EQ(match(*set, digests_of({md5(9), sha1(1), sha256(9)}))->algorithm,
            Algorithm::sha1);
}

TEST(HashSet, DigestsOfDifferentEntriesAreNotOneRecord) {
  const TempFolder folder;
  const auto set =
      built_set(folder, "md5,sha1\n" + md5(1).hex() + "," + sha1(1).hex() + "\n" +
                            md5(2).hex() + "," + sha1(2).hex() + "\n");
  ASSERT_TRUE(set);
  const auto found = match(*set, digests_of({md5(1), sha1(2)}));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->inconsistent);
}

TEST(HashSet, AnEntryThatAgreesOutweighsOneThatDoesNot) {
  const TempFolder folder;
  // The same MD5 twice: beside another SHA-1, then alone.
  const auto set = built_set(folder, "md5,sha1\n" + md5(1).hex() + "," + sha1(1).hex() +
                                         "\n" + md5(1).hex() + ",\n");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->entry_count(), 2u);
  const auto found = match(*set, digests_of({md5(1), sha1(5)}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->entry, 1u);
  EXPECT_EQ(found->algorithm, Algorithm::md5);
  EXPECT_FALSE(found->inconsistent);
}

TEST(HashSet, MovesWithItsContent) {
  const TempFolder folder;
  auto set = built_set(folder, kList);
  ASSERT_TRUE(set);
  HashSet moved = std::move(*set);
  EXPECT_EQ(*moved.find(md5(1)), 0u);
  auto other = built_set(folder, md5(8).hex() + "\n");
  ASSERT_TRUE(other);
  moved = std::move(*other);
  EXPECT_EQ(*moved.find(md5(8)), 0u);
  EXPECT_FALSE(moved.find(md5(1))->has_value());
}

TEST(HashSet, OutlivesItsDescriptorAndItsName) {
  const TempFolder folder;
  const auto set = built_set(folder, kList);  // the descriptor is closed by now
  ASSERT_TRUE(set);
  ASSERT_EQ(::unlink(folder.path("set.wset").c_str()), 0);
  EXPECT_EQ(*set->find(md5(2)), 1u);
}

TEST(HashSet, AnyThreadMayAsk) {
  const TempFolder folder;
  std::string list;
  constexpr std::uint64_t kCount = 6'000;  // many pages, each met first by some thread
  for (std::uint64_t i = 0; i < kCount; ++i) list += md5(i).hex() + "\n";
  const auto set = built_set(folder, list);
  ASSERT_TRUE(set);
  const auto numbers = entry_numbers(Algorithm::md5, kCount);
  std::atomic<std::uint64_t> right = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = 0; i < kCount; i += 1 + t) {
        const auto listed = set->find(md5(i));
        const auto other = set->find(md5(i + kCount));
        if (listed && *listed == numbers[i] && other && !*other) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, kCount + kCount / 2 + (kCount + 2) / 3 + kCount / 4);
}

TEST(HashSet, OtherFilesAreRefusedWithTheReason) {
  const TempFolder folder;
  for (const std::string& content :
       {std::string(), std::string("x"), std::string(4096, 'x'), md5(1).hex() + "\n"}) {
    const auto set = open_set(folder.write("other", content));
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().kind, FaultKind::malformed);
    EXPECT_NE(set.error().what.find("not a compiled hash set"), std::string::npos);
    EXPECT_EQ(set.error().place, folder.path("other"));
  }
}

}  // namespace
}  // namespace winnow
