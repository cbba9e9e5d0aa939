#include "base/simd/hamming.h"
#include "base/simd/instruction_sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <set>
#include <vector>

namespace winnow {
namespace {

using simd::kHashBytes;
using simd::kTileHashes;

using Hash = std::array<std::byte, kHashBytes>;

class HammingOn : public testing::TestWithParam<std::int64_t> {
 protected:
  const simd::OnlyInstructionSet only_{GetParam()};

  Hash random_hash() {
    Hash hash;
    for (std::byte& byte : hash) byte = static_cast<std::byte>(random_());
    return hash;
  }
  // A hash in which each bit differs with a chance of `of_16` sixteenths.
  Hash near(Hash hash, unsigned of_16) {
    for (unsigned bit = 0; bit < 256; ++bit) {
      if (random_() % 16 >= of_16) continue;
      hash[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
    }
    return hash;
  }
  std::mt19937 random_{7};
};

INSTANTIATE_TEST_SUITE_P(, HammingOn, testing::ValuesIn(simd::instruction_sets()),
                         [](const auto& set) {
                           return std::string(simd::name_of(set.param));
                         });

// The twin: one bit count after the other.
unsigned distance_of(const Hash& a, const Hash& b, std::size_t bytes) {
  int distance = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    distance += std::popcount(std::to_integer<unsigned>(a[i] ^ b[i]));
  }
  return static_cast<unsigned>(distance);
}

using Found = std::set<std::pair<std::size_t, std::size_t>>;  // query, hash

Found scan(const std::vector<Hash>& hashes, const std::vector<Hash>& queries,
           unsigned bound) {
  std::vector<std::byte> bytes;
  for (const Hash& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
  simd::HammingTile tile;
  simd::fill_tile(
      std::span<const std::byte, kTileHashes * kHashBytes>(bytes.data(), bytes.size()),
      tile);
  std::vector<simd::HammingQuery> short_queries;
  for (const Hash& query : queries) short_queries.push_back(simd::make_query(query));
  std::vector<simd::NearLanes> near(queries.size() * simd::kMaxNearLanes);
  const std::size_t count = simd::scan_tile(tile, short_queries, bound, near);
  Found found;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t lane = 0; lane < 64; ++lane) {
      if (((near[i].lanes >> lane) & 1) == 0) continue;
      // Nothing is found twice.
      EXPECT_TRUE(found.emplace(near[i].query, simd::hash_of_lane(lane)).second);
    }
  }
  return found;
}

TEST_P(HammingOn, FindsWhatOneByOneFinds) {
  std::vector<Hash> hashes;
  for (std::size_t i = 0; i < kTileHashes; ++i) hashes.push_back(random_hash());
  // From the same hash to its opposite.
  std::vector<Hash> queries;
  for (unsigned of_16 = 0; of_16 <= 16; ++of_16) {
    for (int i = 0; i < 4; ++i) {
      queries.push_back(near(hashes[random_() % kTileHashes], of_16));
    }
  }
  for (const unsigned bound : {0u, 1u, 7u, 15u, 31u, 48u, 80u, 95u, 96u, 200u, 256u}) {
    Found expected;
    for (std::size_t q = 0; q < queries.size(); ++q) {
      for (std::size_t h = 0; h < hashes.size(); ++h) {
        if (distance_of(queries[q], hashes[h], simd::kTileBytes) <= bound) {
          expected.emplace(q, h);
        }
      }
    }
    EXPECT_EQ(scan(hashes, queries, bound), expected) << bound;
  }
}

TEST_P(HammingOn, EachBitOfTheFirstBytesCounts) {
  const std::vector<Hash> zeros(kTileHashes);
  for (unsigned bit = 0; bit < 8 * simd::kTileBytes; ++bit) {
    Hash query{};
    query[bit / 8] = static_cast<std::byte>(1u << bit % 8);
    EXPECT_EQ(scan(zeros, {query}, 0).size(), 0u) << bit;
    EXPECT_EQ(scan(zeros, {query}, 1).size(), kTileHashes) << bit;
  }
}

TEST_P(HammingOn, DistancesOfPairs) {
  for (const std::size_t count : {0u, 1u, 7u, 300u}) {
    std::vector<Hash> hashes;
    std::vector<Hash> others;
    for (std::size_t i = 0; i < count; ++i) {
      hashes.push_back(random_hash());
      others.push_back(near(hashes.back(), static_cast<unsigned>(i % 17)));
    }
    std::vector<const std::byte*> a;
    std::vector<const std::byte*> b;
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < count; ++i) {
      a.push_back(hashes[i].data());
      b.push_back(others[i].data());
      expected.push_back(distance_of(hashes[i], others[i], kHashBytes));
    }
    std::vector<std::uint32_t> distances(count);
    simd::hamming_distances(a, b, distances);
    EXPECT_EQ(distances, expected);
  }
}

}  // namespace
}  // namespace winnow
