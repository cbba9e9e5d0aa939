// What stands at the start of a volume, told by its first bytes.
//
// Our own look comes before libtsk's: its autodetection probes every format on every
// image (its ISO 9660 probe can hang), reports two matches as none, and has no word for
// most of what it cannot read. Each match is then opened with its explicit type.
#ifndef WINNOW_SCANNER_VOLUMES_SIGNATURES_H_
#define WINNOW_SCANNER_VOLUMES_SIGNATURES_H_

#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

enum class VolumeKind {
  ntfs,
  fat,
  exfat,
  ext,
  hfs_plus,
  apfs,
  iso9660,
  ufs,
  encrypted,    // BitLocker, LUKS, ...: named, not read
  unsupported,  // another file system or container: named, not read
};

struct Recognised {
  VolumeKind kind = VolumeKind::unsupported;
  std::string name;  // "ntfs", "BitLocker", "XFS", ...
};

// How much of a volume's beginning is looked at: up to UFS2's superblock at 64 KiB.
inline constexpr std::size_t kSignatureBytes = 68 * 1024;

// All that the first bytes of a volume match, in a fixed order; usually one or none.
[[nodiscard]] std::vector<Recognised> recognise_volume(Bytes head);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_SIGNATURES_H_
