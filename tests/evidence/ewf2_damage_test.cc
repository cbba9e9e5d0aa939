// What becomes of EWF2 images that are damaged, incomplete or made to deceive.
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/evidence/opened_ewf2.h"

namespace winnow {
namespace {

constexpr std::uint32_t kTable = 4;
constexpr std::uint32_t kDone = 15;

FaultKind fault_of_opening(const std::vector<std::string>& segments) {
  const OpenedEwf2 image(segments);
  EXPECT_FALSE(image.opened);
  return image.opened ? FaultKind::usage : image.opened.error().kind;
}

// The offsets of the descriptors of a type, first to last.
std::vector<std::size_t> sections(const std::string& file, std::uint32_t type) {
  std::vector<std::size_t> found;
  for (std::size_t at = file.size() - 64; at != 0;
       at = static_cast<std::size_t>(le<std::uint64_t>(bytes_of(file), at + 8))) {
    if (le<std::uint32_t>(bytes_of(file), at) == type) found.insert(found.begin(), at);
  }
  return found;
}

std::size_t data_of(const std::string& file, std::size_t descriptor) {
  return descriptor -
         static_cast<std::size_t>(le<std::uint64_t>(bytes_of(file), descriptor + 16));
}

template <typename T>
void put_le(std::string& file, std::size_t offset, T number) {
  file.replace(offset, sizeof(T), reinterpret_cast<const char*>(&number), sizeof(T));
}

TEST(Ewf2Damage, FaultsWhereItIsCutShort) {
  const auto content = mixed_content(6 * 1024, 1024);
  const std::string whole = make_ewf2(content, small_chunks()).segments.front();
  for (std::size_t length = 8; length < whole.size(); ++length) {
    ASSERT_FALSE(OpenedEwf2({whole.substr(0, length)}).opened) << length;
  }
}

TEST(Ewf2Damage, IsNeverSilentlyDifferentWhateverByteIsFlipped) {
  const auto content = mixed_content(9 * 1024, 1024);
  Ewf2Shape shape = small_chunks();
  shape.bytes_per_segment = 3500;
  shape.bad_sectors = {{1, 2}};
  const std::vector<std::string> made = make_ewf2(content, shape).segments;
  ASSERT_GT(made.size(), 1u);
  std::mt19937 random(kEwf2Seed);
  std::size_t seen = 0;
  for (int round = 0; round < 6000; ++round) {
    std::vector<std::string> segments = made;
    std::string& segment = segments[random() % segments.size()];
    char& byte = segment[random() % segment.size()];
    byte = static_cast<char>(byte ^ (1 + random() % 255));
    const OpenedEwf2 image(segments);
    if (image.opened && !image.is_ewf2()) continue;
    SCOPED_TRACE("seed " + std::to_string(kEwf2Seed) + " round " +
                 std::to_string(round));
    if (image.opened) {
      ASSERT_EQ(image.image().size_bytes(), content.size());
      seen += faults_in(image.image(), content, 1024).empty() ? 0 : 1;
    } else {
      ++seen;
    }
    ASSERT_FALSE(::testing::Test::HasFailure());
  }
  EXPECT_GT(seen, 4000u);  // the rest is padding and the rest of the file header
}

TEST(Ewf2Damage, FaultsAtADamagedChunkAndNowhereElse) {
  const auto content = mixed_content(8 * 1024, 1024);
  const MadeEwf2 made = make_ewf2(content, small_chunks());
  for (const std::size_t chunk : {4u, 5u}) {  // compressed, with a checksum
    std::vector<std::string> segments = made.segments;
    segments[0][made.chunks[chunk].second + 20] ^= 0x01;
    const OpenedEwf2 image(segments);
    ASSERT_TRUE(image.opened) << image.opened.error().line();
    for (int round = 0; round < 2; ++round) {  // the second with kept chunks
      EXPECT_EQ(faults_in(image.image(), content, 1024),
                std::vector<std::size_t>{chunk * 1024});
      EXPECT_EQ(faults_in(image.image(), content, 512),
                (std::vector<std::size_t>{chunk * 1024, chunk * 1024 + 512}));
    }
    std::vector<std::byte> all(content.size());
    const auto read = image.image().read(0, all);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, FaultKind::io);
    EXPECT_EQ(read.error().offset, chunk * 1024) << read.error().line();
    EXPECT_EQ(read.error().place, "image.Ex01");
  }
}

// One segment of nine 1024-byte chunks in three tables, and a change made to it.
struct Changed {
  explicit Changed(const std::function<void(std::string&)>& change)
      : content(mixed_content(9 * 1024, 1024)),
        segments(make_ewf2(content, small_chunks()).segments) {
    change(segments.front());
  }
  std::vector<std::byte> content;
  std::vector<std::string> segments;
};

TEST(Ewf2Damage, FaultsWhereTablesOverlapOrLeaveAGap) {
  const Changed changed([](std::string& file) {
    const std::size_t middle = sections(file, kTable)[1];
    put_le(file, data_of(file, middle), std::uint64_t{2});  // and not from 3
    reseal_ewf2(file, middle);
  });
  const OpenedEwf2 image(changed.segments);
  ASSERT_TRUE(image.opened) << image.opened.error().line();
  std::vector<std::byte> chunk(1024);
  const auto contested = image.image().read(2 * 1024, chunk);
  ASSERT_FALSE(contested);
  EXPECT_EQ(contested.error().kind, FaultKind::io);
  EXPECT_EQ(contested.error().offset, 2 * 1024u);
  const auto absent = image.image().read(5 * 1024, chunk);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, FaultKind::missing);
  EXPECT_EQ(absent.error().offset, 5 * 1024u);
  EXPECT_TRUE(image.image().read(1024, chunk));
  EXPECT_TRUE(image.image().read(6 * 1024, chunk));
}

