#include "tests/hostile/image_mutation.h"

#include <gtest/gtest.h>

#include <set>

namespace winnow::hostile {
namespace {

TEST(ImageMutation, metadata_is_what_is_structured_and_not_marked) {
  std::string image(5 * kSectorBytes, '\0');  // of which the first stays empty
  image.replace(kSectorBytes, kSectorBytes, marked_content(1, kSectorBytes));
  image[2 * kSectorBytes + 511] = 'x';
  image.replace(3 * kSectorBytes, kSectorBytes, std::string(kSectorBytes, '\xFF'));
  for (std::size_t i = 0; i < kSectorBytes; ++i) {  // text
    image[4 * kSectorBytes + i] = static_cast<char>('a' + i % 26);
  }
  const Metadata metadata = find_metadata(bytes_of(image));
  EXPECT_EQ(metadata.sectors, std::vector<std::uint64_t>{2 * kSectorBytes});
  EXPECT_EQ(metadata.in_use, std::vector<std::uint64_t>{2 * kSectorBytes + 511});
}

TEST(ImageMutation, every_sector_of_content_is_marked_and_contents_differ) {
  const std::string content = marked_content(7, 5 * kSectorBytes + 20);
  EXPECT_EQ(content.size(), 5 * kSectorBytes + 20);
  for (std::size_t at = 0; at < content.size(); at += kSectorBytes) {
    EXPECT_EQ(content.compare(at, kContentMark.size(), kContentMark), 0) << at;
  }
  EXPECT_NE(content, marked_content(8, content.size()));
}

TEST(ImageMutation, changes_are_few_in_metadata_and_repeat) {
  const Metadata metadata{{1024, 4096}, {1024, 1030, 4607}};
  std::set<std::size_t> sizes;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    const auto changes = mutation(5, "ext2", number, metadata);
    ASSERT_GE(changes.size(), 1u);
    ASSERT_LE(changes.size(), kMostBytesChanged);
    sizes.insert(changes.size());
    for (const Change& change : changes) {
      const std::uint64_t sector = change.offset / kSectorBytes * kSectorBytes;
      ASSERT_TRUE(sector == 1024 || sector == 4096) << change.offset;
    }
    const auto again = mutation(5, "ext2", number, metadata);
    ASSERT_EQ(again.size(), changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
      ASSERT_EQ(again[i].offset, changes[i].offset);
      ASSERT_EQ(again[i].value, changes[i].value);
    }
  }
  EXPECT_EQ(*sizes.begin(), 1u);
  EXPECT_EQ(*sizes.rbegin(), kMostBytesChanged);
}

TEST(ImageMutation, seeds_differ_by_each_of_their_parts) {
  EXPECT_NE(seed_of(1, "a", 1), seed_of(2, "a", 1));
  EXPECT_NE(seed_of(1, "a", 1), seed_of(1, "b", 1));
  EXPECT_NE(seed_of(1, "a", 1), seed_of(1, "a", 2));
}

}  // namespace
}  // namespace winnow::hostile
