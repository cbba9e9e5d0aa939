// ScratchCipher: enciphers one temporary file under a key that lives in memory alone,
// so that what a build puts aside cannot be read from the disk.
//
// XChaCha20 (crypto_stream_xchacha20_xor_ic of libsodium): any place of the file by
// itself, as long as no place is written twice. It hides and does not authenticate: who
// can change a nameless file of a running build can do worse. Any thread.
#ifndef WINNOW_HASHSETS_SEALING_SCRATCH_CIPHER_H_
#define WINNOW_HASHSETS_SEALING_SCRATCH_CIPHER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/sealing/secret.h"

namespace winnow {

// Of all temporary files of one build.
using ScratchKey = std::shared_ptr<const Secret>;
[[nodiscard]] Result<ScratchKey> make_scratch_key();

class ScratchCipher {
 public:
  // With a nonce of its own.
  explicit ScratchCipher(ScratchKey key);

  // Enciphers the bytes that belong at `offset` of the file, or deciphers them.
  void apply(std::uint64_t offset, MutableBytes bytes) const;

 private:
  ScratchKey key_;
  std::array<std::byte, 24> nonce_{};
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SEALING_SCRATCH_CIPHER_H_
