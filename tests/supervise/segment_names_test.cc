#include "scanner/supervise/segment_names.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace winnow {
namespace {

using Names = std::vector<std::string>;

Names found(const std::string& first, const Names& folder) {
  const auto segments = segments_of(first, folder);
  EXPECT_TRUE(segments) << segments.error().line();
  return segments ? *segments : Names{};
}

std::string complaint(const std::string& first, const Names& folder) {
  const auto segments = segments_of(first, folder);
  return segments ? "none" : segments.error().what;
}

TEST(SegmentNames, AFileByItself) {
  for (const char* name :
       {"disk.raw", "disk", "disk.vmdk", "disk.aff", ".E01", "e01", "disk.E0",
        "disk.E001", "disk.12", "disk.X01", "a.1234567"}) {
    EXPECT_EQ(found(name, {name, "disk.E01", "disk.E02", "disk.001"}), Names{name});
  }
}

TEST(SegmentNames, SiblingsInOrder) {
  const Names folder = {"b.E01", "a.E03", "a.E01", "a.E02", "a.e04", "a.txt", "a.E1"};
  EXPECT_EQ(found("a.E01", folder), (Names{"a.E01", "a.E02", "a.E03"}));
  EXPECT_EQ(found("a.e01", {"a.e01", "a.e02", "a.E03"}), (Names{"a.e01", "a.e02"}));
  EXPECT_EQ(found("a.Ex01", {"a.Ex01", "a.Ex02", "a.E02"}),
            (Names{"a.Ex01", "a.Ex02"}));
  EXPECT_EQ(found("a.001", {"a.002", "a.001", "a.1", "a.0003"}),
            (Names{"a.001", "a.002"}));
  EXPECT_EQ(found("a.000", {"a.000", "a.001"}), (Names{"a.000", "a.001"}));
  EXPECT_EQ(found("a.aa", {"a.aa", "a.ab", "a.gz"}), (Names{"a.aa", "a.ab"}));
}

TEST(SegmentNames, EwfNumbersGoOnWithLetters) {
  const auto naming = SegmentNaming::of("a.E01");
  ASSERT_TRUE(naming);
  EXPECT_EQ(naming->name_of(99), "a.E99");
  EXPECT_EQ(naming->name_of(100), "a.EAA");
  EXPECT_EQ(naming->name_of(100 + 675), "a.EZZ");
  EXPECT_EQ(naming->name_of(100 + 676), "a.FAA");
  EXPECT_EQ(naming->name_of(100 + 22 * 676 - 1), "a.ZZZ");
  EXPECT_EQ(naming->name_of(100 + 22 * 676), "");
  const auto ex = SegmentNaming::of("a.Ex01");
  ASSERT_TRUE(ex);
  EXPECT_EQ(ex->name_of(100), "a.ExAA");
  EXPECT_EQ(ex->name_of(100 + 3 * 676 - 1), "a.EzZZ");
  EXPECT_EQ(ex->name_of(100 + 3 * 676), "");
}

TEST(SegmentNames, NamesAndNumbersAreInverse) {
  for (const char* first :
       {"a.E01", "a.e01", "a.s01", "a.Ex01", "a.ex01", "a.001", "a.0001", "a.aa"}) {
    const auto naming = SegmentNaming::of(first);
    ASSERT_TRUE(naming) << first;
    for (std::uint32_t number = 1; number < 1500; ++number) {
      const std::string name = naming->name_of(number);
      if (name.empty()) continue;
      ASSERT_EQ(naming->number_of(name), number) << name;
    }
  }
}

TEST(SegmentNames, EveryGapIsNamed) {
  Names all;
  const auto naming = SegmentNaming::of("a.E01");
  for (std::uint32_t number = 1; number <= 120; ++number) {
    all.push_back(naming->name_of(number));
  }
  EXPECT_EQ(found("a.E01", all).size(), 120u);
  for (std::size_t gap = 1; gap + 1 < all.size(); ++gap) {
    Names folder = all;
    folder.erase(folder.begin() + static_cast<std::ptrdiff_t>(gap));
    EXPECT_EQ(complaint("a.E01", folder),
              "segment " + all[gap] + " is missing; put it into the same folder");
  }
}

TEST(SegmentNames, ALaterSegmentIsNotTheFirst) {
  EXPECT_EQ(complaint("a.E02", {"a.E01", "a.E02"}),
            "is a later segment of an image; give the first one, a.E01");
  EXPECT_EQ(complaint("a.002", {"a.001", "a.002"}),
            "is a later segment of an image; give the first one, a.001");
  EXPECT_EQ(complaint("a.001", {"a.000", "a.001"}),
            "is a later segment of an image; give the first one, a.000");
  EXPECT_EQ(complaint("a.E02", {"a.E02", "a.E03"}),
            "the first segment a.E01 is missing; put it into the same folder");
}

TEST(SegmentNames, AnEndingThatOnlyLooksLikeANumber) {
  EXPECT_EQ(found("disk.2023", {"disk.2023"}), Names{"disk.2023"});
  EXPECT_EQ(found("disk.gz", {"disk.gz"}), Names{"disk.gz"});
}

TEST(SegmentNames, TheFolderNeedNotBeReadable) {
  EXPECT_EQ(found("a.E01", {}), Names{"a.E01"});
}

}  // namespace
}  // namespace winnow
