// Block search: blocks of listed contents in free space.
//
// Every block that begins on a stretch's grid is looked up by its key; what is found is
// joined to runs of blocks that follow each other both on the device and in the listed
// content. The result is a function of the batch's bytes and the sets.
#ifndef WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_
#define WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/content_reader.h"
#include "scanner/wire/messages.h"

namespace winnow {

// Of a device that is full of one listed block, no more than so many places of a chunk
// are told, the longest of each content first; the others are counted.
inline constexpr std::size_t kMostRunsPerBatch = 256;

// The blocks of one batch, with their keys. Reused from batch to batch by one thread at
// a time.
struct BlockKeys {
  std::vector<std::uint64_t> offsets;  // in the evidence; rising on one grid
  std::vector<BlockKey> keys;
};

// Takes the keys of all blocks of a space batch that were read. Blocks of one byte all
// through, which no set holds, are left out. Says in `searched` which bytes were looked
// at, as those of some block, and whether something could not be read.
void take_block_keys(const Batch& batch, const LoadedBatch& loaded, BlockKeys& blocks,
                     SpaceSearched& searched);

// Looks all of them up in the notable sets. Runs by set, then by offset; of more than
// kMostRunsPerBatch the longest, of each content one at least if there is room;
// `left_out` says how many are not among them. A fault is a damaged set's.
[[nodiscard]] Result<std::vector<BlockRunRecord>> match_blocks(
    const std::vector<HashSet>& sets, const BlockKeys& blocks,
    const LoadedBatch& loaded, std::uint32_t& left_out);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_
