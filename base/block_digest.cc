#include "base/block_digest.h"

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <algorithm>

namespace winnow {

DigestWords first_words(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::md5:
      return {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    case Algorithm::sha1:
      return {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    case Algorithm::sha256:
      return {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
              0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  }
  return {};
}

void compress(Algorithm algorithm, DigestWords& words, const std::byte* blocks,
              std::size_t count) {
  const std::size_t bytes = count * kDigestBlock;
  switch (algorithm) {
    case Algorithm::md5: {
      MD5_CTX context{};
      context.A = words[0];
      context.B = words[1];
      context.C = words[2];
      context.D = words[3];
      MD5_Update(&context, blocks, bytes);
      words = {context.A, context.B, context.C, context.D};
      return;
    }
    case Algorithm::sha1: {
      SHA_CTX context{};
      context.h0 = words[0];
      context.h1 = words[1];
      context.h2 = words[2];
      context.h3 = words[3];
      context.h4 = words[4];
      SHA1_Update(&context, blocks, bytes);
      words = {context.h0, context.h1, context.h2, context.h3, context.h4};
      return;
    }
    case Algorithm::sha256: {
      SHA256_CTX context{};
      context.md_len = SHA256_DIGEST_LENGTH;
      std::copy(words.begin(), words.end(), context.h);
      SHA256_Update(&context, blocks, bytes);
      std::copy(std::begin(context.h), std::end(context.h), words.begin());
      return;
    }
  }
}

Digest digest_of_words(Algorithm algorithm, const DigestWords& words) {
  Digest digest;
  digest.algorithm = algorithm;
  const bool big_endian = algorithm != Algorithm::md5;
  for (std::size_t i = 0; i < digest_length(algorithm); ++i) {
    const std::size_t shift = 8 * (big_endian ? 3 - i % 4 : i % 4);
    digest.value[i] = static_cast<std::byte>(words[i / 4] >> shift);
  }
  return digest;
}

}  // namespace winnow
