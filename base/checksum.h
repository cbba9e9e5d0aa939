// Fast non-cryptographic checksums (XXH3, https://github.com/Cyan4973/xxHash) for our
// own files, journals and hash sets, and for the blocks of contents. They find damage
// and likeness, they do not prove authorship.
#ifndef WINNOW_BASE_CHECKSUM_H_
#define WINNOW_BASE_CHECKSUM_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace winnow {

[[nodiscard]] std::uint64_t checksum64(Bytes bytes);
// With a seed, for a chain in which each record also vouches for the one before it.
[[nodiscard]] std::uint64_t checksum64(Bytes bytes, std::uint64_t seed);

// The canonical form of XXH3 with seed 0: most significant byte first, as it is written
// in hexadecimal.
[[nodiscard]] std::array<std::byte, 8> checksum64_bytes(Bytes bytes);
[[nodiscard]] std::array<std::byte, 16> checksum128_bytes(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_BASE_CHECKSUM_H_
