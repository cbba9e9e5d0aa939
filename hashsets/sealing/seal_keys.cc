#include "hashsets/sealing/seal_keys.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/checksum.h"

namespace winnow {
namespace {

constexpr std::size_t kKeyLength = 32;
constexpr char kContext[] = "wsetseal";
constexpr std::uint64_t kCheckKey = 1;
constexpr std::uint64_t kChunkKey = 2;

static_assert(crypto_pwhash_SALTBYTES == sealed::kSaltLength);
static_assert(crypto_kdf_KEYBYTES == kKeyLength);
static_assert(crypto_kdf_CONTEXTBYTES == sizeof(kContext) - 1);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == kKeyLength);
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == sealed::kTagLength);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == sealed::kNonceLength + 8);

using Nonce = std::array<std::byte, sealed::kNonceLength + 8>;
using Check = std::array<std::byte, sealed::kCheckLength>;

unsigned char* raw(MutableBytes bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

template <typename T>
void put_le(MutableBytes bytes, std::size_t offset, T value) {
  std::memcpy(bytes.subspan(offset, sizeof(T)).data(), &value, sizeof(T));
}

Result<Secret> subkey(const Secret& master, std::uint64_t number) {
  auto key = Secret::of_length(kKeyLength);
  if (key) {
    ::crypto_kdf_derive_from_key(raw(key->bytes()), kKeyLength, number, kContext,
                                 raw(master.bytes()));
  }
  return key;
}

Check check_of(const SealHeader& header, const Secret& key) {
  Check check{};
  ::crypto_generichash(raw(MutableBytes(check)), check.size(), raw(Bytes(header)),
                       sealed::kCheckAt, raw(key.bytes()), key.bytes().size());
  return check;
}

Nonce nonce_of(const SealHeader& header, std::uint64_t index) {
  Nonce nonce{};
  std::copy_n(header.begin() + sealed::kNonceAt, sealed::kNonceLength, nonce.begin());
  put_le(nonce, sealed::kNonceLength, index);
  return nonce;
}

}  // namespace

SealHeader begin_header(std::uint64_t length, SealCost cost) {
  SealHeader header{};
  const Bytes magic = bytes_of(sealed::kMagic);
  std::copy(magic.begin(), magic.end(), header.begin());
  put_le(header, sealed::kMajorAt, sealed::kMajor);
  put_le(header, sealed::kMinorAt, sealed::kMinor);
  put_le(header, sealed::kPassesAt, cost.passes);
  put_le(header, sealed::kMemoryAt, cost.memory_kib);
  put_le(header, sealed::kLengthAt, length);
  ::randombytes_buf(header.data() + sealed::kSaltAt, sealed::kSaltLength);
  ::randombytes_buf(header.data() + sealed::kNonceAt, sealed::kNonceLength);
  return header;
}

Result<SealKeys> SealKeys::derive(const SealHeader& header, const Secret& passphrase,
                                  const std::string& name) {
  auto master = Secret::of_length(kKeyLength);
  if (!master) return std::move(master).error();
  const Bytes fields(header);
  const auto passes = le<std::uint32_t>(fields, sealed::kPassesAt);
  const auto memory_kib = le<std::uint32_t>(fields, sealed::kMemoryAt);
  const int derived = ::crypto_pwhash(
      raw(master->bytes()), kKeyLength,
      reinterpret_cast<const char*>(passphrase.bytes().data()),
      passphrase.bytes().size(), raw(fields.subspan(sealed::kSaltAt)), passes,
      std::size_t{memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
  if (derived != 0) {
    return Fault{FaultKind::out_of_memory,
                 "its key cannot be made from the passphrase: that needs " +
                     std::to_string(memory_kib / 1024 + 1) +
                     " MiB of memory; close other programs and try again",
                 name, std::nullopt};
  }
  auto check_key = subkey(*master, kCheckKey);
  if (!check_key) return std::move(check_key).error();
  auto chunk_key = subkey(*master, kChunkKey);
  if (!chunk_key) return std::move(chunk_key).error();
  return SealKeys(std::move(*check_key), std::move(*chunk_key));
}

void SealKeys::complete(SealHeader& header) const {
  const Check check = check_of(header, check_key_);
  std::copy(check.begin(), check.end(), header.begin() + sealed::kCheckAt);
  put_le(header, sealed::kSumAt, checksum64(Bytes(header).first(sealed::kSumAt)));
}

bool SealKeys::fit(const SealHeader& header) const {
  const Check check = check_of(header, check_key_);
  return ::sodium_memcmp(check.data(), header.data() + sealed::kCheckAt,
                         check.size()) == 0;
}

void SealKeys::encipher(const SealHeader& header, std::uint64_t index, Bytes plain,
                        MutableBytes cipher) const {
  assert(cipher.size() == plain.size() + sealed::kTagLength);
  const Nonce nonce = nonce_of(header, index);
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(
      raw(cipher), nullptr, raw(plain), plain.size(), raw(Bytes(header)), header.size(),
      nullptr, raw(Bytes(nonce)), raw(chunk_key_.bytes()));
}

bool SealKeys::decipher(const SealHeader& header, std::uint64_t index, Bytes cipher,
                        MutableBytes plain) const {
  assert(cipher.size() == plain.size() + sealed::kTagLength);
  const Nonce nonce = nonce_of(header, index);
  return ::crypto_aead_xchacha20poly1305_ietf_decrypt(
             raw(plain), nullptr, nullptr, raw(cipher), cipher.size(),
             raw(Bytes(header)), header.size(), raw(Bytes(nonce)),
             raw(chunk_key_.bytes())) == 0;
}

}  // namespace winnow
