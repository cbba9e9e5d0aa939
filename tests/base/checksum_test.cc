#include "base/checksum.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

// XXH3_64bits of no bytes with seed 0, from the xxHash specification's own test
// vectors.
TEST(Checksum, IsXxh3) {
  EXPECT_EQ(checksum64(Bytes()), 0x2d06800538d394c2u);
}

TEST(Checksum, EveryBitAndTheSeedCount) {
  std::vector<std::byte> bytes(300, std::byte{0x5A});
  const std::uint64_t before = checksum64(bytes);
  EXPECT_EQ(checksum64(bytes, 0), before);
  EXPECT_NE(checksum64(bytes, 1), before);
  EXPECT_NE(checksum64(Bytes(bytes).first(299)), before);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const std::byte mask{static_cast<unsigned char>(1u << (bit % 8))};
    bytes[bit / 8] ^= mask;
    EXPECT_NE(checksum64(bytes), before) << "bit " << bit;
    bytes[bit / 8] ^= mask;
  }
}

}  // namespace
}  // namespace winnow
