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

// Of one file of some pages, whose views are as long as it likes.
struct ViewedImage {
  explicit ViewedImage(std::size_t size) : content(size, '\0') {
    std::mt19937 random(5);
    for (char& c : content) c = static_cast<char>(random());
    file = std::make_unique<MemoryFile>(content);
    std::vector<Segment> segments = {file->segment()};
    auto opened = open_raw_image(std::move(segments));
    EXPECT_TRUE(opened) << opened.error().line();
    image = std::move(opened).value();
  }

  std::string content;
  std::unique_ptr<MemoryFile> file;
  std::unique_ptr<Evidence> image;
};

TEST(RawImage, ViewsShowWhatIsRead) {
  const ViewedImage viewed(300'001);
  const std::vector<std::pair<std::size_t, std::size_t>> ranges = {
      {0, 300'001}, {0, 1}, {4095, 2}, {100'000, 70'000}, {120'000, 180'001}};
  std::vector<Bytes> views;
  for (const auto& [offset, length] : ranges) {  // they overlap
    const auto view = viewed.image->view(offset, length);
    ASSERT_TRUE(view) << offset;
    views.push_back(*view);
  }
  for (std::size_t i = 0; i < views.size(); ++i) {
    const auto& [offset, length] = ranges[i];
    EXPECT_EQ(text_of(views[i]), viewed.content.substr(offset, length)) << offset;
    viewed.image->give_back(views[i]);
  }
  // What was given back is there for the next.
  const auto again = viewed.image->view(5, 200'000);
  ASSERT_TRUE(again);
  EXPECT_EQ(text_of(*again), viewed.content.substr(5, 200'000));
}

TEST(RawImage, GivesNoViewWhereItCannotBeSureOfTheBytes) {
  const ViewedImage viewed(300'001);
  EXPECT_FALSE(viewed.image->view(300'000, 2));
  EXPECT_FALSE(viewed.image->view(~std::uint64_t{0}, 2));
  EXPECT_FALSE(viewed.image->view(0, 0));
  EXPECT_FALSE(SplitImage({100, 100}).image->view(0, 100));
  viewed.image->give_no_views();
  EXPECT_FALSE(viewed.image->view(0, 100'000));
}

// Whoever pulls a device away must not bring the process down with it.
TEST(RawImage, GivesNoViewOfWhatWasPulledAway) {
  const ViewedImage viewed(300'001);
  ASSERT_EQ(::ftruncate(viewed.file->fd(), 100'000), 0);
  EXPECT_FALSE(viewed.image->view(90'000, 150'000));
  std::vector<std::byte> target(150'000);
  const auto read = viewed.image->read(90'000, target);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().offset, 100'000u);
  const auto before = viewed.image->view(0, 90'000);
  ASSERT_TRUE(before);
  EXPECT_EQ(text_of(*before), viewed.content.substr(0, 90'000));
}

}  // namespace
}  // namespace winnow
