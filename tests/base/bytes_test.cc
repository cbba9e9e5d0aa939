#include "base/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace winnow {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

TEST(Bytes, PartGivesExactlyWhatIsThere) {
  const Bytes bytes = bytes_of("abcdef");
  EXPECT_EQ(text_of(*part(bytes, 0, 6)), "abcdef");
  EXPECT_EQ(text_of(*part(bytes, 2, 3)), "cde");
  EXPECT_EQ(part(bytes, 6, 0)->size(), 0u);
  EXPECT_FALSE(part(bytes, 6, 1));
  EXPECT_FALSE(part(bytes, 7, 0));
}

TEST(Bytes, PartWithstandsSumsThatWrapAround) {
  const Bytes bytes = bytes_of("abcdef");
  EXPECT_FALSE(part(bytes, kHuge, 2));
  EXPECT_FALSE(part(bytes, 2, kHuge));
  EXPECT_FALSE(part(bytes, kHuge - 1, kHuge));
  EXPECT_FALSE(part(Bytes(), 1, kHuge));
}

TEST(Bytes, NumbersAreReadInBothByteOrders) {
  const Bytes bytes = bytes_of("\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_EQ(read_le<std::uint16_t>(bytes, 1), 0x0302);
  EXPECT_EQ(read_be<std::uint16_t>(bytes, 1), 0x0203);
  EXPECT_EQ(read_le<std::uint32_t>(bytes, 4), 0x08070605u);
  EXPECT_EQ(read_be<std::uint32_t>(bytes, 4), 0x05060708u);
  EXPECT_EQ(read_le<std::uint64_t>(bytes, 0), 0x0807060504030201u);
  EXPECT_EQ(read_be<std::uint64_t>(bytes, 0), 0x0102030405060708u);
}

TEST(Bytes, NumbersBeyondTheEndAreNothingOrZero) {
  const Bytes bytes = bytes_of("\xFF\xFF\xFF\xFF");
  EXPECT_FALSE(read_le<std::uint32_t>(bytes, 1));
  EXPECT_FALSE(read_be<std::uint32_t>(bytes, 1));
  EXPECT_FALSE(read_be<std::uint16_t>(bytes, kHuge));
  EXPECT_EQ(le<std::uint32_t>(bytes, 1), 0u);
  EXPECT_EQ(be<std::uint64_t>(bytes, 0), 0u);
  EXPECT_EQ(le<std::uint32_t>(bytes, 0), 0xFFFFFFFFu);
}

TEST(Bytes, MagicIsFoundOnlyWhole) {
  const Bytes bytes = bytes_of("xxEVF");
  EXPECT_TRUE(has_magic(bytes, 2, "EVF"));
  EXPECT_FALSE(has_magic(bytes, 1, "EVF"));
  EXPECT_FALSE(has_magic(bytes, 2, "EVF2"));
  EXPECT_FALSE(has_magic(bytes, kHuge, "EVF"));
}

TEST(Bytes, AllZeroLooksAtEveryByte) {
  std::vector<std::byte> zeros(1000);
  EXPECT_TRUE(all_zero(zeros));
  EXPECT_TRUE(all_zero(Bytes()));
  for (const std::size_t i : {std::size_t{0}, std::size_t{500}, std::size_t{999}}) {
    zeros[i] = std::byte{1};
    EXPECT_FALSE(all_zero(zeros)) << i;
    zeros[i] = std::byte{0};
  }
}

// The model: vector::at(), which throws where a read must give nothing.
TEST(Bytes, ReadsAgreeWithTheModel) {
  constexpr unsigned kSeed = 20250107;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  std::vector<std::byte> bytes(64);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random());
  for (int round = 0; round < 5000; ++round) {
    const std::uint64_t offset = random() % 80;
    std::optional<std::uint32_t> expected = 0;
    try {
      for (std::uint64_t i = 4; i-- > 0;) {
        expected = *expected << 8 | std::to_integer<std::uint32_t>(
                                        bytes.at(static_cast<std::size_t>(offset + i)));
      }
    } catch (const std::out_of_range&) {
      expected.reset();
    }
    ASSERT_EQ(read_le<std::uint32_t>(bytes, offset), expected) << offset;
  }
}

}  // namespace
}  // namespace winnow
