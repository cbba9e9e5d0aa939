// Block search: blocks of listed contents in free space.
//
// Every block that begins on a stretch's grid is looked up by its key (block_match.h).
// The result is a function of the batch's bytes and the sets.
#ifndef WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_
#define WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/content_reader.h"
#include "scanner/match/block_match.h"
#include "scanner/wire/messages.h"

namespace winnow {

// Takes the keys of all blocks of a space batch that were read. Blocks of one byte all
// through, which no set holds, are left out. Says in `searched` which bytes were looked
// at, as those of some block, and whether something could not be read.
void take_block_keys(const Batch& batch, const LoadedBatch& loaded, BlockKeys& blocks,
                     SpaceSearched& searched);

// Looks all of them up in the notable sets. Runs by set, then by offset; `left_out`
// says how many are not among them. A fault is a damaged set's.
[[nodiscard]] Result<std::vector<BlockRunRecord>> match_blocks(
    const std::vector<HashSet>& sets, const BlockKeys& blocks,
    const LoadedBatch& loaded, std::uint32_t& left_out);

// Those of them that are probative: what sets of later years can be asked of.
[[nodiscard]] std::vector<KeptBlocks> blocks_to_keep(const BlockKeys& blocks,
                                                     const LoadedBatch& loaded);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_BLOCK_SEARCH_H_
