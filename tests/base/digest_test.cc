#include "base/digest.h"

#include <gtest/gtest.h>

#include <cctype>

#include <string>

namespace winnow {
namespace {

TEST(Digest, AlgorithmsHaveOneSpellingAndLength) {
  EXPECT_STREQ(to_string(Algorithm::md5), "md5");
  EXPECT_STREQ(to_string(Algorithm::sha1), "sha1");
  EXPECT_STREQ(to_string(Algorithm::sha256), "sha256");
  for (const Algorithm a : kAlgorithms) {
    EXPECT_EQ(parse_algorithm(to_string(a)), a);
    EXPECT_EQ(algorithm_of_hex_length(2 * digest_length(a)), a);
  }
  EXPECT_FALSE(parse_algorithm("MD5"));
  EXPECT_FALSE(parse_algorithm("sha512"));
  EXPECT_FALSE(algorithm_of_hex_length(16));
  EXPECT_FALSE(algorithm_of_hex_length(0));
}

TEST(Digest, HexOfEitherCaseGivesTheSameDigest) {
  const auto lower = parse_digest("00112233445566778899aabbccddeeff");
  const auto upper = parse_digest("00112233445566778899AABBCCDDEEFF");
  ASSERT_TRUE(lower && upper);
  EXPECT_EQ(*lower, *upper);
  EXPECT_EQ(lower->algorithm, Algorithm::md5);
  EXPECT_EQ(lower->hex(), "00112233445566778899aabbccddeeff");
  EXPECT_EQ(lower->bytes().size(), 16u);
}

TEST(Digest, LengthNamesTheAlgorithm) {
  EXPECT_EQ(parse_digest(std::string(40, 'a'))->algorithm, Algorithm::sha1);
  EXPECT_EQ(parse_digest(std::string(64, 'a'))->algorithm, Algorithm::sha256);
}

TEST(Digest, WrongLengthsAndDigitsAreNothing) {
  for (const std::size_t length : {0u, 1u, 31u, 33u, 39u, 41u, 63u, 65u, 128u}) {
    EXPECT_FALSE(parse_digest(std::string(length, 'a'))) << length;
  }
  for (const char bad : {'g', 'G', ' ', '-', '/', ':', '@', '`', '\0', '\xE1'}) {
    for (const std::size_t place : {0u, 15u, 31u}) {
      std::string hex(32, 'a');
      hex[place] = bad;
      EXPECT_FALSE(parse_digest(hex)) << int{bad} << " at " << place;
    }
  }
}

TEST(Digest, EveryCharacterIsADigitOrNone) {
  for (int c = 0; c < 256; ++c) {
    for (std::size_t place = 0; place < 32; ++place) {
      std::string hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
      hex[place] = static_cast<char>(c);
      const auto digest = parse_digest(hex);
      ASSERT_EQ(digest.has_value(), is_hex(hex)) << c << " at " << place;
      if (!digest) continue;
      hex[place] = static_cast<char>(std::tolower(c));
      ASSERT_EQ(digest->hex(), hex);
    }
  }
}

TEST(Digest, RawBytesMustHaveTheLength) {
  const std::string raw(20, '\x7F');
  const auto digest = make_digest(Algorithm::sha1, bytes_of(raw));
  ASSERT_TRUE(digest);
  EXPECT_EQ(text_of(digest->bytes()), raw);
  EXPECT_EQ(*digest, *parse_digest(digest->hex()));
  EXPECT_FALSE(make_digest(Algorithm::md5, bytes_of(raw)));
  EXPECT_FALSE(make_digest(Algorithm::sha256, bytes_of(raw)));
}

TEST(Digest, SetsOfAlgorithms) {
  AlgorithmSet set;
  EXPECT_TRUE(set.empty());
  set.add(Algorithm::sha1);
  EXPECT_FALSE(set.empty());
  EXPECT_TRUE(set.contains(Algorithm::sha1));
  EXPECT_FALSE(set.contains(Algorithm::md5));
  EXPECT_EQ(AlgorithmSet::from_bits(set.bits()), set);
  EXPECT_EQ(AlgorithmSet::from_bits(0xFF), AlgorithmSet::all());
  for (const Algorithm a : kAlgorithms) EXPECT_TRUE(AlgorithmSet::all().contains(a));
}

TEST(Digest, DigestsKeepOneOfEachAlgorithm) {
  Digests digests;
  const Digest md5 = *parse_digest(std::string(32, '1'));
  const Digest sha1 = *parse_digest(std::string(40, '2'));
  digests.set(md5);
  digests.set(sha1);
  EXPECT_EQ(digests.get(Algorithm::md5), md5);
  EXPECT_EQ(digests.get(Algorithm::sha1), sha1);
  EXPECT_FALSE(digests.get(Algorithm::sha256));
}

TEST(Digest, HexText) {
  EXPECT_EQ(to_hex(bytes_of(std::string_view("\x00\xAF\xFF", 3))), "00afff");
  EXPECT_EQ(to_hex(Bytes()), "");
  EXPECT_TRUE(is_hex("09afAF"));
  EXPECT_FALSE(is_hex(""));
  EXPECT_FALSE(is_hex("0x10"));
}

}  // namespace
}  // namespace winnow
