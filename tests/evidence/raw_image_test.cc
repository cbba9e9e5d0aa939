#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "scanner/evidence/containers.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

// A raw image split at the given lengths, each byte telling its place.
struct SplitImage {
  explicit SplitImage(const std::vector<std::size_t>& lengths) {
    std::string content;
    std::vector<Segment> segments;
    for (const std::size_t length : lengths) {
      std::string part;
      for (std::size_t i = 0; i < length; ++i) {
        part += static_cast<char>((content.size() + i) * 7 + 1);
      }
      content += part;
      files.push_back(std::make_unique<MemoryFile>(
          part, "part" + std::to_string(files.size() + 1)));
      segments.push_back(files.back()->segment());
    }
    expected.assign(bytes_of(content).begin(), bytes_of(content).end());
    auto opened = open_raw_image(std::move(segments));
    EXPECT_TRUE(opened) << opened.error().line();
    image = std::move(opened).value();
  }

  std::vector<std::unique_ptr<MemoryFile>> files;
  std::vector<std::byte> expected;
  std::unique_ptr<Evidence> image;
};

TEST(RawImage, JoinsItsParts) {
  const SplitImage split({100, 1, 700, 0, 13});
  EXPECT_EQ(split.image->size_bytes(), 814u);
  EXPECT_EQ(whole_of(*split.image), split.expected);
}

TEST(RawImage, ReadsAnyRangeAcrossParts) {
  const SplitImage split({0, 5, 0, 0, 3, 64, 1, 9, 0});
  const std::size_t size = split.expected.size();
  for (std::size_t from = 0; from <= size; ++from) {
    for (std::size_t length = 0; length <= size - from; ++length) {
      std::vector<std::byte> got(length, std::byte{0xEE});
      ASSERT_TRUE(split.image->read(from, got)) << from << " + " << length;
      const auto expected = Bytes(split.expected).subspan(from, length);
      ASSERT_TRUE(std::equal(got.begin(), got.end(), expected.begin()))
          << from << " + " << length;
    }
  }
}

TEST(RawImage, RefusesWhatLiesBeyondItsEnd) {
  const SplitImage split({100, 100});
  std::vector<std::byte> target(10);
  for (const std::uint64_t offset :
       {std::uint64_t{191}, std::uint64_t{200}, std::uint64_t{201},
        ~std::uint64_t{0} - 9, ~std::uint64_t{0}}) {
    const auto read = split.image->read(offset, target);
    ASSERT_FALSE(read) << offset;
    EXPECT_EQ(read.error().kind, FaultKind::truncated) << offset;
    EXPECT_EQ(read.error().offset, std::max<std::uint64_t>(offset, 200)) << offset;
  }
  EXPECT_TRUE(split.image->read(190, target));
  EXPECT_TRUE(split.image->read(200, MutableBytes(target).first(0)));
}

TEST(RawImage, NamesThePartAndTheByteOfTheImageThatCannotBeRead) {
  const SplitImage split({100, 100, 100});
  ASSERT_EQ(::ftruncate(split.files[1]->fd(), 40), 0);  // pulled away while in use
  std::vector<std::byte> target(200);
  const auto read = split.image->read(50, target);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().place, "part2");
  EXPECT_EQ(read.error().offset, 140u);
}

}  // namespace
}  // namespace winnow
