// Free space: what of the evidence no live file's content covers. Free clusters and
// what deleted files left in them, slack behind the ends of files, gaps between
// volumes, and the file systems' own structures; but no encrypted volume, in which
// nothing can be told from anything.
//
// Blocks of listed contents can begin there on the grid of clusters of each volume that
// was examined, and elsewhere at any sector; so too where volumes of different grids
// lie over each other. Pure functions of the inventory.
#ifndef WINNOW_SCANNER_PLAN_FREE_SPACE_H_
#define WINNOW_SCANNER_PLAN_FREE_SPACE_H_

#include <cstdint>
#include <vector>

#include "scanner/plan/device_order.h"
#include "scanner/volumes/inventory.h"

namespace winnow {

// Rising and disjoint; `end` of each is its own end.
[[nodiscard]] std::vector<SpaceStretch> free_space(const Inventory& inventory,
                                                   std::uint64_t evidence_bytes);

// The part of `stretches`, which are as free_space() gives them, in which blocks begin
// at [begin, end) of the evidence.
[[nodiscard]] std::vector<SpaceStretch> part_of_space(
    const std::vector<SpaceStretch>& stretches, std::uint64_t begin, std::uint64_t end);

// A batch for each chunk of kSpaceChunkBytes that has free space, but for those that
// are done (rising).
[[nodiscard]] std::vector<Batch> plan_space(
    const std::vector<SpaceStretch>& stretches,
    const std::vector<std::uint32_t>& chunks_done);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PLAN_FREE_SPACE_H_
