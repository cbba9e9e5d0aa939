// Block match: blocks whose keys are known, compared with a set.
//
// What a set has is joined to runs of blocks that follow each other both on the device
// and in the listed content. Where the blocks come from makes no difference: read just
// now, or keys that were kept of them. Safe from any thread.
#ifndef WINNOW_SCANNER_MATCH_BLOCK_MATCH_H_
#define WINNOW_SCANNER_MATCH_BLOCK_MATCH_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/wire/records.h"

namespace winnow {

// Of a device that is full of one listed block, no more than so many places of a chunk
// are told for each set, the longest of each content first; the others are counted. Of
// each set for itself, so that no set's answer depends on those beside it.
inline constexpr std::size_t kMostRunsPerBatch = 256;

// The blocks of one batch, with their keys. Reused from batch to batch by one thread at
// a time.
struct BlockKeys {
  std::vector<std::uint64_t> offsets;  // in the evidence; rising on one grid
  std::vector<BlockKey> keys;
};

// A key as it is kept, and back.
[[nodiscard]] std::uint64_t number_of(const BlockKey& key);
[[nodiscard]] BlockKey key_of(std::uint64_t number);

// Whether the block at that offset, whose key a set has, is probative.
using IsProbative = std::function<bool(std::uint64_t offset)>;

// Adds the runs of one notable set, by offset, of no more than kMostRunsPerBatch; the
// others are added to `left_out`. A fault is a damaged set's.
[[nodiscard]] Result<void> match_blocks_in(const HashSet& set, std::uint32_t number,
                                           const BlockKeys& blocks,
                                           const IsProbative& is_probative,
                                           std::vector<BlockRunRecord>& runs,
                                           std::uint32_t& left_out);

}  // namespace winnow

#endif  // WINNOW_SCANNER_MATCH_BLOCK_MATCH_H_
