// Fast non-cryptographic checksums (XXH3, https://github.com/Cyan4973/xxHash) for our
// own files: journals and hash sets. They find damage, they do not prove authorship.
#ifndef WINNOW_BASE_CHECKSUM_H_
#define WINNOW_BASE_CHECKSUM_H_

#include <cstdint>

#include "base/bytes.h"

namespace winnow {

[[nodiscard]] std::uint64_t checksum64(Bytes bytes);
// With a seed, for a chain in which each record also vouches for the one before it.
[[nodiscard]] std::uint64_t checksum64(Bytes bytes, std::uint64_t seed);

}  // namespace winnow

#endif  // WINNOW_BASE_CHECKSUM_H_
