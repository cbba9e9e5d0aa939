// What a reader is given of evidence with bad sectors, and of one that went away.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <random>
#include <thread>

#include "scanner/evidence/containers.h"
#include "scanner/evidence/device_read.h"
#include "tests/evidence/faulty_device.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

TEST(Damage, IsMappedToTheSector) {
  MemoryEvidence evidence(4 * kMiB);
  evidence.fail(kMiB + 1024, 512);
  evidence.fail(3 * kMiB, 1024);
  evidence.put(kMiB + 1536, "behind it");
  std::vector<std::byte> all(4 * kMiB, std::byte{0xEE});
  Runs bad;
  ASSERT_TRUE(evidence.read_sound(0, all, bad));
  EXPECT_EQ(bad, (Runs{{kMiB + 1024, 512}, {3 * kMiB, 1024}}));
  EXPECT_EQ(text_of(Bytes(all).subspan(kMiB + 1536, 9)), "behind it");
  EXPECT_TRUE(evidence.knows_damage());
}

TEST(Damage, IsAFaultAtItsFirstByteForWhoWantsAllOrNothing) {
  MemoryEvidence evidence(kMiB);
  evidence.fail(5120, 512);
  std::vector<std::byte> target(8192);
  for (int again = 0; again < 2; ++again) {
    const auto read = evidence.read(1000, target);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, FaultKind::io);
    EXPECT_EQ(read.error().offset, 5120u);
    EXPECT_EQ(read.error().what, "cannot be read");
  }
  EXPECT_EQ(evidence.read(5200, MutableBytes(target).first(100)).error().offset, 5200u);
  EXPECT_TRUE(evidence.read(0, MutableBytes(target).first(5120)));
  EXPECT_TRUE(evidence.read(5632, target));
}

