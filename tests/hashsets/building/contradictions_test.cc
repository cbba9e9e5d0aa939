#include "hashsets/building/contradictions.h"

#include <gtest/gtest.h>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::size_t kMd5 = 0;
constexpr std::size_t kSha1 = 1;
constexpr std::size_t kSha256 = 2;

// A content by the numbers of its invented digests, 0 for none.
class Contents {
 public:
  void see(std::uint64_t md5, std::uint64_t sha1, std::uint64_t sha256,
           std::uint32_t attribute) {
    const std::array<std::uint64_t, 3> numbers = {md5, sha1, sha256};
    std::array<Digest, 3> digests;
    std::array<Bytes, Contradictions::kParts> parts;
    for (std::size_t i = 0; i < 3; ++i) {
      if (numbers[i] == 0) continue;
      digests[i] = invented(kAlgorithms[i], numbers[i]);
      parts[i] = digests[i].bytes();
    }
    found.see_content(parts, attribute);
  }
  Contradictions found;
};

std::string hex_of(const std::vector<std::byte>& bytes) {
  return to_hex(bytes);
}

TEST(Contradictions, OneMd5OfTwoContentsIsOne) {
  Contents contents;
  contents.see(1, 1, 0, 5);
  contents.see(1, 2, 0, 6);
  contents.see(1, 0, 7, 7);
  contents.see(2, 2, 0, 5);
  ASSERT_EQ(contents.found.inconsistencies().size(), 1u);
  EXPECT_EQ(contents.found.inconsistency_count(), 1u);
  const auto& one = contents.found.inconsistencies()[0];
  EXPECT_EQ(one.part, kMd5);
  EXPECT_EQ(hex_of(one.key), invented_hex(Algorithm::md5, 1));
  EXPECT_EQ(one.other_part, kSha1);
  EXPECT_EQ(hex_of(one.first.value), invented_hex(Algorithm::sha1, 1));
  EXPECT_EQ(hex_of(one.second.value), invented_hex(Algorithm::sha1, 2));
  EXPECT_EQ(one.first.attribute, 5u);
  EXPECT_EQ(one.second.attribute, 6u);
}

// What lies between them knows neither value.
TEST(Contradictions, ContentsThatSayNothingDoNotHideOne) {
  Contents contents;
  contents.see(1, 1, 3, 0);
  contents.see(1, 1, 0, 0);
  contents.see(1, 0, 4, 0);
  ASSERT_EQ(contents.found.inconsistencies().size(), 1u);
  EXPECT_EQ(contents.found.inconsistencies()[0].other_part, kSha256);
}

TEST(Contradictions, WhereThereIsNoMd5TheSha1Tells) {
  Contents contents;
  contents.see(1, 9, 1, 0);
  contents.see(0, 9, 1, 0);
  contents.see(0, 9, 2, 0);
  contents.see(0, 0, 3, 0);
  contents.see(0, 0, 4, 0);
  ASSERT_EQ(contents.found.inconsistencies().size(), 1u);
  EXPECT_EQ(contents.found.inconsistencies()[0].part, kSha1);
}

TEST(Contradictions, AreCountedInFullAndListedInPart) {
  Contents contents;
  for (std::uint64_t i = 1; i <= 50; ++i) contents.see(1, i, i, 0);
  EXPECT_EQ(contents.found.inconsistency_count(), 49u);
  EXPECT_EQ(contents.found.inconsistencies().size(), Contradictions::kMostListed);
}

// An entry is found by each of its digests; whichever part came first, it is listed
// once.
TEST(Contradictions, ConflictsListEachEntryOnce) {
  Contradictions found;
  const auto add = [&](std::size_t part, std::uint32_t entry) {
    found.add_conflict(part, invented(kAlgorithms[part], entry).bytes(), 3, entry, 2);
  };
  for (std::uint32_t entry = 100; entry < 130; ++entry) add(kSha1, entry);
  for (const std::uint32_t entry : {100u, 7u}) add(kMd5, entry);
  const auto listed = found.conflicts();
  ASSERT_EQ(listed.size(), Contradictions::kMostListed);
  EXPECT_EQ(listed[0].entry, 100u);
  EXPECT_EQ(listed[0].part, kMd5);
  EXPECT_EQ(listed[1].entry, 7u);
  EXPECT_EQ(listed[2].entry, 101u);
  EXPECT_EQ(listed[19].entry, 118u);
  // The graver one, as attributes are numbered, stands first.
  EXPECT_EQ(listed[0].first.attribute, 2u);
  EXPECT_EQ(listed[0].second.attribute, 3u);
}

}  // namespace
}  // namespace winnow
