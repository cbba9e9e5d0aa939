#include "hashsets/content_blocks.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "base/checksum.h"
#include "base/digest.h"

namespace winnow {
namespace {

using Block = std::vector<std::byte>;

Block block_of(std::string text) {
  text.resize(kBlockLength, 'x');
  const Bytes bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

Block random_block(unsigned seed, unsigned values = 256) {
  std::mt19937 random(seed);
  Block block(kBlockLength);
  for (std::byte& b : block) b = static_cast<std::byte>(random() % values);
  return block;
}

template <typename T, typename At>
Block numbers(const At& at) {
  Block block(kBlockLength);
  for (std::size_t i = 0; i < kBlockLength / sizeof(T); ++i) {
    const T value = at(static_cast<T>(i));
    std::memcpy(block.data() + i * sizeof(T), &value, sizeof(T));
  }
  return block;
}

Block repeated(std::size_t period) {
  const Block random = random_block(static_cast<unsigned>(period));
  Block block(kBlockLength);
  for (std::size_t i = 0; i < block.size(); ++i) block[i] = random[i % period];
  return block;
}

TEST(ContentBlocks, KeysAreXxh3InCanonicalForm) {
  // Of no bytes, from the xxHash specification's own test vectors.
  EXPECT_EQ(to_hex(head_key({})), "99aa06d3014798d86001c324468d497f");
  const Block block = random_block(1);
  const std::uint64_t checksum = checksum64(block);
  EXPECT_EQ(be<std::uint64_t>(block_key(block), 0), checksum);
}

TEST(ContentBlocks, EveryByteCountsForAKey) {
  Block block = random_block(2);
  const BlockKey key = block_key(block);
  const HeadKey head = head_key(block);
  for (std::size_t at = 0; at < block.size(); at += 37) {
    block[at] ^= std::byte{1};
    EXPECT_NE(block_key(block), key) << at;
    EXPECT_NE(head_key(block), head) << at;
    block[at] ^= std::byte{1};
  }
  EXPECT_NE(head_key(Bytes(block).first(kBlockLength - 1)), head);
}

TEST(ContentBlocks, CompressedContentIsProbative) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    ASSERT_EQ(kind_of_block(random_block(seed)), BlockKind::probative) << seed;
  }
}

// Half of it is padding, and still it is no other file's.
TEST(ContentBlocks, TheEndOfAPictureBeforePaddingIsProbative) {
  Block block = random_block(5);
  std::fill(block.begin() + 2500, block.end(), std::byte{0});
  EXPECT_EQ(kind_of_block(block), BlockKind::probative);
}

TEST(ContentBlocks, ProseIsProbative) {
  std::string text;
  std::mt19937 random(6);
  const char* words[] = {"evidence", "of",   "invented", "things", "that", "nobody",
                         "has",      "ever", "written",  "down",   "in",   "this"};
  while (text.size() < kBlockLength) text += std::string(words[random() % 12]) + " ";
  EXPECT_EQ(kind_of_block(block_of(text)), BlockKind::probative);
}

TEST(ContentBlocks, ConstantsSayNothing) {
  for (const unsigned value : {0u, 0x20u, 0xFFu}) {
    EXPECT_EQ(kind_of_block(Block(kBlockLength, static_cast<std::byte>(value))),
              BlockKind::constant);
  }
}

TEST(ContentBlocks, ShortPeriodsSayNothing) {
  for (std::size_t period = 2; period <= 64; ++period) {
    EXPECT_EQ(kind_of_block(repeated(period)), BlockKind::repeating) << period;
  }
  for (const std::size_t period : {128u, 256u, 512u, 1024u}) {
    EXPECT_EQ(kind_of_block(repeated(period)), BlockKind::repeating) << period;
  }
  EXPECT_EQ(kind_of_block(repeated(2048)), BlockKind::probative);
  Block almost = repeated(16);
  almost[4000] ^= std::byte{1};
  EXPECT_NE(kind_of_block(almost), BlockKind::repeating);
}

TEST(ContentBlocks, RampsSayNothing) {
  using u16 = std::uint16_t;
  using u32 = std::uint32_t;
  const auto ramp = BlockKind::ramp;
  // A chain of clusters, as FAT32 and FAT16 keep it.
  EXPECT_EQ(kind_of_block(numbers<u32>([](u32 i) { return 70'000 + i; })), ramp);
  EXPECT_EQ(
      kind_of_block(numbers<u16>([](u16 i) { return static_cast<u16>(900 + i); })),
      ramp);
  EXPECT_EQ(kind_of_block(numbers<u32>(
                [](u32 i) { return __builtin_bswap32(123'456'789 + 17 * i); })),
            ramp);
  // Broken in some places.
  Block block = numbers<u32>([](u32 i) { return 5000 + i + i / 9 * 1000; });
  EXPECT_EQ(kind_of_block(block), ramp);
}

TEST(ContentBlocks, CommonFormatsSayNothing) {
  const auto common = BlockKind::common_format;
  // The padding of an XMP packet: lines of a hundred blanks.
  std::string padding;
  while (padding.size() < kBlockLength) padding += std::string(100, ' ') + "\n";
  padding.resize(kBlockLength - 1000);
  const Block random = random_block(7);
  padding += text_of(Bytes(random).first(1000));
  EXPECT_EQ(kind_of_block(block_of(padding)), common);
  // A table of cross references of a PDF.
  std::string references;
  std::mt19937 numbers_of(8);
  while (references.size() < kBlockLength) {
    std::string offset = std::to_string(numbers_of() % 10'000'000);
    offset.insert(0, 10 - offset.size(), '0');
    references += offset + " 00000 n\r\n";
  }
  EXPECT_EQ(kind_of_block(block_of(references)), common);
  // Where the samples of a video lie.
  std::uint32_t at = 48'000;
  std::mt19937 sizes(9);
  EXPECT_EQ(kind_of_block(numbers<std::uint32_t>([&](std::uint32_t) {
              at += static_cast<std::uint32_t>(1000 + sizes() % 9000);
              return __builtin_bswap32(at);
            })),
            common);
}

TEST(ContentBlocks, LowEntropySaysNothing) {
  EXPECT_EQ(kind_of_block(random_block(10, 2)), BlockKind::low_entropy);
  EXPECT_EQ(kind_of_block(random_block(10, 3)), BlockKind::low_entropy);
  EXPECT_EQ(kind_of_block(random_block(10, 5)), BlockKind::probative);
  Block block = random_block(11);
  std::fill(block.begin(), block.begin() + 2100, std::byte{0});
  EXPECT_EQ(kind_of_block(block), BlockKind::low_entropy);
}

}  // namespace
}  // namespace winnow
