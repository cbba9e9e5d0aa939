#include "hashsets/sealing/scratch_cipher.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kBlock = 64;  // of the key stream
static_assert(crypto_stream_xchacha20_NONCEBYTES == 24);

unsigned char* raw(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

Result<ScratchKey> make_scratch_key() {
  auto key = Secret::random(crypto_stream_xchacha20_KEYBYTES);
  if (!key) return std::move(key).error();
  return ScratchKey(std::make_shared<const Secret>(std::move(*key)));
}

ScratchCipher::ScratchCipher(ScratchKey key) : key_(std::move(key)) {
  ::randombytes_buf(nonce_.data(), nonce_.size());
}

void ScratchCipher::apply(std::uint64_t offset, MutableBytes bytes) const {
  const auto apply_blocks = [this](std::uint64_t block, MutableBytes part) {
    ::crypto_stream_xchacha20_xor_ic(raw(part.data()), raw(part.data()), part.size(),
                                     raw(nonce_.data()), block,
                                     raw(key_->bytes().data()));
  };
  const auto skipped = static_cast<std::size_t>(offset % kBlock);
  if (skipped != 0) {
    // The rest of a block that others have begun.
    std::array<std::byte, kBlock> block{};
    const std::size_t length = std::min(kBlock - skipped, bytes.size());
    const auto inside = MutableBytes(block).subspan(skipped, length);
    std::copy_n(bytes.begin(), length, inside.begin());
    apply_blocks(offset / kBlock, block);
    std::copy_n(inside.begin(), length, bytes.begin());
    bytes = bytes.subspan(length);
    offset += length;
  }
  if (!bytes.empty()) apply_blocks(offset / kBlock, bytes);
}

}  // namespace winnow
