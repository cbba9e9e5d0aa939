#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/digester.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/opened_ewf2.h"

namespace winnow {
namespace {

// Reads `rounds` ranges anywhere, all of which must be right.
void expect_random_reads(const Evidence& image, Bytes content, std::uint32_t seed,
                         int rounds) {
  std::mt19937 random(seed);
  for (int i = 0; i < rounds; ++i) {
    const std::size_t from = random() % content.size();
    const std::size_t most = std::min<std::size_t>(content.size() - from, 9000);
    std::vector<std::byte> got(random() % most + 1);
    const auto read = image.read(from, got);
    ASSERT_TRUE(read) << read.error().line();
    ASSERT_TRUE(std::equal(got.begin(), got.end(),
                           content.begin() + static_cast<std::ptrdiff_t>(from)))
        << "seed " << seed << " round " << i;
  }
}

bool has(const Metadata& metadata, const char* key, const std::string& value) {
  return std::find(metadata.begin(), metadata.end(),
                   std::pair<std::string, std::string>(key, value)) != metadata.end();
}

TEST(Ewf2Image, GivesItsContentHoweverItIsStored) {
  const auto content = mixed_content(20 * 1024 + 512, 1024);  // the last chunk is short
  for (const bool compress : {true, false}) {
    for (const bool patterns : {true, false}) {
      for (const bool fill : {true, false}) {
        for (const std::uint64_t per_segment : {std::uint64_t{1} << 40, 4000ul, 1ul}) {
          Ewf2Shape shape = small_chunks();
          shape.compress = compress;
          shape.compress_text = compress;
          shape.pattern_fill = patterns;
          shape.fill_last_chunk = fill;
          shape.bytes_per_segment = per_segment;
          const MadeEwf2 made = make_ewf2(content, shape);
          EXPECT_EQ(made.segments.size() > 1, per_segment <= 4000);
          const OpenedEwf2 image(made.segments);
          ASSERT_TRUE(image.opened) << image.opened.error().line();
          EXPECT_EQ(image.opened->record.kind, kEwf2Kind);
          EXPECT_EQ(image.opened->record.bytes, content.size());
          EXPECT_EQ(whole_of(image.image()), content);
        }
      }
    }
  }
}

TEST(Ewf2Image, ReadsAnyRangeOverBordersOfChunksAndSegments) {
  const auto content = mixed_content(60 * 1024, 1024);
  Ewf2Shape shape = small_chunks();
  shape.bytes_per_segment = 6000;
  const OpenedEwf2 image(make_ewf2(content, shape).segments);
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  ASSERT_GT(image.files.size(), 3u);
  expect_random_reads(image.image(), content, kEwf2Seed, 2000);
  std::vector<std::byte> one(1);
  const auto beyond = image.image().read(content.size(), one);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, FaultKind::truncated);
}

TEST(Ewf2Image, ReadsChunksOfTheUsualSizeAndLargeSectors) {
  Ewf2Shape shape;
  shape.bytes_per_sector = 4096;
  shape.sectors_per_chunk = 8;
  const auto content = mixed_content(9 * 32768 + 4096, 32768);
  const OpenedEwf2 image(make_ewf2(content, shape).segments);
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  EXPECT_EQ(whole_of(image.image()), content);
  expect_random_reads(image.image(), content, kEwf2Seed, 500);
}

TEST(Ewf2Image, ServesEightThreadsAtOnce) {
  const auto content = mixed_content(300 * 1024, 1024);
  Ewf2Shape shape = small_chunks();
  shape.chunks_per_table = 20;
  shape.bytes_per_segment = 20000;
  const OpenedEwf2 image(make_ewf2(content, shape).segments);
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < 8; ++t) {
    threads.emplace_back(
        [&, t] { expect_random_reads(image.image(), content, kEwf2Seed + t, 400); });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Ewf2Image, CarriesWhatIsSaidOfTheAcquisition) {
  const auto content = mixed_content(8192, 1024);
  Ewf2Shape shape = small_chunks();
  shape.bad_sectors = {{1, 2}, {5, 1}};
  const OpenedEwf2 image(make_ewf2(content, shape).segments);
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  const Metadata& metadata = image.opened->record.metadata;
  EXPECT_TRUE(has(metadata, "acq.case_number", "case 7"));
  EXPECT_TRUE(has(metadata, "acq.evidence_number", "E1"));
  EXPECT_TRUE(has(metadata, "acq.description", "description"));
  EXPECT_TRUE(has(metadata, "acq.examiner", "A. Examiner"));
  EXPECT_TRUE(has(metadata, "acq.notes", "two\\x0Alines") ||
              has(metadata, "acq.notes", "two\\x0alines"));
  EXPECT_TRUE(has(metadata, "acq.acquired_at_raw", "1700000000"));
  EXPECT_TRUE(has(metadata, "acq.device_serial", "S-123"));
  EXPECT_TRUE(has(metadata, "acq.device_model", "Invented disk"));
  EXPECT_TRUE(
      has(metadata, "acq.md5_stored", digest_of(Algorithm::md5, content).hex()));
  EXPECT_TRUE(
      has(metadata, "acq.sha1_stored", digest_of(Algorithm::sha1, content).hex()));
  EXPECT_TRUE(has(metadata, "acq.bad_ranges", "2"));
}

TEST(Ewf2Writer, WritesSegmentsBesideEachOther) {
  const TempFolder folder;
  const auto content = mixed_content(110 * 32768, 32768);
  const std::string raw = folder.write("raw.img", text_of(content));
  ASSERT_TRUE(write_ewf2(raw, folder.path("raw.Ex01"), 1));
  for (const char* ending : {"Ex01", "Ex02", "Ex09", "Ex10", "Ex99", "ExAA", "ExAK"}) {
    EXPECT_FALSE(TempFolder::read(folder.path(std::string("raw.") + ending)).empty());
  }
  ASSERT_TRUE(write_ewf2(raw, folder.path("one.Ex01"), std::uint64_t{1} << 40));
  const OpenedEwf2 image({TempFolder::read(folder.path("one.Ex01"))});
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  EXPECT_EQ(whole_of(image.image()), content);
}

}  // namespace
}  // namespace winnow
