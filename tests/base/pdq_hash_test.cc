#include "base/pdq_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "base/digest.h"

namespace winnow {
namespace {

PdqHash pdq(std::string_view hex) {
  const auto digest = parse_digest(hex);
  EXPECT_TRUE(digest && digest->bytes().size() == 32) << hex;
  return digest ? PdqHash{digest->value} : PdqHash{};
}

PdqHash random_pdq(std::mt19937& random) {
  PdqHash hash;
  for (std::byte& byte : hash.value) byte = static_cast<std::byte>(random());
  return hash;
}

constexpr std::array kVariants = {PdqVariant::original,     PdqVariant::rotated_90,
                                  PdqVariant::rotated_180,  PdqVariant::rotated_270,
                                  PdqVariant::flipped_x,    PdqVariant::flipped_y,
                                  PdqVariant::flipped_plus, PdqVariant::flipped_minus};

// One picture of the reference (data/bridge-mods/aaa-orig.jpg) and its variants, as
// ThreatExchange's hasher gives them.
const std::array<PdqHash, kPdqVariants>& bridge() {
  static const std::array<PdqHash, kPdqVariants> kBridge = {
      pdq("f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"),
      pdq("30a10efd71c83f429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af"),
      pdq("adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188"),
      pdq("a5f0b457a49995e8c1065c275aaa54d8b61ba49df8fcfc0383c32f8b0bfc4f05"),
      pdq("f8f80f31e0f457b00637f5d5028f980fb36ed12a9622e1e233e64c634e9c64dd"),
      pdq("0dad2599b1a1bd1a5362576752da32a5e63b7380c2374b4866b346c91bc9ce77"),
      pdq("f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50"),
      pdq("a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa")};
  return kBridge;
}

TEST(PdqHash, DistanceCountsEveryBit) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    const PdqHash a = random_pdq(random);
    PdqHash b = a;
    unsigned distance = 0;
    for (unsigned bit = 0; bit < 256; ++bit) {
      if (random() % 3 != 0) continue;
      b.value[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
      ++distance;
    }
    EXPECT_EQ(pdq_distance(a, b), distance);
    EXPECT_EQ(pdq_distance(b, a), distance);
  }
}

TEST(PdqHash, TurningBackGivesTheHashAgain) {
  std::mt19937 random(2);
  const PdqHash hash = random_pdq(random);
  for (const PdqVariant variant : kVariants) {
    // Quarter turns undo each other, all others undo themselves.
    const PdqVariant back = variant == PdqVariant::rotated_90 ? PdqVariant::rotated_270
                            : variant == PdqVariant::rotated_270
                                ? PdqVariant::rotated_90
                                : variant;
    EXPECT_EQ(near_variant(near_variant(hash, variant), back), hash)
        << to_string(variant);
  }
  const PdqHash quarter = near_variant(hash, PdqVariant::rotated_90);
  EXPECT_EQ(near_variant(quarter, PdqVariant::rotated_90),
            near_variant(hash, PdqVariant::rotated_180));
}

TEST(PdqHash, FormsOfAPictureOfTheReference) {
  for (const PdqVariant variant : kVariants) {
    const PdqHash& expected = bridge()[static_cast<std::size_t>(variant)];
    EXPECT_LE(pdq_distance(near_variant(bridge()[0], variant), expected), 16u)
        << to_string(variant);
  }
  EXPECT_EQ(near_variant(bridge()[0], PdqVariant::original), bridge()[0]);
}

// What the comment of near_variant() says is exact.
TEST(PdqHash, TheDiagonalIsExactFromAnyForm) {
  const std::vector<std::pair<PdqVariant, PdqVariant>> pairs = {
      {PdqVariant::original, PdqVariant::flipped_plus},
      {PdqVariant::flipped_y, PdqVariant::rotated_90},
      {PdqVariant::flipped_x, PdqVariant::rotated_270},
      {PdqVariant::rotated_180, PdqVariant::flipped_minus}};
  for (const auto& [from, to] : pairs) {
    EXPECT_EQ(near_variant(bridge()[static_cast<std::size_t>(from)],
                           PdqVariant::flipped_plus),
              bridge()[static_cast<std::size_t>(to)])
        << to_string(from);
  }
}

// Every picture of the reference that this machine has the hashes of.
TEST(PdqHash, FormsOfAllPicturesOfTheReference) {
  std::ifstream file(WINNOW_SHARED_DIR "/vectors/pdq-vectors.tsv");
  if (!file) GTEST_SKIP() << "no vectors on this machine";
  std::string line;
  std::getline(file, line);
  std::size_t pictures = 0;
  while (std::getline(file, line)) {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, '\t');) fields.push_back(field);
    ASSERT_GE(fields.size(), 14u);
    constexpr std::size_t kQuality = 5;
    constexpr std::size_t kPdq = 6;
    const PdqHash hash = pdq(fields[kPdq]);
    for (const PdqVariant variant : kVariants) {
      const PdqHash expected = pdq(fields[kPdq + static_cast<std::size_t>(variant)]);
      const unsigned distance = pdq_distance(near_variant(hash, variant), expected);
      if (variant == PdqVariant::original || variant == PdqVariant::flipped_plus) {
        EXPECT_EQ(distance, 0u) << line;
      } else if (std::stoi(fields[kQuality]) >= 50) {
        EXPECT_LE(distance, 30u) << line;
      }
    }
    ++pictures;
  }
  EXPECT_EQ(pictures, 78u);
}

}  // namespace
}  // namespace winnow
