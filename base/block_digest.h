// The bare compression functions of the digests: a state, advanced by whole blocks.
// What has this state in its hands can move a content between OpenSSL and the lanes of
// base/simd/digest_lanes.h, and put it by between its parts.
//
// OpenSSL's low-level functions underneath: deprecated since 3.0 in favour of EVP, but
// EVP hides its state. Both run the same code, the processor's SHA instructions where
// it has them. Stateless: safe from any thread.
#ifndef WINNOW_BASE_BLOCK_DIGEST_H_
#define WINNOW_BASE_BLOCK_DIGEST_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/digest.h"

namespace winnow {

inline constexpr std::size_t kDigestBlock = 64;  // bytes, of all three algorithms

// MD5 uses four of them, SHA-1 five, SHA-256 eight.
using DigestWords = std::array<std::uint32_t, 8>;

[[nodiscard]] DigestWords first_words(Algorithm algorithm);
// `blocks` are `count` of them, of any alignment. Padding is the caller's.
void compress(Algorithm algorithm, DigestWords& words, const std::byte* blocks,
              std::size_t count);
// The digest that the words are once the padding is in them.
[[nodiscard]] Digest digest_of_words(Algorithm algorithm, const DigestWords& words);

}  // namespace winnow

#endif  // WINNOW_BASE_BLOCK_DIGEST_H_
