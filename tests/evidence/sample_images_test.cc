// Images made by other tools: what they hold is known from the same content kept in
// another way, or from the digest the container itself stores.
#include "tests/evidence/sample_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>

#include "base/digester.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

class SampleImages : public SampleTest {};

std::string stored(const OpenedSample& sample, const std::string& key) {
  for (const auto& [name, value] : sample.opened.record.metadata) {
    if (name == key) return value;
  }
  return "";
}

std::vector<std::string> all_containers() {
  return {"images/sleuthkit/image.E01", "images/plaso/image.E01",
          "images/plaso/image.vmdk", "images/dfvfs/image.vhd",
          "images/go-ewf/test/test.ntfs.dd.E01"};
}

TEST_F(SampleImages, E01HoldsWhatTheRawImageHolds) {
  const auto sample = open_sample({"images/sleuthkit/image.E01"});
  ASSERT_TRUE(sample) << sample.error().line();
  EXPECT_EQ(whole_of(*sample->opened.bytes), sample_bytes("images/sleuthkit/image.dd"));
}

TEST_F(SampleImages, E01HoldsWhatItsStoredDigestSays) {
  const std::vector<std::vector<std::string>> images = {
      {"images/sleuthkit/image.E01"},
      {"images/plaso/image.E01"},
      {"images/dfvfs/ext2.E01"},
      {"images/dfvfs/ext2.split.E01", "images/dfvfs/ext2.split.E02"},
      {"images/go-ewf/test/test.ntfs.dd.E01"},
      {"images/sleuthkit/imageformat_mmls_1.E01"}};
  for (const auto& names : images) {
    const auto sample = open_sample(names);
    ASSERT_TRUE(sample) << names[0] << ": " << sample.error().line();
    EXPECT_EQ(sample->opened.record.kind, "EWF (E01)");
    const std::string md5 = stored(*sample, "acq.md5_stored");
    ASSERT_EQ(md5.size(), 32u) << names[0];
    EXPECT_EQ(digest_of(Algorithm::md5, whole_of(*sample->opened.bytes)).hex(), md5)
        << names[0];
  }
}

TEST_F(SampleImages, SplitE01WantsItsSegmentsWholeAndInOrder) {
  const auto alone = open_sample({"images/dfvfs/ext2.split.E01"});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().kind, FaultKind::missing);
  EXPECT_NE(alone.error().what.find("ext2.split.E02"), std::string::npos)
      << alone.error().line();
  const auto turned =
      open_sample({"images/dfvfs/ext2.split.E02", "images/dfvfs/ext2.split.E01"});
  ASSERT_FALSE(turned);
  EXPECT_EQ(turned.error().kind, FaultKind::missing);
}

TEST_F(SampleImages, SplitRawIsItsPartsJoined) {
  const std::vector<std::string> names = {"images/dfvfs/ext2.splitraw.000",
                                          "images/dfvfs/ext2.splitraw.001"};
  const auto sample = open_sample(names);
  ASSERT_TRUE(sample) << sample.error().line();
  EXPECT_EQ(sample->opened.record.kind, "split raw");
  auto expected = sample_bytes(names[0]);
  const auto second = sample_bytes(names[1]);
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(whole_of(*sample->opened.bytes), expected);
}

