// Where the volumes of an exhibit lie: partition tables, or none.
#ifndef WINNOW_SCANNER_VOLUMES_PARTITIONS_H_
#define WINNOW_SCANNER_VOLUMES_PARTITIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/evidence/evidence.h"
#include "scanner/volumes/walk_guide.h"
#include "scanner/wire/records.h"

namespace winnow {

struct Extent {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t length = 0;  // bytes
  std::string description;   // the partition's own type, for an unrecognised volume
};

// Volumes in order of their offset. An exhibit without a partition table is one extent;
// one whose table is damaged is searched for the beginnings of file systems. What was
// found amiss on the way goes to `problems`.
[[nodiscard]] std::vector<Extent> find_extents(const Evidence& evidence,
                                               WalkGuide& guide,
                                               std::vector<ProblemRecord>& problems);

// The first kSignatureBytes of a volume, fewer at its end; zeros stand for what cannot
// be read, and there are none if that is all of them.
[[nodiscard]] std::vector<std::byte> read_head(const Evidence& evidence,
                                               std::uint64_t offset,
                                               std::uint64_t length);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_PARTITIONS_H_
