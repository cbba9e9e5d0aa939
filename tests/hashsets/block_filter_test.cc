#include "hashsets/block_filter.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

MutableBytes block_of(std::vector<std::byte>& filter, std::uint64_t hash) {
  const std::uint64_t blocks = filter.size() / kFilterBlock;
  const auto start = filter_block_of(hash, blocks) * kFilterBlock;
  return MutableBytes(filter).subspan(start, kFilterBlock);
}

TEST(BlockFilter, SixteenBitsAKey) {
  EXPECT_EQ(filter_block_count(1), 1u);
  EXPECT_EQ(filter_block_count(16), 1u);
  EXPECT_EQ(filter_block_count(17), 2u);
  EXPECT_EQ(filter_block_count(100'000'000), 6'250'000u);
  EXPECT_EQ(filter_block_count(0), 1u);
}

TEST(BlockFilter, BlocksAreInsideWhateverTheHash) {
  const std::uint64_t most = 0xFFFFFFFF;
  for (const std::uint64_t hash :
       {std::uint64_t{0}, ~std::uint64_t{0}, most, most << 32}) {
    EXPECT_EQ(filter_block_of(hash, 1), 0u);
    EXPECT_LT(filter_block_of(hash, 7), 7u);
    EXPECT_LT(filter_block_of(hash, most), most);
  }
}

// The layout is a promise to readers in other languages: word i of the block holds bit
// (low word of the hash times salt i) >> 27, as Parquet has it.
TEST(BlockFilter, SetsTheBitsOfTheSpecification) {
  std::vector<std::byte> block(kFilterBlock);
  filter_add(block, 0xDEADBEEF00000001);
  const std::uint32_t salts[8] = {0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d,
                                  0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31};
  for (std::uint64_t i = 0; i < 8; ++i) {
    EXPECT_EQ(le<std::uint32_t>(block, i * 4), 1u << (salts[i] >> 27)) << i;
  }
}

TEST(BlockFilter, NeverLosesAKeyAndRarelyInventsOne) {
  constexpr std::uint64_t kKeys = 20'000;
  std::vector<std::byte> filter(filter_block_count(kKeys) * kFilterBlock);
  for (std::uint64_t i = 0; i < kKeys; ++i) {
    const std::uint64_t hash = filter_hash(invented(Algorithm::md5, i).bytes());
    filter_add(block_of(filter, hash), hash);
  }
  std::uint64_t passed = 0;
  for (std::uint64_t i = 0; i < kKeys; ++i) {
    const std::uint64_t listed = filter_hash(invented(Algorithm::md5, i).bytes());
    ASSERT_TRUE(filter_may_contain(block_of(filter, listed), listed)) << i;
    const std::uint64_t other =
        filter_hash(invented(Algorithm::md5, kKeys + i).bytes());
    passed += filter_may_contain(block_of(filter, other), other) ? 1 : 0;
  }
  // 0.13 in a hundred are expected, 26 of these; the digests are fixed, so is the
  // count.
  EXPECT_GT(passed, 0u);
  EXPECT_LT(passed, 60u);
}

}  // namespace
}  // namespace winnow
