#include "hashsets/sealing/secret.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace winnow {

Result<Secret> Secret::of_length(std::size_t length) {
  assert(length > 0);
  if (::sodium_init() < 0) {
    return Fault{
        FaultKind::io,
        "the system gives no random numbers; see that /dev/urandom can be read", "",
        std::nullopt};
  }
  void* const memory = ::sodium_malloc(length);
  if (memory == nullptr) {
    return Fault{FaultKind::out_of_memory, "no memory is left for a key", "",
                 std::nullopt};
  }
  ::sodium_memzero(memory, length);
  return Secret(static_cast<std::byte*>(memory), length);
}

Result<Secret> Secret::copy_of(Bytes bytes) {
  auto secret = of_length(bytes.size());
  if (secret) std::copy(bytes.begin(), bytes.end(), secret->bytes().begin());
  return secret;
}

Result<Secret> Secret::random(std::size_t length) {
  auto secret = of_length(length);
  if (secret) ::randombytes_buf(secret->bytes().data(), length);
  return secret;
}

void Secret::WipeAndFree::operator()(std::byte* memory) const {
  ::sodium_free(memory);
}

}  // namespace winnow
