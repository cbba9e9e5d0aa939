// Whether a volume that nothing was recognised in looks like random bytes throughout,
// as an encrypted one without a header does (VeraCrypt, plain dm-crypt), and one that
// was wiped with random bytes.
#ifndef WINNOW_SCANNER_VOLUMES_RANDOM_LOOK_H_
#define WINNOW_SCANNER_VOLUMES_RANDOM_LOOK_H_

#include <cstdint>

#include "scanner/evidence/evidence.h"

namespace winnow {

// How many blocks of a sample were looked at if every one of them looks random; else 0,
// also where too little can be read to say. Reads at most 256 KiB, always at the same
// places.
//
// Pearson's chi-square test over byte values, of each block and of all together: what
// compression leaves uneven shows in the whole sample where a block is too short. It
// tells JPEG, PNG and most of deflate from random bytes, but not a volume filled by one
// stream of a range coder (xz, VP8, AVIF, some of H.264).
[[nodiscard]] unsigned count_random_blocks(const Evidence& evidence,
                                           std::uint64_t offset, std::uint64_t length);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_RANDOM_LOOK_H_
