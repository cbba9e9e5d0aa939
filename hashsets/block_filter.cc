#include "hashsets/block_filter.h"

#include <array>
#include <cassert>
#include <cstring>

#include "base/checksum.h"

namespace winnow {
namespace {

constexpr std::size_t kWords = 8;
// The eight odd multipliers of the Parquet specification.
constexpr std::array<std::uint32_t, kWords> kSalts = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d,
    0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31};
static_assert(kWords * sizeof(std::uint32_t) == kFilterBlock);

// The one bit that a hash sets in a word of its block.
std::uint32_t bit_in_word(std::uint64_t hash, std::size_t word) {
  return 1u << ((static_cast<std::uint32_t>(hash) * kSalts[word]) >> 27);
}

}  // namespace

std::uint64_t filter_block_count(std::uint64_t key_count) {
  return key_count < 16 ? 1 : (key_count - 1) / 16 + 1;
}

std::uint64_t filter_hash(Bytes key) {
  return checksum64(key);
}

std::uint64_t filter_block_of(std::uint64_t hash, std::uint64_t block_count) {
  return ((hash >> 32) * block_count) >> 32;
}

void filter_add(MutableBytes block, std::uint64_t hash) {
  assert(block.size() == kFilterBlock);
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, block.data() + i * sizeof(word), sizeof(word));
    word |= bit_in_word(hash, i);
    std::memcpy(block.data() + i * sizeof(word), &word, sizeof(word));
  }
}

bool filter_may_contain(Bytes block, std::uint64_t hash) {
  assert(block.size() == kFilterBlock);
  // Most questions are answered by the first word or two.
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, block.data() + i * sizeof(word), sizeof(word));
    if ((word & bit_in_word(hash, i)) == 0) return false;
  }
  return true;
}

}  // namespace winnow
