// Writes the index of a set's PDQ hashes: hashsets/wset_format.md, "The PDQ index".
#ifndef WINNOW_HASHSETS_BUILDING_PDQ_INDEX_WRITER_H_
#define WINNOW_HASHSETS_BUILDING_PDQ_INDEX_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "hashsets/building/spool.h"
#include "hashsets/building/wset_writer.h"

namespace winnow {

// Appends the three sections of the index of `hashes`, 32 bytes each, at least one and
// at most wset::kMaxIndexedPdq. The same hashes give the same bytes. Holds 25 MiB and
// `memory_bytes`, or four bytes for each hash that shares the first bits of a band with
// all the others in memory, whichever is more; what it makes goes to nameless files in
// `folder`.
[[nodiscard]] Result<void> add_pdq_index(const Spool& hashes,
                                         std::uint64_t memory_bytes,
                                         const ScratchFolder& folder,
                                         WsetSectionList& sections);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_PDQ_INDEX_WRITER_H_
