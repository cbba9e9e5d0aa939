// The grid on which a volume's file contents begin: its clusters.
#ifndef WINNOW_SCANNER_VOLUMES_CONTENT_GRID_H_
#define WINNOW_SCANNER_VOLUMES_CONTENT_GRID_H_

#include <cstdint>

#include "scanner/evidence/evidence.h"
#include "scanner/wire/records.h"

namespace winnow {

// Notes the grid in the record. Left unknown where the cluster size is none that a file
// system has (a power of two from 512 bytes to 2 MiB), or the place is not in the
// exhibit.
void set_grid(VolumeRecord& volume, std::uint64_t offset, std::uint64_t cluster_bytes);

// The same for FAT12, 16, 32 and exFAT, whose clusters begin behind the tables and, on
// FAT12 and 16, the root folder: by the boot sector.
void set_fat_grid(const Evidence& evidence, VolumeRecord& volume);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_CONTENT_GRID_H_