TEST(Damage, IsNotAskedOfTheDeviceAgain) {
  MemoryEvidence evidence(kMiB);
  evidence.fail(4096, 512);
  evidence.fail(70'144, 512);
  std::vector<std::byte> all(kMiB);
  ASSERT_FALSE(evidence.read(0, all));
  const std::size_t asked = evidence.asked(4096, 512) + evidence.asked(70'144, 512);
  EXPECT_LE(asked, 2u * 12);  // halves of a mebibyte down to the sector
  Runs bad;
  ASSERT_FALSE(evidence.read(0, all));
  ASSERT_FALSE(evidence.read(4000, MutableBytes(all).first(4096)));
  ASSERT_TRUE(evidence.read_sound(0, all, bad));
  EXPECT_EQ(evidence.asked(4096, 512) + evidence.asked(70'144, 512), asked);
  EXPECT_EQ(bad, (Runs{{4096, 512}, {70'144, 512}}));
}

TEST(Damage, OfASectorMarksAllOfIt) {
  MemoryEvidence evidence(kMiB);
  evidence.fail(4096, 512);
  std::vector<std::byte> target(100);
  Runs bad;
  ASSERT_TRUE(evidence.read_sound(4200, target, bad));
  EXPECT_EQ(bad, (Runs{{4200, 100}}));
  const std::size_t asked = evidence.asked(4096, 512);
  EXPECT_EQ(evidence.read(4100, target).error().offset, 4100u);
  EXPECT_EQ(evidence.asked(4096, 512), asked);
}

TEST(Damage, EndsWithTheEvidence) {
  MemoryEvidence evidence(1000);
  evidence.fail(600, 400);
  std::vector<std::byte> all(1000);
  Runs bad;
  ASSERT_TRUE(evidence.read_sound(0, all, bad));
  EXPECT_EQ(bad, (Runs{{600, 400}}));
  EXPECT_EQ(evidence.read_sound(999, all, bad).error().kind, FaultKind::truncated);
}

// Random bad sectors and reads, against a twin that knows them.
TEST(Damage, AgreesWithTheTruth) {
  std::mt19937 random(577215);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    const std::size_t size = 100'000 + choose(random, 100'000);
    MemoryEvidence evidence(size);
    for (std::byte& b : evidence.bytes()) b = static_cast<std::byte>(random());
    std::vector<bool> is_bad(size / 512 + 1);
    for (std::uint32_t i = choose(random, 40); i > 0; --i) {
      const std::uint32_t sector = choose(random, is_bad.size());
      is_bad[sector] = true;
      evidence.fail(std::uint64_t{sector} * 512, 512);
    }
    for (int i = 0; i < 60; ++i) {
      const std::size_t from = choose(random, size);
      const std::size_t length = choose(random, size - from) + 1;
      Runs expected;
      for (std::size_t b = from; b < from + length; ++b) {
        if (is_bad[b / 512]) append_range(expected, {b, 1});
      }
      std::vector<std::byte> target(length);
      if (choose(random, 2) == 0) {
        const auto read = evidence.read(from, target);
        ASSERT_EQ(static_cast<bool>(read), expected.empty());
        if (!read) {
          ASSERT_EQ(read.error().offset, expected.front().offset);
        }
        continue;
      }
      Runs bad;
      ASSERT_TRUE(evidence.read_sound(from, target, bad));
      ASSERT_EQ(bad, expected);
      for (std::size_t b = 0; b < length; ++b) {
        if (is_bad[(from + b) / 512]) continue;
        ASSERT_EQ(target[b], evidence.bytes()[from + b]);
      }
    }
  }
}

TEST(Damage, IsTheSameForSeveralThreads) {
  MemoryEvidence evidence(2 * kMiB);
  for (std::uint64_t sector = 7; sector < 4096; sector += 97) {
    evidence.fail(sector * 512, 512);
  }
  std::vector<Runs> found(4);
  std::vector<std::thread> threads;
  for (Runs& bad : found) {
    threads.emplace_back([&evidence, &bad] {
      std::vector<std::byte> all(2 * kMiB);
      EXPECT_TRUE(evidence.read_sound(0, all, bad));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found[0].size(), 43u);
  for (const Runs& bad : found) EXPECT_EQ(bad, found[0]);
}

// ---- a device that went away ----

TEST(GoneDevice, HasNoBadSectors) {
  for (std::size_t reads = 0; reads < 12; ++reads) {
    MemoryEvidence evidence(kMiB);
    evidence.fail(4096, 512);
    evidence.pull_after(reads);
    std::vector<std::byte> all(kMiB);
    Runs bad;
    const auto read = evidence.read_sound(0, all, bad);
    ASSERT_FALSE(read) << reads;
    EXPECT_EQ(read.error().kind, FaultKind::gone);
    EXPECT_FALSE(evidence.knows_damage());
    ASSERT_TRUE(evidence.gone());
    const std::size_t asked = evidence.asked(0, kMiB);
    EXPECT_EQ(evidence.read(0, all).error().kind, FaultKind::gone);
    EXPECT_EQ(evidence.asked(0, kMiB), asked);
  }
}

TEST(GoneDevice, IsToldByItsErrorNumber) {
  for (const int number : {ENODEV, ENXIO, ENOMEDIUM, ESHUTDOWN}) {
    EXPECT_TRUE(says_gone(number));
  }
  EXPECT_FALSE(says_gone(EIO));
  EXPECT_FALSE(says_gone(ENOENT));
  EXPECT_NE(gone_fault("usb").line().find("connect it again"), std::string::npos);
}

// Reads of raw images through a device of a test's making.
class FaultyDevice : public ::testing::Test {
 protected:
  void SetUp() override { set_device_read(&read_faulty_device); }
  void TearDown() override { set_device_read(&::pread); }

  static std::unique_ptr<Evidence> open(const MemoryFile& file) {
    auto opened = open_raw_image({file.segment()});
    EXPECT_TRUE(opened) << opened.error().line();
    return std::move(opened).value();
  }
};

TEST_F(FaultyDevice, ListsItsBadSectorsExactly) {
  const MemoryFile file(std::string(kMiB, 'x') + faulty_trailer({0, 5, 6, 1000}));
  const auto evidence = open(file);
  std::vector<std::byte> all(static_cast<std::size_t>(evidence->size_bytes()));
  Runs bad;
  ASSERT_TRUE(evidence->read_sound(0, all, bad));
  EXPECT_EQ(bad, (Runs{{0, 512}, {2560, 1024}, {512'000, 512}}));
  EXPECT_EQ(all[kMiB - 1], std::byte{'x'});
}

// EIO for every read, of places that were read before as well.
TEST_F(FaultyDevice, ThatIsPulledIsGoneAndNotBad) {
  for (std::uint64_t reads = 1; reads < 20; ++reads) {
    const MemoryFile file(std::string(kMiB, 'x') + faulty_trailer({40}, reads));
    const auto evidence = open(file);
    std::vector<std::byte> all(static_cast<std::size_t>(evidence->size_bytes()));
    Runs bad;
    const auto read = evidence->read_sound(0, all, bad);
    ASSERT_FALSE(read) << reads;
    EXPECT_EQ(read.error().kind, FaultKind::gone) << reads;
    EXPECT_EQ(read.error().place, "made up");
    EXPECT_FALSE(evidence->knows_damage());
  }
}

TEST_F(FaultyDevice, WithABadFirstSectorIsRaw) {
  const MemoryFile file(std::string(kMiB, 'x') + faulty_trailer({0, 1, 2}));
  const auto opened = open_evidence({file.segment()});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(opened->record.kind, "raw");
  EXPECT_EQ(opened->record.bytes, kMiB + kFaultyTrailerBytes);
}

}  // namespace
}  // namespace winnow
