#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "scanner/evidence/evidence.h"
#include "tests/evidence/ewf_maker.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

std::vector<std::byte> invented_content(std::size_t size) {
  std::mt19937 random(4711);
  std::vector<std::byte> content(size);
  for (std::byte& b : content) b = static_cast<std::byte>(random());
  return content;
}

// An image from the bytes of its segments.
struct OpenedEwf {
  explicit OpenedEwf(const std::vector<std::string>& segments)
      : opened(Fault{FaultKind::usage, "", "", {}}) {
    std::vector<Segment> list;
    for (const std::string& segment : segments) {
      files.push_back(std::make_unique<MemoryFile>(
          segment, "image.E0" + std::to_string(files.size() + 1)));
      list.push_back(files.back()->segment());
    }
    opened = open_evidence(std::move(list));
  }
  [[nodiscard]] const Evidence& image() const { return *opened->bytes; }

  std::vector<std::unique_ptr<MemoryFile>> files;
  Result<OpenedEvidence> opened;
};

// Reads in pieces: each must be right or a fault. How many were faults.
std::size_t faults_in(const Evidence& image, Bytes expected, std::size_t piece_bytes) {
  std::size_t faults = 0;
  std::vector<std::byte> piece(piece_bytes);
  for (std::size_t at = 0; at < expected.size(); at += piece_bytes) {
    const auto target =
        MutableBytes(piece).first(std::min(piece_bytes, expected.size() - at));
    const auto read = image.read(at, target);
    faults += read ? 0 : 1;
    if (read) {
      EXPECT_TRUE(std::equal(target.begin(), target.end(),
                             expected.begin() + static_cast<std::ptrdiff_t>(at)))
          << "silently different at " << at;
    }
  }
  return faults;
}

TEST(EwfImage, GivesItsContent) {
  const auto content = invented_content(10 * 4096 + 1536);  // the last chunk is short
  for (const std::size_t per_segment : {1000u, 3u, 1u}) {
    EwfShape shape;
    shape.chunks_per_segment = per_segment;
    const OpenedEwf ewf(make_ewf(content, shape).segments);
    ASSERT_TRUE(ewf.opened) << ewf.opened.error().line();
    EXPECT_EQ(ewf.opened->record.kind, "EWF (E01)");
    EXPECT_EQ(ewf.opened->record.bytes, content.size());
    EXPECT_EQ(whole_of(ewf.image()), content) << per_segment;
  }
}

TEST(EwfImage, CarriesWhatIsSaidOfTheAcquisition) {
  const OpenedEwf ewf(make_ewf(invented_content(4096), {}).segments);
  ASSERT_TRUE(ewf.opened) << ewf.opened.error().line();
  const Metadata& metadata = ewf.opened->record.metadata;
  const auto has = [&](const char* key, const char* value) {
    return std::find(metadata.begin(), metadata.end(),
                     std::pair<std::string, std::string>(key, value)) != metadata.end();
  };
  EXPECT_TRUE(has("acq.case_number", "case 7"));
  EXPECT_TRUE(has("acq.examiner", "nobody"));
}

TEST(EwfImage, ReadsOddRangesAndRefusesTheRest) {
  const auto content = invented_content(5 * 4096);
  EwfShape shape;
  shape.chunks_per_segment = 2;
  const OpenedEwf ewf(make_ewf(content, shape).segments);
  ASSERT_TRUE(ewf.opened) << ewf.opened.error().line();
  const std::uint32_t seed = 20250101;
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    const std::size_t from = random() % content.size();
    const std::size_t length = random() % (content.size() - from) + 1;
    std::vector<std::byte> got(length);
    ASSERT_TRUE(ewf.image().read(from, got)) << "seed " << seed << " round " << i;
    ASSERT_TRUE(std::equal(got.begin(), got.end(),
                           content.begin() + static_cast<std::ptrdiff_t>(from)))
        << "seed " << seed << " round " << i;
  }
  std::vector<std::byte> one(1);
  const auto beyond = ewf.image().read(content.size(), one);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, FaultKind::truncated);
}

// libewf gives zeros for a chunk whose checksum fails.
void expect_damage_is_seen(const EwfShape& shape) {
  const std::size_t chunk = shape.bytes_per_sector * shape.sectors_per_chunk;
  const auto content = invented_content(6 * chunk);
  MadeEwf made = make_ewf(content, shape);
  const auto [segment, offset] = made.chunks[4];
  made.segments[segment][offset + chunk - 1] ^= 0x01;
  const OpenedEwf ewf(made.segments);
  ASSERT_TRUE(ewf.opened) << ewf.opened.error().line();
  for (int round = 0; round < 2; ++round) {  // the second from libewf's cache
    EXPECT_EQ(faults_in(ewf.image(), content, chunk), 1u);
    EXPECT_EQ(faults_in(ewf.image(), content, chunk / 4), 4u);
  }
  std::vector<std::byte> all(content.size());
  const auto read = ewf.image().read(0, all);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, FaultKind::io);
  EXPECT_EQ(read.error().offset, 4 * chunk) << read.error().line();
}

TEST(EwfImage, NeverGivesAChunkWhoseChecksumFails) {
  expect_damage_is_seen({});
}

TEST(EwfImage, FindsTheDamagedChunkOnADiskOfLargeSectors) {
  EwfShape shape;
  shape.bytes_per_sector = 4096;
  expect_damage_is_seen(shape);
}

TEST(EwfImage, IsNeverSilentlyDifferentWhateverByteIsFlipped) {
  const auto content = invented_content(4 * 4096);
  EwfShape shape;
  shape.chunks_per_segment = 2;
  const MadeEwf made = make_ewf(content, shape);
  std::size_t seen = 0;
  for (std::size_t s = 0; s < made.segments.size(); ++s) {
    for (std::size_t at = 0; at < made.segments[s].size(); at += 7) {
      SCOPED_TRACE("segment " + std::to_string(s) + " byte " + std::to_string(at));
      std::vector<std::string> segments = made.segments;
      segments[s][at] = static_cast<char>(segments[s][at] ^ 0x10);
      const OpenedEwf ewf(segments);
      if (!ewf.opened) {
        ++seen;
        continue;
      }
      if (ewf.opened->bytes == nullptr) continue;  // named as something else
      if (ewf.opened->record.kind != "EWF (E01)") continue;
      EXPECT_EQ(ewf.image().size_bytes(), content.size());
      if (ewf.image().size_bytes() != content.size()) continue;
      if (faults_in(ewf.image(), content, 1024) > 0) ++seen;
      ASSERT_FALSE(::testing::Test::HasFailure());
    }
  }
  EXPECT_GT(seen, 2000u);  // most bytes are content or are vouched for
}

TEST(EwfImage, FaultsWithoutItsLastSegment) {
  EwfShape shape;
  shape.chunks_per_segment = 1;
  std::vector<std::string> segments = make_ewf(invented_content(8192), shape).segments;
  segments.pop_back();
  const OpenedEwf ewf(segments);
  ASSERT_FALSE(ewf.opened);
  EXPECT_EQ(ewf.opened.error().kind, FaultKind::missing);
}

}  // namespace
}  // namespace winnow
