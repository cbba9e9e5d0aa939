// A split-block Bloom filter: "certainly not listed" in one cache line.
//
// As in Apache Parquet (https://github.com/apache/parquet-format, BloomFilter.md):
// blocks of 256 bits, eight words of 32, one bit set in each word; here the hash is
// XXH3-64 of the key. With 16 bits a key about one miss in 800 passes. Functions over
// bytes that the caller owns, with no state: safe from any thread while nobody adds.
#ifndef WINNOW_HASHSETS_BLOCK_FILTER_H_
#define WINNOW_HASHSETS_BLOCK_FILTER_H_

#include <cstdint>

#include "base/bytes.h"

namespace winnow {

inline constexpr std::uint64_t kFilterBlock = 32;  // bytes

// Blocks for so many keys at 16 bits each; at least one.
[[nodiscard]] std::uint64_t filter_block_count(std::uint64_t key_count);
[[nodiscard]] std::uint64_t filter_hash(Bytes key);
// Which of `block_count` blocks (1 to 2^32 - 1) answers for a hash.
[[nodiscard]] std::uint64_t filter_block_of(std::uint64_t hash,
                                            std::uint64_t block_count);
// `block` is the block that filter_block_of() named, kFilterBlock bytes.
void filter_add(MutableBytes block, std::uint64_t hash);
[[nodiscard]] bool filter_may_contain(Bytes block, std::uint64_t hash);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BLOCK_FILTER_H_
