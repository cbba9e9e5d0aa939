#include "scanner/volumes/signatures.h"

#include <algorithm>
#include <bit>
#include <string_view>

namespace winnow {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::uint64_t offset;
  std::string_view bytes;
  VolumeKind kind;
  const char* name;
};

constexpr const char* kClassicHfs = "HFS (classic)";

// Sources: the on-disk headers of each format's own documentation or kernel header
// (ntfs layout.h, exfat_raw.h, ext4.h, Apple TN1150 and APFS reference, ECMA-119,
// ffs/fs.h, cryptsetup's on-disk formats, libbde, xfs_format.h, btrfs_tree.h,
// f2fs_fs.h, ...).
constexpr Magic kMagics[] = {
    {3, "-FVE-FS-"sv, VolumeKind::encrypted, "BitLocker"},
    // BitLocker To Go keeps a FAT boot sector; its identifier stands at 424.
    {424,
     "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a"
     "\x83\x99\xf6\xa3\x39\xe3\xd0\x01"sv,
     VolumeKind::encrypted, "BitLocker To Go"},
    {0, "LUKS\xba\xbe\x00\x01"sv, VolumeKind::encrypted, "LUKS 1"},
    {0, "LUKS\xba\xbe\x00\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    // LUKS 2 keeps a second header, wherever the first one's size puts it.
    {0x4000, "SKUL\xba\xbe\x00\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0x8000, "SKUL\xba\xbe\x00\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0x10000, "SKUL\xba\xbe\x00\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0, "encrcdsa"sv, VolumeKind::encrypted, "encrypted Apple disk image"},
    {88, "CS\x01\x00"sv, VolumeKind::encrypted, "CoreStorage (FileVault 2)"},
    {3, "NTFS    "sv, VolumeKind::ntfs, "ntfs"},
    {3, "EXFAT   "sv, VolumeKind::exfat, "exfat"},
    {1080, "\x53\xef"sv, VolumeKind::ext, "ext"},
    {1024, "H+\x00\x04"sv, VolumeKind::hfs_plus, "hfs+"},
    {1024, "HX\x00\x05"sv, VolumeKind::hfs_plus, "hfsx"},
    {1024 + 124, "H+"sv, VolumeKind::hfs_plus, "hfs+ in an HFS wrapper"},
    {32, "NXSB"sv, VolumeKind::apfs, "apfs"},
    {32769, "CD001"sv, VolumeKind::iso9660, "iso9660"},
    {8192 + 1372, "\x54\x19\x01\x00"sv, VolumeKind::ufs, "ufs1"},
    {8192 + 1372, "\x00\x01\x19\x54"sv, VolumeKind::ufs, "ufs1"},
    {65536 + 1372, "\x19\x01\x54\x19"sv, VolumeKind::ufs, "ufs2"},
    {65536 + 1372, "\x19\x54\x01\x19"sv, VolumeKind::ufs, "ufs2"},
    {1024, "BD"sv, VolumeKind::unsupported, kClassicHfs},
    {0, "XFSB"sv, VolumeKind::unsupported, "XFS"},
    {65600, "_BHRfS_M"sv, VolumeKind::unsupported, "Btrfs"},
    {1024, "\x10\x20\xf5\xf2"sv, VolumeKind::unsupported, "F2FS"},
    {1024, "\xe2\xe1\xf5\xe0"sv, VolumeKind::unsupported, "EROFS"},
    {3, "ReFS\0\0\0\0"sv, VolumeKind::unsupported, "ReFS"},
    {0, "hsqs"sv, VolumeKind::unsupported, "SquashFS"},
    {32768, "JFS1"sv, VolumeKind::unsupported, "JFS"},
    {65536 + 52, "ReIsEr"sv, VolumeKind::unsupported, "ReiserFS"},
    {4086, "SWAPSPACE2"sv, VolumeKind::unsupported, "Linux swap"},
    {512, "LABELONE"sv, VolumeKind::unsupported, "LVM2 physical volume"},
    {4096, "\xfc\x4e\x2b\xa9"sv, VolumeKind::unsupported, "Linux software RAID"},
    {0, "\xfc\x4e\x2b\xa9"sv, VolumeKind::unsupported, "Linux software RAID"},
};

bool is_power_of_two_in(std::uint32_t value, std::uint32_t low, std::uint32_t high) {
  return value >= low && value <= high && std::has_single_bit(value);
}

// FAT has no magic of its own: the boot sector's fields must make sense together
// (Microsoft, FAT32 File System Specification 1.03, "Boot Sector and BPB").
bool looks_like_fat(Bytes head) {
  if (head.size() < 512) return false;
  const auto sector = le<std::uint16_t>(head, 11);
  const auto cluster = le<std::uint8_t>(head, 13);
  const auto reserved = le<std::uint16_t>(head, 14);
  const auto tables = le<std::uint8_t>(head, 16);
  const auto root_entries = le<std::uint16_t>(head, 17);
  const auto media = le<std::uint8_t>(head, 21);
  const auto table_sectors16 = le<std::uint16_t>(head, 22);
  const auto table_sectors32 = le<std::uint32_t>(head, 36);
  const bool has_size =
      le<std::uint16_t>(head, 19) != 0 || le<std::uint32_t>(head, 32) != 0;
  if (!is_power_of_two_in(sector, 512, 4096)) return false;
  if (!is_power_of_two_in(cluster, 1, 128)) return false;
  if (reserved == 0 || tables == 0 || tables > 4 || !has_size) return false;
  if (media != 0xF0 && media < 0xF8) return false;
  if (table_sectors16 == 0) return table_sectors32 != 0 && root_entries == 0;
  return root_entries != 0;
}

// ext keeps copies of its superblock inside the volume; they say which group they are
// in.
bool is_ext_copy(Bytes head) {
  constexpr std::uint64_t kGroupNumber = 1024 + 90;  // s_block_group_nr
  return le<std::uint16_t>(head, kGroupNumber) != 0;
}

// An HFS volume may be no more than the wrapper of an HFS+ one (TN1150).
bool wraps_hfs_plus(Bytes head) {
  return has_magic(head, 1024 + 124, "H+");
}

std::vector<Recognised> recognise_all(Bytes head) {
  std::vector<Recognised> found;
  for (const Magic& magic : kMagics) {
    if (!has_magic(head, magic.offset, magic.bytes)) continue;
    if (magic.kind == VolumeKind::ext && is_ext_copy(head)) continue;
    if (magic.name == std::string_view(kClassicHfs) && wraps_hfs_plus(head)) continue;
    const bool again =
        std::any_of(found.begin(), found.end(),
                    [&](const Recognised& r) { return r.kind == magic.kind; });
    if (!again) found.push_back({magic.kind, magic.name});
  }
  return found;
}

}  // namespace

std::vector<Recognised> recognise_volume(Bytes head) {
  std::vector<Recognised> found = recognise_all(head);
  // A volume that says it is encrypted keeps the look of what it was made on.
  const auto encrypted =
      std::find_if(found.begin(), found.end(),
                   [](const Recognised& r) { return r.kind == VolumeKind::encrypted; });
  if (encrypted != found.end()) return {*encrypted};
  // FAT's boot sector leaves room for an older superblock behind it (ext, at byte
  // 1080), so it is looked for beside all but those that fill the boot sector
  // themselves.
  const bool owned = std::any_of(found.begin(), found.end(), [](const Recognised& r) {
    return r.kind == VolumeKind::ntfs || r.kind == VolumeKind::exfat;
  });
  if (!owned && looks_like_fat(head)) found.push_back({VolumeKind::fat, "fat"});
  return found;
}

}  // namespace winnow
