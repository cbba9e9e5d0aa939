#include "scanner/volumes/random_look.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

#include "scanner/volumes/inventory.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/evidence/sample_images.h"

namespace winnow {
namespace {

constexpr std::size_t kMiB = 1 << 20;

void fill_random(MemoryEvidence& evidence, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::size_t at = 0; at + 8 <= evidence.size_bytes(); at += 8) {
    evidence.put_le(at, std::uint64_t{random()});
  }
}

unsigned blocks_of(const Evidence& evidence) {
  return count_random_blocks(evidence, 0, evidence.size_bytes());
}

TEST(RandomLook, IsFoundInRandomBytes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    MemoryEvidence evidence(kMiB);
    fill_random(evidence, seed);
    EXPECT_EQ(blocks_of(evidence), 64u) << seed;
  }
}

TEST(RandomLook, ReadsNoMoreThanItsSample) {
  MemoryEvidence evidence(8 * kMiB);
  fill_random(evidence, 1);
  EXPECT_EQ(blocks_of(evidence), 64u);
  EXPECT_EQ(evidence.asked(0, evidence.size_bytes()), 64u);
}

TEST(RandomLook, IsLostWithOneBlockThatIsNot) {
  for (const std::size_t place : {0, 20, 63}) {
    MemoryEvidence evidence(kMiB);
    fill_random(evidence, 2);
    evidence.put(place * kMiB / 64, std::string(4096, 'x'));
    EXPECT_EQ(blocks_of(evidence), 0u) << place;
  }
}

TEST(RandomLook, IsNotThatOfUnevenOrTooEvenBytes) {
  MemoryEvidence zeros(kMiB);
  EXPECT_EQ(blocks_of(zeros), 0u);
  MemoryEvidence ramp(kMiB);
  for (std::size_t i = 0; i < kMiB; ++i) ramp.bytes()[i] = static_cast<std::byte>(i);
  EXPECT_EQ(blocks_of(ramp), 0u);
  // One value in 256 comes one and a half times as often as it should: each block alone
  // may pass, all of them do not.
  MemoryEvidence uneven(kMiB);
  fill_random(uneven, 3);
  std::mt19937_64 random(4);
  for (std::byte& b : uneven.bytes()) {
    if (random() % 512 == 0) b = std::byte{0};
  }
  EXPECT_EQ(blocks_of(uneven), 0u);
}

TEST(RandomLook, IsNotSaidOfTooLittle) {
  MemoryEvidence small(60 * 1024);
  fill_random(small, 5);
  EXPECT_EQ(blocks_of(small), 0u);
  MemoryEvidence enough(64 * 1024);
  fill_random(enough, 5);
  EXPECT_EQ(blocks_of(enough), 16u);
  MemoryEvidence damaged(kMiB);
  fill_random(damaged, 6);
  damaged.fail(0, kMiB / 2);
  EXPECT_EQ(blocks_of(damaged), 32u);
  damaged.fail(kMiB / 2, 4096);
  EXPECT_EQ(blocks_of(damaged), 0u);
}

class RandomLookSamples : public SampleTest {};

// Compressed, but not encrypted.
TEST_F(RandomLookSamples, IsNotThatOfCompressedContent) {
  for (const char* name :
       {"pictures/threatexchange/pdq/data/reg-test-input/dih/bridge-1-original.jpg",
        "pictures/kodak/23.png", "pictures/mei/mov/xmp480qt.mov",
        "pictures/mei/avif/Issue 649.avif",
        "containers/be_archives/tests/Data/nps-2010-emails.zip"}) {
    const MemoryEvidence evidence(sample_bytes(name));
    EXPECT_GT(evidence.size_bytes(), 256u * 1024) << name;
    EXPECT_EQ(blocks_of(evidence), 0u) << name;
  }
}

TEST(RandomLook, MakesAVolumeSuspectedOfEncryption) {
  MemoryEvidence evidence(kMiB);
  fill_random(evidence, 7);
  const Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::encrypted);
  EXPECT_EQ(inventory.volumes[0].reason,
            "suspected: no file system recognised, and all 64 blocks of a sample look "
            "random: encrypted without a header (VeraCrypt and the like), wiped with "
            "random bytes, or densely compressed");
}

}  // namespace
}  // namespace winnow
