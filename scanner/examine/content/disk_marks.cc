#include "scanner/examine/content/disk_marks.h"

#include <algorithm>
#include <bit>
#include <string_view>

namespace winnow {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kSmallestDisk = std::uint64_t{64} << 10;
constexpr std::uint64_t kSector = 512;

unsigned number_at(Bytes head, std::size_t offset) {
  return le<std::uint8_t>(head, offset);
}

// At least one of the four entries leads into the image, and none is impossible.
bool is_partition_table(Bytes head, std::uint64_t size) {
  bool any = false;
  for (std::size_t at = 446; at < 510; at += 16) {
    const unsigned state = number_at(head, at);
    const unsigned type = number_at(head, at + 4);
    const std::uint64_t start = le<std::uint32_t>(head, at + 8);
    const std::uint64_t sectors = le<std::uint32_t>(head, at + 12);
    if (state != 0 && state != 0x80) return false;
    if (type == 0) continue;
    if (start == 0 || sectors == 0) return false;
    any = any || start < size / kSector;
  }
  return any;
}

bool is_fat(Bytes head) {
  const unsigned jump = number_at(head, 0);
  const auto sector = le<std::uint16_t>(head, 11);
  const unsigned media = number_at(head, 21);
  return (jump == 0xEB || jump == 0xE9) && std::has_single_bit(sector) &&
         sector >= 512 && sector <= 4096 && std::has_single_bit(number_at(head, 13)) &&
         le<std::uint16_t>(head, 14) != 0 && number_at(head, 16) >= 1 &&
         number_at(head, 16) <= 2 && (media == 0xF0 || media >= 0xF8);
}

bool is_ext(Bytes head) {
  return has_magic(head, 1080, "\x53\xEF"sv) && le<std::uint32_t>(head, 1024) != 0 &&
         le<std::uint32_t>(head, 1028) != 0 && le<std::uint32_t>(head, 1048) <= 6 &&
         le<std::uint32_t>(head, 1100) <= 1;
}

bool is_hfs(Bytes head) {
  const auto version = be<std::uint16_t>(head, 1026);
  return (has_magic(head, 1024, "H+"sv) && version == 4) ||
         (has_magic(head, 1024, "HX"sv) && version == 5);
}

bool is_volume(Bytes head) {
  constexpr std::string_view kNames[] = {"NTFS    "sv, "EXFAT   "sv, "-FVE-FS-"sv,
                                         "ReFS\0\0\0\0"sv};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return has_magic(head, 3, name); }) ||
         is_ext(head) || is_hfs(head) || has_magic(head, 32, "NXSB"sv) ||
         has_magic(head, 0, "LUKS\xBA\xBE\0"sv) || has_magic(head, 0, "XFSB\0\0"sv) ||
         has_magic(head, 0, "hsqs"sv);
}

bool is_disk(Bytes head, std::uint64_t size) {
  if (has_magic(head, 512, "EFI PART"sv)) return true;
  if (has_magic(head, 0, "ER"sv) && has_magic(head, 512, "PM\0\0"sv)) return true;
  return has_magic(head, 510, "\x55\xAA"sv) &&
         (is_partition_table(head, size) || is_fat(head));
}

}  // namespace

bool is_container_of_disk(Bytes head) {
  constexpr std::string_view kMagics[] = {
      "EVF\x09\r\n\xFF\0"sv,
      "EVF2\r\n\x81\0"sv,
      "LVF\x09\r\n\xFF\0"sv,
      "conectix"sv,
      "vhdxfile"sv,
      "KDMV"sv,
      "# Disk DescriptorFile"sv,
      "QFI\xFB"sv,
      "AFF10\r\n\0"sv,
      "COWD\x01\0\0\0"sv,
  };
  return std::any_of(std::begin(kMagics), std::end(kMagics),
                     [&](std::string_view m) { return has_magic(head, 0, m); }) ||
         has_magic(head, 64, "\x7F\x10\xDA\xBE"sv);  // VirtualBox
}

bool is_disk_image(Bytes head, std::uint64_t size_bytes) {
  if (is_container_of_disk(head)) return true;
  return size_bytes >= kSmallestDisk && (is_volume(head) || is_disk(head, size_bytes));
}

}  // namespace winnow