TEST_F(SampleImages, VmdkAndVhdHoldAnExtVolume) {
  for (const std::string name :
       {"images/sleuthkit/image.vmdk", "images/plaso/image.vmdk",
        "images/sleuthkit/image.vhd", "images/dfvfs/image.vhd"}) {
    const auto sample = open_sample({name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    const auto content = whole_of(*sample->opened.bytes);
    EXPECT_TRUE(has_magic(content, 1080, "\x53\xef")) << name;
  }
}

// QEMU reads the same formats with code of its own.
TEST_F(SampleImages, VmdkAndVhdHoldWhatQemuReads) {
  if (std::system("qemu-img --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "qemu-img is not on this machine";
  }
  for (const std::string name :
       {"images/sleuthkit/image.vmdk", "images/sleuthkit/image.vhd"}) {
    const TempFolder folder;
    const auto sample = sample_bytes(name);
    const std::string in = folder.write("in", text_of(sample));
    const std::string out = folder.path("out");
    ASSERT_EQ(std::system(("qemu-img convert -O raw " + in + " " + out).c_str()), 0);
    const std::string raw = TempFolder::read(out);
    const auto opened = open_sample({name});
    ASSERT_TRUE(opened) << name << ": " << opened.error().line();
    const auto content = whole_of(*opened->opened.bytes);
    // The two round the size of a VHD differently.
    const std::size_t common = std::min(content.size(), raw.size());
    ASSERT_GE(common, 100u * 1024) << name;
    EXPECT_TRUE(std::equal(content.begin(),
                           content.begin() + static_cast<std::ptrdiff_t>(common),
                           bytes_of(raw).begin()))
        << name;
  }
}

TEST_F(SampleImages, WhatIsNotReadIsNamed) {
  const std::pair<std::string, std::string> expected[] = {
      {"images/dfvfs/ext2.qcow2", "QCOW2"},
      {"images/plaso/image.qcow2", "QCOW2"},
      {"images/sleuthkit/image.qcow", "QCOW2"},
      {"images/dfvfs/hfsplus_zlib.dmg", "DMG"}};
  for (const auto& [name, word] : expected) {
    const auto sample = open_sample({name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    EXPECT_EQ(sample->opened.bytes, nullptr) << name;
    EXPECT_NE(sample->opened.record.unsupported.find(word), std::string::npos) << name;
  }
}

TEST_F(SampleImages, EightThreadsReadWhatOneReads) {
  for (const std::string& name : all_containers()) {
    const auto sample = open_sample({name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    const Evidence& image = *sample->opened.bytes;
    const auto expected = whole_of(image);
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        std::mt19937 random(t);
        for (int i = 0; i < 50; ++i) {
          const std::size_t from = random() % expected.size();
          const std::size_t length =
              std::min<std::size_t>(expected.size() - from, random() % 100000 + 1);
          std::vector<std::byte> got(length);
          const bool right =
              image.read(from, got) &&
              std::equal(got.begin(), got.end(),
                         expected.begin() + static_cast<std::ptrdiff_t>(from));
          if (!right) ++wrong;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0) << name;
  }
}

TEST_F(SampleImages, ACutContainerIsAFaultOrReadsRight) {
  for (const std::string& name : all_containers()) {
    const auto whole = sample_bytes(name);
    const auto sample = open_sample({name});
    ASSERT_TRUE(sample) << sample.error().line();
    const auto expected = whole_of(*sample->opened.bytes);
    for (std::size_t eighths = 1; eighths < 8; ++eighths) {
      const MemoryFile file(Bytes(whole).first(whole.size() * eighths / 8), name);
      const auto opened = open_evidence({file.segment()});
      if (!opened || opened->bytes == nullptr || opened->record.kind == "raw") continue;
      std::vector<std::byte> got(expected.size());
      const bool right = !opened->bytes->read(0, got) || got == expected;
      EXPECT_TRUE(right) << name << " cut to " << eighths << " eighths";
    }
  }
}

// Compressed chunks have no checksum but that of their own packing.
TEST_F(SampleImages, AFlippedByteOfAnE01IsNeverSilentlyDifferent) {
  const std::string name = "images/sleuthkit/image.E01";
  const auto expected = sample_bytes("images/sleuthkit/image.dd");
  const auto whole = sample_bytes(name);
  const std::uint32_t seed = 99;
  std::mt19937 random(seed);
  std::size_t seen = 0;
  for (int round = 0; round < 400; ++round) {
    auto bytes = whole;
    const std::size_t at = random() % bytes.size();
    bytes[at] ^= static_cast<std::byte>(1u << random() % 8);
    const MemoryFile file(bytes, name);
    const auto opened = open_evidence({file.segment()});
    if (opened && opened->record.kind != "EWF (E01)") continue;
    std::vector<std::byte> got(expected.size());
    if (!opened || !opened->bytes->read(0, got)) {
      ++seen;
      continue;
    }
    ASSERT_EQ(got, expected) << "seed " << seed << " round " << round << " byte " << at;
  }
  EXPECT_GT(seen, 300u);
}

}  // namespace
}  // namespace winnow
