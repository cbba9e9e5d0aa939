#include "base/checksum.h"

#include <xxhash.h>

#include <cstring>

namespace winnow {

std::uint64_t checksum64(Bytes bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t checksum64(Bytes bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::array<std::byte, 8> checksum64_bytes(Bytes bytes) {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, XXH3_64bits(bytes.data(), bytes.size()));
  std::array<std::byte, 8> value{};
  std::memcpy(value.data(), canonical.digest, value.size());
  return value;
}

std::array<std::byte, 16> checksum128_bytes(Bytes bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  std::array<std::byte, 16> value{};
  std::memcpy(value.data(), canonical.digest, value.size());
  return value;
}

}  // namespace winnow
