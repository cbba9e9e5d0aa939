#include "scanner/volumes/signatures.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace winnow {
namespace {

using std::string_view_literals::operator""sv;

struct Known {
  std::size_t offset;
  std::string_view magic;
  VolumeKind kind;
  const char* name;
};

constexpr Known kIso9660 = {0x8001, "CD001"sv, VolumeKind::iso9660, "iso9660"};

// Spelled a second time, from the formats' documentation.
constexpr Known kKnown[] = {
    {3, "-FVE-FS-"sv, VolumeKind::encrypted, "BitLocker"},
    {424, "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01"sv,
     VolumeKind::encrypted, "BitLocker To Go"},
    {0, "LUKS\xba\xbe\0\x01"sv, VolumeKind::encrypted, "LUKS 1"},
    {0, "LUKS\xba\xbe\0\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0x4000, "SKUL\xba\xbe\0\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0x8000, "SKUL\xba\xbe\0\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0x10000, "SKUL\xba\xbe\0\x02"sv, VolumeKind::encrypted, "LUKS 2"},
    {0, "encrcdsa"sv, VolumeKind::encrypted, "encrypted Apple disk image"},
    {0x58, "CS\x01\0"sv, VolumeKind::encrypted, "CoreStorage (FileVault 2)"},
    {3, "NTFS    "sv, VolumeKind::ntfs, "ntfs"},
    {3, "EXFAT   "sv, VolumeKind::exfat, "exfat"},
    {0x438, "\x53\xef"sv, VolumeKind::ext, "ext"},
    {0x400, "H+\0\x04"sv, VolumeKind::hfs_plus, "hfs+"},
    {0x400, "HX\0\x05"sv, VolumeKind::hfs_plus, "hfsx"},
    {0x47c, "H+"sv, VolumeKind::hfs_plus, "hfs+ in an HFS wrapper"},
    {0x20, "NXSB"sv, VolumeKind::apfs, "apfs"},
    kIso9660,
    {0x2000 + 0x55c, "\x54\x19\x01\0"sv, VolumeKind::ufs, "ufs1"},
    {0x2000 + 0x55c, "\0\x01\x19\x54"sv, VolumeKind::ufs, "ufs1"},
    {0x10000 + 0x55c, "\x19\x01\x54\x19"sv, VolumeKind::ufs, "ufs2"},
    {0x10000 + 0x55c, "\x19\x54\x01\x19"sv, VolumeKind::ufs, "ufs2"},
    {0x400, "BD"sv, VolumeKind::unsupported, "HFS (classic)"},
    {0, "XFSB"sv, VolumeKind::unsupported, "XFS"},
    {0x10040, "_BHRfS_M"sv, VolumeKind::unsupported, "Btrfs"},
    {0x400, "\x10\x20\xf5\xf2"sv, VolumeKind::unsupported, "F2FS"},
    {0x400, "\xe2\xe1\xf5\xe0"sv, VolumeKind::unsupported, "EROFS"},
    {3, "ReFS\0\0\0\0"sv, VolumeKind::unsupported, "ReFS"},
    {0, "hsqs"sv, VolumeKind::unsupported, "SquashFS"},
    {0x8000, "JFS1"sv, VolumeKind::unsupported, "JFS"},
    {0x10034, "ReIsEr"sv, VolumeKind::unsupported, "ReiserFS"},
    {4086, "SWAPSPACE2"sv, VolumeKind::unsupported, "Linux swap"},
    {512, "LABELONE"sv, VolumeKind::unsupported, "LVM2 physical volume"},
    {4096, "\xfc\x4e\x2b\xa9"sv, VolumeKind::unsupported, "Linux software RAID"},
    {0, "\xfc\x4e\x2b\xa9"sv, VolumeKind::unsupported, "Linux software RAID"},
};

std::string head_with(const Known& known) {
  std::string head(kSignatureBytes, '\0');
  head.replace(known.offset, known.magic.size(), known.magic);
  return head;
}

std::string names(const std::string& head) {
  std::string text;
  for (const Recognised& r : recognise_volume(bytes_of(head))) {
    text += (text.empty() ? "" : ", ") + r.name;
  }
  return text;
}

TEST(RecogniseVolume, KnowsEverySignature) {
  for (const Known& known : kKnown) {
    const auto found = recognise_volume(bytes_of(head_with(known)));
    ASSERT_EQ(found.size(), 1u) << known.name;
    EXPECT_EQ(found[0].name, known.name);
    EXPECT_EQ(found[0].kind, known.kind) << known.name;
  }
}

TEST(RecogniseVolume, TakesNoNearMiss) {
  for (const Known& known : kKnown) {
    for (std::size_t i = 0; i < known.magic.size(); ++i) {
      std::string head = head_with(known);
      head[known.offset + i] = static_cast<char>(head[known.offset + i] ^ 0x80);
      EXPECT_EQ(names(head), "") << known.name << ", byte " << i;
    }
    EXPECT_EQ(names(head_with(known).substr(0, known.offset + known.magic.size() - 1)),
              "")
        << known.name << ", cut";
  }
}

TEST(RecogniseVolume, SaysNothingOfEmptyOrConstantBytes) {
  EXPECT_EQ(names(""), "");
  for (const char fill : {'\0', '\xff', 'x'}) {
    EXPECT_EQ(names(std::string(kSignatureBytes, fill)), "");
  }
}

TEST(RecogniseVolume, NamesBothOfTwo) {
  std::string head = head_with(kIso9660);
  head.replace(0x438, 2, "\x53\xef");
  EXPECT_EQ(names(head), "ext, iso9660");
}

TEST(RecogniseVolume, TakesAnHfsWrapperForWhatItHolds) {
  std::string head(kSignatureBytes, '\0');
  head.replace(0x400, 2, "BD");
  EXPECT_EQ(names(head), "HFS (classic)");
  head.replace(0x47c, 2, "H+");
  EXPECT_EQ(names(head), "hfs+ in an HFS wrapper");
}

TEST(RecogniseVolume, SaysEncryptedWhateverElseItLooksLike) {
  std::string head = head_with(kKnown[0]);
  head.replace(0x438, 2, "\x53\xef");
  EXPECT_EQ(names(head), "BitLocker");
}

// A boot sector of FAT16 as mkfs.fat writes it.
std::string fat_boot() {
  std::string head(kSignatureBytes, '\0');
  head.replace(0, 11, "\xeb\x3c\x90mkfs.fat"sv);
  head.replace(11, 13, "\x00\x02\x04\x04\x00\x02\x00\x02\x00\x80\xf8\x20\x00"sv);
  return head;
}

TEST(RecogniseVolume, KnowsFatByItsFields) {
  EXPECT_EQ(names(fat_boot()), "fat");
  std::string fat32 = fat_boot();
  fat32.replace(17, 2, "\0\0"sv);          // no root entries
  fat32.replace(22, 2, "\0\0"sv);          // no 16-bit table length
  fat32.replace(36, 4, "\xf8\x03\0\0"sv);  // a 32-bit one
  EXPECT_EQ(names(fat32), "fat");
}

TEST(RecogniseVolume, WantsEveryFieldOfFatToMakeSense) {
  const std::pair<std::size_t, std::string_view> wrong[] = {
      {11, "\x00\x01"sv}, {11, "\x01\x02"sv}, {11, "\x00\x20"sv},  // sector bytes
      {13, "\0"sv},       {13, "\x03"sv},                          // cluster sectors
      {14, "\0\0"sv},                                              // reserved sectors
      {16, "\0"sv},       {16, "\x05"sv},                          // tables
      {17, "\0\0"sv},                                              // root entries
      {19, "\0\0"sv},                                              // sectors in all
      {21, "\xf7"sv},     {21, "\xf1"sv},                          // media
      {22, "\0\0"sv},                                              // table length
  };
  for (const auto& [offset, bytes] : wrong) {
    std::string head = fat_boot();
    head.replace(offset, bytes.size(), bytes);
    EXPECT_EQ(names(head), "") << "field at " << offset;
  }
  EXPECT_EQ(names(fat_boot().substr(0, 511)), "");
  EXPECT_EQ(names(fat_boot().substr(0, 512)), "fat");
}

TEST(RecogniseVolume, PrefersARealMagicToTheLookOfFat) {
  std::string head = fat_boot();
  head.replace(3, 8, "NTFS    ");
  EXPECT_EQ(names(head), "ntfs");
}

}  // namespace
}  // namespace winnow
