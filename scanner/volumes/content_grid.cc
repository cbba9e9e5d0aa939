#include "scanner/volumes/content_grid.h"

#include <array>
#include <bit>

#include "base/bytes.h"

namespace winnow {
namespace {

// Source: Microsoft, exFAT file system specification, 3.1 "Main Boot Sector".
void set_exfat_grid(Bytes boot, VolumeRecord& volume) {
  const auto sector_shift = le<std::uint8_t>(boot, 108);
  const auto cluster_shift = le<std::uint8_t>(boot, 109);
  if (sector_shift > 12 || cluster_shift > 25) return;
  const std::uint64_t heap = std::uint64_t{le<std::uint32_t>(boot, 88)} << sector_shift;
  set_grid(volume, volume.offset + heap,
           std::uint64_t{1} << (sector_shift + cluster_shift));
}

}  // namespace

void set_grid(VolumeRecord& volume, std::uint64_t offset, std::uint64_t cluster_bytes) {
  constexpr std::uint64_t kLargest = 2 << 20;
  const std::uint64_t end = volume.offset + volume.length;
  if (cluster_bytes < 512 || cluster_bytes > kLargest ||
      !std::has_single_bit(cluster_bytes) || offset < volume.offset || offset >= end) {
    return;
  }
  volume.grid_offset = offset;
  volume.grid_bytes = static_cast<std::uint32_t>(cluster_bytes);
}

// Source: Microsoft, FAT32 file system specification 1.03, "FAT Data Structure".
void set_fat_grid(const Evidence& evidence, VolumeRecord& volume) {
  std::array<std::byte, 512> raw{};
  if (!evidence.read(volume.offset, raw)) return;
  const Bytes boot(raw);
  if (has_magic(boot, 3, "EXFAT   ")) return set_exfat_grid(boot, volume);
  constexpr std::uint64_t kFolderEntryBytes = 32;
  const std::uint64_t sector = le<std::uint16_t>(boot, 11);
  const std::uint64_t small_table = le<std::uint16_t>(boot, 22);
  const std::uint64_t table =
      small_table != 0 ? small_table : le<std::uint32_t>(boot, 36);
  const std::uint64_t root = le<std::uint16_t>(boot, 17) * kFolderEntryBytes;
  if (sector == 0) return;
  const std::uint64_t sectors_before = le<std::uint16_t>(boot, 14) +
                                       le<std::uint8_t>(boot, 16) * table +
                                       (root + sector - 1) / sector;
  set_grid(volume, volume.offset + sectors_before * sector,
           le<std::uint8_t>(boot, 13) * sector);
}

}  // namespace winnow
