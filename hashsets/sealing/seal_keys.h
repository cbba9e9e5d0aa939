// The header of a sealed set and the keys made from it and a passphrase; shared by the
// writer and the reader. The page: sealed_format.md.
#ifndef WINNOW_HASHSETS_SEALING_SEAL_KEYS_H_
#define WINNOW_HASHSETS_SEALING_SEAL_KEYS_H_

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/sealing/sealed_format.h"
#include "hashsets/sealing/secret.h"

namespace winnow {

// What a guess at a passphrase costs: of Argon2id, libsodium's MODERATE.
struct SealCost {
  std::uint32_t passes = 3;
  std::uint32_t memory_kib = 256 * 1024;
};

using SealHeader = std::array<std::byte, sealed::kHeaderLength>;

// A header of a set of this length with salt and nonce of its own; `check` and `sum`
// are not there yet.
[[nodiscard]] SealHeader begin_header(std::uint64_t length, SealCost cost);

class SealKeys {
 public:
  // Takes as long as the header's cost says, which is within the format's limits.
  [[nodiscard]] static Result<SealKeys> derive(const SealHeader& header,
                                               const Secret& passphrase,
                                               const std::string& name);

  // Fills in what only the keys can.
  void complete(SealHeader& header) const;
  // Whether the header was completed under the same passphrase.
  [[nodiscard]] bool fit(const SealHeader& header) const;

  // `cipher` is longer than `plain` by the tag.
  void encipher(const SealHeader& header, std::uint64_t index, Bytes plain,
                MutableBytes cipher) const;
  // False if the chunk is not authentic; `plain` then holds nothing of it.
  [[nodiscard]] bool decipher(const SealHeader& header, std::uint64_t index,
                              Bytes cipher, MutableBytes plain) const;

 private:
  SealKeys(Secret check_key, Secret chunk_key)
      : check_key_(std::move(check_key)), chunk_key_(std::move(chunk_key)) {}

  Secret check_key_;
  Secret chunk_key_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SEALING_SEAL_KEYS_H_