TEST(Ewf2Damage, FaultsForChunksThatLieNowhere) {
  for (const std::uint64_t offset :
       {std::uint64_t{1} << 40, ~std::uint64_t{0}, ~std::uint64_t{0} - 100}) {
    const Changed changed([offset](std::string& file) {
      const std::size_t first = sections(file, kTable)[0];
      put_le(file, data_of(file, first) + 32, offset);
      reseal_ewf2(file, first);
    });
    const OpenedEwf2 image(changed.segments);
    ASSERT_TRUE(image.opened) << image.opened.error().line();
    EXPECT_EQ(faults_in(image.image(), changed.content, 1024),
              std::vector<std::size_t>{0});
  }
  const Changed large([](std::string& file) {
    const std::size_t first = sections(file, kTable)[0];
    put_le(file, data_of(file, first) + 40, std::uint32_t{0xffffffff});
    reseal_ewf2(file, first);
  });
  EXPECT_EQ(faults_in(OpenedEwf2(large.segments).image(), large.content, 1024),
            std::vector<std::size_t>{0});
}

TEST(Ewf2Damage, DoesNotBelieveACountThatTheTableCannotHold) {
  const Changed changed([](std::string& file) {
    const std::size_t first = sections(file, kTable)[0];
    put_le(file, data_of(file, first) + 8, std::uint32_t{0xffffffff});
    reseal_ewf2(file, first);
  });
  EXPECT_EQ(fault_of_opening(changed.segments), FaultKind::malformed);
}

TEST(Ewf2Damage, FaultsForAChainThatDoesNotLeadBackwards) {
  for (const std::int64_t step : {0, 64, -64 + 1, 1000}) {
    const Changed changed([step](std::string& file) {
      const std::size_t at = sections(file, kTable)[1];
      put_le(file, at + 8,
             static_cast<std::uint64_t>(static_cast<std::int64_t>(at) + step));
      reseal_ewf2(file, at);
    });
    EXPECT_EQ(fault_of_opening(changed.segments), FaultKind::malformed) << step;
  }
  const Changed circle([](std::string& file) {
    const std::size_t first = sections(file, 1)[0];
    put_le(file, first + 8, std::uint64_t{sections(file, kDone)[0]});
    reseal_ewf2(file, first);
  });
  EXPECT_EQ(fault_of_opening(circle.segments), FaultKind::malformed);
}

TEST(Ewf2Damage, FaultsForASectionLargerThanItsPlace) {
  for (const std::uint64_t size : {~std::uint64_t{0}, std::uint64_t{1} << 40}) {
    const Changed changed([size](std::string& file) {
      const std::size_t at = sections(file, kDone)[0];
      put_le(file, at + 16, size);
      reseal_ewf2(file, at);
    });
    EXPECT_EQ(fault_of_opening(changed.segments), FaultKind::malformed);
  }
}

TEST(Ewf2Damage, SaysThatItIsEncrypted) {
  const Changed flagged([](std::string& file) {
    const std::size_t at = sections(file, kTable)[1];
    put_le(file, at + 4, std::uint32_t{2});
    reseal_ewf2(file, at);
  });
  EXPECT_EQ(fault_of_opening(flagged.segments), FaultKind::encrypted);
  const Changed keys([](std::string& file) {
    const std::size_t at = sections(file, 8)[0];
    put_le(file, at, std::uint32_t{0x0b});
    reseal_ewf2(file, at);
  });
  EXPECT_EQ(fault_of_opening(keys.segments), FaultKind::encrypted);
}

TEST(Ewf2Damage, NamesWhatItDoesNotRead) {
  const Changed bzip2([](std::string& file) { file[10] = 2; });
  const OpenedEwf2 image(bzip2.segments);
  ASSERT_FALSE(image.opened);
  EXPECT_EQ(image.opened.error().kind, FaultKind::unsupported);
  EXPECT_NE(image.opened.error().line().find("bzip2"), std::string::npos);
  const Changed unknown([](std::string& file) { file[11] = 3; });
  EXPECT_EQ(fault_of_opening(unknown.segments), FaultKind::unsupported);
  const Changed version([](std::string& file) { file[8] = 3; });
  EXPECT_EQ(fault_of_opening(version.segments), FaultKind::unsupported);
}

TEST(Ewf2Damage, WantsAllItsSegmentsAndNoOthers) {
  const auto content = mixed_content(3 * 1024, 1024);
  Ewf2Shape shape = small_chunks();
  shape.bytes_per_segment = 1;
  const std::vector<std::string> made = make_ewf2(content, shape).segments;
  ASSERT_EQ(made.size(), 3u);
  EXPECT_EQ(fault_of_opening({made[0], made[2]}), FaultKind::missing);
  EXPECT_EQ(fault_of_opening({made[0], made[1]}), FaultKind::missing);
  EXPECT_EQ(fault_of_opening({made[1], made[0], made[2]}), FaultKind::missing);
  std::vector<std::string> foreign = made;
  foreign[1][20] ^= 0x40;
  EXPECT_EQ(fault_of_opening(foreign), FaultKind::malformed);
}

}  // namespace
}  // namespace winnow
