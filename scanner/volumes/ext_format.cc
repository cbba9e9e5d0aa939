#include "scanner/volumes/ext_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace winnow {
namespace {

// Feature bits, ext4.h.
constexpr std::uint32_t kCompatJournal = 0x4;
constexpr std::uint32_t kIncompatMetaGroups = 0x10;
constexpr std::uint32_t kIncompatExtents = 0x40;
constexpr std::uint32_t kIncompat64Bit = 0x80;
constexpr std::uint32_t kIncompatJournalDevice = 0x8;
constexpr std::uint32_t kIncompatChecksumSeed = 0x2000;
constexpr std::uint32_t kRoSparseSuper = 0x1;
constexpr std::uint32_t kRoGroupChecksum = 0x10;
constexpr std::uint32_t kRoMetadataChecksum = 0x400;

// Castagnoli, reflected, without the final inversion: as lib/crc32c in the kernel.
std::uint32_t crc32c(std::uint32_t crc, Bytes bytes) {
  static const auto kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) {
        value = (value & 1) != 0 ? value >> 1 ^ 0x82F63B78u : value >> 1;
      }
      table[i] = value;
    }
    return table;
  }();
  for (const std::byte b : bytes) {
    crc = crc >> 8 ^ kTable[(crc ^ std::to_integer<std::uint32_t>(b)) & 0xFF];
  }
  return crc;
}

// CRC-16 with polynomial 0x8005, reflected: lib/crc16 in the kernel.
std::uint16_t crc16(std::uint16_t crc, Bytes bytes) {
  for (const std::byte b : bytes) {
    crc = static_cast<std::uint16_t>(crc ^ std::to_integer<std::uint16_t>(b));
    for (int bit = 0; bit < 8; ++bit) {
      crc = static_cast<std::uint16_t>((crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1);
    }
  }
  return crc;
}

Fault damaged(std::string what, std::uint64_t offset) {
  return Fault{FaultKind::malformed, std::move(what), "", offset};
}

bool is_power_of(std::uint32_t number, std::uint32_t base) {
  while (number > 1 && number % base == 0) number /= base;
  return number == 1;
}

// Whether a copy of the superblock and descriptors stands in this group (sparse_super).
bool group_has_super(const ExtLayout& layout, std::uint32_t group) {
  if (!layout.sparse_super || group <= 1) return true;
  return is_power_of(group, 3) || is_power_of(group, 5) || is_power_of(group, 7);
}

std::uint64_t descriptor_block(const ExtLayout& layout, std::uint32_t index) {
  const std::uint32_t per_block = layout.block_bytes / layout.descriptor_bytes;
  if (!layout.meta_groups || index < layout.first_meta_group) {
    return std::uint64_t{layout.first_block} + 1 + index;
  }
  const std::uint32_t group = index * per_block;
  return layout.first_block + std::uint64_t{group} * layout.blocks_per_group +
         (group_has_super(layout, group) ? 1 : 0);
}

std::uint32_t expected_checksum(const ExtLayout& layout, std::uint32_t group,
                                Bytes raw) {
  const std::uint32_t number = group;  // little endian on disk and here
  const Bytes number_bytes = std::as_bytes(std::span(&number, 1));
  constexpr std::size_t kChecksumAt = 30;
  if (layout.crc32_groups) {
    std::array<std::byte, 2> zero{};
    std::uint32_t crc = crc32c(layout.checksum_seed, number_bytes);
    crc = crc32c(crc, raw.first(kChecksumAt));
    crc = crc32c(crc, zero);
    return crc32c(crc, raw.subspan(kChecksumAt + 2)) & 0xFFFF;
  }
  std::uint16_t crc = crc16(0xFFFF, bytes_of(layout.uuid));
  crc = crc16(crc, number_bytes);
  crc = crc16(crc, raw.first(kChecksumAt));
  return crc16(crc, raw.subspan(kChecksumAt + 2));
}

ExtGroup parse_group(const ExtLayout& layout, std::uint32_t number, Bytes raw) {
  ExtGroup group;
  group.inode_bitmap = le<std::uint32_t>(raw, 4);
  group.inode_table = le<std::uint32_t>(raw, 8);
  group.flags = le<std::uint16_t>(raw, 18);
  group.unused_inodes = le<std::uint16_t>(raw, 28);
  if (raw.size() >= 64) {
    group.inode_bitmap |= std::uint64_t{le<std::uint32_t>(raw, 36)} << 32;
    group.inode_table |= std::uint64_t{le<std::uint32_t>(raw, 40)} << 32;
    group.unused_inodes |= std::uint32_t{le<std::uint16_t>(raw, 50)} << 16;
  }
  if (layout.crc16_groups || layout.crc32_groups) {
    group.vouched =
        expected_checksum(layout, number, raw) == le<std::uint16_t>(raw, 30);
  }
  if (!group.vouched) {
    group.flags = 0;
    group.unused_inodes = 0;
  }
  return group;
}

bool touches(const std::vector<Run>& bad, std::uint64_t offset, std::uint64_t length) {
  return std::any_of(bad.begin(), bad.end(), [&](const Run& range) {
    return range.offset < offset + length && offset < range.offset + range.length;
  });
}

// From the copies that groups with a superblock of their own keep. They are not kept up
// to date: only where things lie is taken from them.
std::optional<ExtGroup> read_descriptor_copy(const Evidence& evidence,
                                             const ExtLayout& layout,
                                             std::uint32_t group) {
  constexpr std::uint32_t kCopiesTried = 50;
  const std::uint32_t per_block = layout.block_bytes / layout.descriptor_bytes;
  ExtLayout unvouched = layout;
  unvouched.crc16_groups = false;
  unvouched.crc32_groups = false;
  if (layout.meta_groups) return std::nullopt;
  std::vector<std::byte> raw(layout.descriptor_bytes);
  for (std::uint32_t copy = 1; copy < std::min(layout.groups, kCopiesTried); ++copy) {
    if (!group_has_super(layout, copy)) continue;
    const std::uint64_t block = layout.first_block +
                                std::uint64_t{copy} * layout.blocks_per_group + 1 +
                                group / per_block;
    const std::uint64_t at = layout.offset + block * layout.block_bytes +
                             std::uint64_t{group % per_block} * layout.descriptor_bytes;
    if (evidence.read(at, raw)) return parse_group(unvouched, group, raw);
  }
  return std::nullopt;
}

std::optional<Instant> ext_time(Bytes raw, std::uint64_t at, std::uint64_t extra_at,
                                std::size_t extra_end) {
  const auto low = le<std::uint32_t>(raw, at);
  Instant instant{static_cast<std::int32_t>(low), 0};
  if (extra_at + 4 <= extra_end) {
    const auto extra = le<std::uint32_t>(raw, extra_at);
    instant.seconds += static_cast<std::int64_t>(extra & 3) << 32;
    const std::uint32_t nanoseconds = extra >> 2;
    if (nanoseconds < 1'000'000'000) instant.nanoseconds = nanoseconds;
  }
  if (instant.seconds == 0) return std::nullopt;
  return instant;
}

// The value of the in-inode attribute "system.data": the rest of inline data.
std::string inline_attribute(Bytes raw, std::size_t extra_end) {
  constexpr std::uint32_t kMagic = 0xEA020000;
  constexpr std::uint8_t kSystemIndex = 7;
  if (read_le<std::uint32_t>(raw, extra_end) != kMagic) return "";
  const Bytes area = raw.subspan(extra_end + 4);
  for (std::size_t at = 0; at + 16 <= area.size();) {
    const auto name_length = le<std::uint8_t>(area, at);
    const auto index = le<std::uint8_t>(area, at + 1);
    if (name_length == 0 && index == 0) break;
    const auto name = part(area, at + 16, name_length);
    if (!name) break;
    if (index == kSystemIndex && text_of(*name) == "data") {
      const auto value =
          part(area, le<std::uint16_t>(area, at + 2), le<std::uint32_t>(area, at + 8));
      return value ? std::string(text_of(*value)) : "";
    }
    at += (16u + name_length + 3u) & ~std::size_t{3};
  }
  return "";
}

bool plausible_name(Bytes name) {
  return std::none_of(name.begin(), name.end(), [](std::byte b) {
    return b == std::byte{0} || b == std::byte{'/'};
  });
}

bool is_dot(std::string_view name) {
  return name == "." || name == "..";
}

// Entries that deleting left in the space now owned by an earlier one.
void parse_left_behind(Bytes gap, std::uint32_t inodes, std::vector<ExtName>& names) {
  for (std::size_t at = 0; at + 8 <= gap.size();) {
    const auto inode = le<std::uint32_t>(gap, at);
    const auto name_length = le<std::uint8_t>(gap, at + 6);
    const auto type = le<std::uint8_t>(gap, at + 7);
    const auto name = part(gap, at + 8, name_length);
    if (name_length == 0 || type > 7 || inode > inodes || !name ||
        !plausible_name(*name) || is_dot(text_of(*name))) {
      at += 4;
      continue;
    }
    names.push_back({inode, std::string(text_of(*name)), true});
    at += (8u + name_length + 3u) & ~std::size_t{3};
  }
}

constexpr std::size_t kEntryHead = 8;  // inode, rec_len, name_len, type

// How long the folder entry at `at` says it is; nothing if it cannot be one.
std::optional<std::size_t> entry_length(Bytes block, std::size_t at,
                                        std::uint32_t inodes) {
  const auto inode = le<std::uint32_t>(block, at);
  const auto name_length = le<std::uint8_t>(block, at + 6);
  std::size_t length = le<std::uint16_t>(block, at + 4);
  if (length == 0 || length == 65535) length = block.size() - at;
  if (length < kEntryHead || length % 4 != 0 || length > block.size() - at) {
    return std::nullopt;
  }
  if (inode == 0) return length;
  const auto name = part(block, at + kEntryHead, name_length);
  if (inode > inodes || name_length == 0 || kEntryHead + name_length > length ||
      !name || !plausible_name(*name)) {
    return std::nullopt;
  }
  return length;
}

// The first place from `from` on where entries follow each other up to the end of the
// block, or several up to the next bytes that cannot be read.
std::optional<std::size_t> find_chain(Bytes block, const std::vector<Run>& bad,
                                      std::size_t from, std::uint32_t inodes) {
  constexpr int kEnough = 2;
  for (std::size_t start = from; start + kEntryHead <= block.size(); start += 4) {
    int entries = 0;
    std::size_t at = start;
    bool broken = false;
    while (at + kEntryHead <= block.size() && !broken) {
      if (touches(bad, at, kEntryHead)) break;
      const auto length = entry_length(block, at, inodes);
      broken = !length;
      if (length) {
        at += *length;
        ++entries;
      }
    }
    if (broken || entries == 0) continue;
    if (at == block.size() || entries >= kEnough) return start;
  }
  return std::nullopt;
}

}  // namespace

Result<ExtLayout> read_ext_superblock(const Evidence& evidence, std::uint64_t offset,
                                      std::uint64_t length) {
  std::array<std::byte, 1024> raw{};
  auto read = evidence.read(offset + 1024, raw);
  if (!read) return std::move(read).error();
  const Bytes super(raw);
  const auto compat = le<std::uint32_t>(super, 92);
  const auto incompat = le<std::uint32_t>(super, 96);
  const auto ro = le<std::uint32_t>(super, 100);
  const auto revision = le<std::uint32_t>(super, 76);
  ExtLayout layout;
  layout.offset = offset;
  const auto log_block = le<std::uint32_t>(super, 24);
  if (le<std::uint16_t>(super, 56) != 0xEF53 || log_block > 6) {
    return damaged("its superblock is damaged", 1024);
  }
  layout.block_bytes = 1024u << log_block;
  layout.inodes = le<std::uint32_t>(super, 0);
  layout.blocks = le<std::uint32_t>(super, 4);
  layout.first_block = le<std::uint32_t>(super, 20);
  layout.blocks_per_group = le<std::uint32_t>(super, 32);
  layout.inodes_per_group = le<std::uint32_t>(super, 40);
  if (revision > 0) {
    layout.first_inode = std::max<std::uint32_t>(le<std::uint32_t>(super, 84), 11);
    layout.inode_bytes = le<std::uint16_t>(super, 88);
  }
  if ((incompat & kIncompat64Bit) != 0) {
    layout.blocks |= std::uint64_t{le<std::uint32_t>(super, 0x150)} << 32;
    layout.descriptor_bytes = le<std::uint16_t>(super, 254);
  }
  layout.uuid = std::string(text_of(super.subspan(104, 16)));
  layout.has_journal = (compat & kCompatJournal) != 0;
  layout.has_extents = (incompat & kIncompatExtents) != 0;
  layout.meta_groups = (incompat & kIncompatMetaGroups) != 0;
  layout.first_meta_group = le<std::uint32_t>(super, 260);
  layout.sparse_super = (ro & kRoSparseSuper) != 0;
  layout.crc32_groups = (ro & kRoMetadataChecksum) != 0;
  layout.crc16_groups = !layout.crc32_groups && (ro & kRoGroupChecksum) != 0;
  layout.checksum_seed = (incompat & kIncompatChecksumSeed) != 0
                             ? le<std::uint32_t>(super, 0x270)
                             : crc32c(~0u, bytes_of(layout.uuid));
  if ((incompat & kIncompatJournalDevice) != 0) {
    return Fault{FaultKind::unsupported, "an external journal: no files on it", "", {}};
  }
  const bool sane =
      layout.blocks > layout.first_block && layout.blocks_per_group > 0 &&
      layout.inodes_per_group > 0 && layout.inodes > 0 && layout.inode_bytes >= 128 &&
      layout.inode_bytes <= layout.block_bytes &&
      std::has_single_bit(layout.inode_bytes) && layout.descriptor_bytes >= 32 &&
      layout.descriptor_bytes <= layout.block_bytes &&
      std::has_single_bit(layout.descriptor_bytes) && layout.first_block <= 1 &&
      layout.inodes_per_group <= layout.block_bytes * 8 &&
      layout.blocks <= (std::uint64_t{1} << 62) / layout.block_bytes;
  if (!sane) return damaged("its superblock is damaged (impossible sizes)", 1024);
  const std::uint64_t by_blocks =
      (layout.blocks - layout.first_block + layout.blocks_per_group - 1) /
      layout.blocks_per_group;
  const std::uint64_t by_inodes =
      (std::uint64_t{layout.inodes} + layout.inodes_per_group - 1) /
      layout.inodes_per_group;
  // A superblock that promises more than the evidence can hold costs no more than it.
  const std::uint64_t possible = length / layout.block_bytes + 1;
  layout.groups =
      static_cast<std::uint32_t>(std::min({by_blocks, by_inodes, possible}));
  return layout;
}

std::vector<ExtGroup> read_ext_groups(
    const Evidence& evidence, const ExtLayout& layout,
    const std::function<void(std::uint32_t, std::string)>& report) {
  std::vector<ExtGroup> groups(layout.groups);
  const std::uint32_t per_block = layout.block_bytes / layout.descriptor_bytes;
  std::vector<std::byte> block(layout.block_bytes);
  std::vector<Run> bad;  // of `block`, in the evidence
  for (std::uint32_t group = 0; group < layout.groups; ++group) {
    const std::uint32_t inside = group % per_block;
    const std::uint64_t at =
        layout.offset +
        descriptor_block(layout, group / per_block) * layout.block_bytes;
    if (inside == 0) {
      bad.clear();
      if (!evidence.read_sound(at, block, bad)) bad = {{at, layout.block_bytes}};
    }
    const std::size_t place = std::size_t{inside} * layout.descriptor_bytes;
    const Bytes raw = Bytes(block).subspan(place, layout.descriptor_bytes);
    if (touches(bad, at + place, raw.size())) {
      const auto copy = read_descriptor_copy(evidence, layout, group);
      if (!copy) {
        report(group, "its descriptor cannot be read");
        continue;
      }
      groups[group] = *copy;
    } else {
      groups[group] = parse_group(layout, group, raw);
    }
    const std::uint64_t table_blocks =
        (std::uint64_t{layout.inodes_per_group} * layout.inode_bytes +
         layout.block_bytes - 1) /
        layout.block_bytes;
    ExtGroup& g = groups[group];
    if (g.inode_table == 0 || g.inode_table >= layout.blocks ||
        table_blocks > layout.blocks - g.inode_table) {
      report(group, "its inode table lies outside the volume");
      g.inode_table = 0;
    }
  }
  return groups;
}

ExtInode parse_ext_inode(const ExtLayout& layout, Bytes raw) {
  ExtInode inode;
  inode.mode = le<std::uint16_t>(raw, 0);
  inode.links = le<std::uint16_t>(raw, 26);
  inode.flags = le<std::uint32_t>(raw, 32);
  inode.deleted_at = le<std::uint32_t>(raw, 20);
  // A block of extended attributes counts among the blocks
  // (ext4_inode_is_fast_symlink).
  const std::uint32_t attribute_sectors =
      le<std::uint32_t>(raw, 104) != 0 ? layout.block_bytes / 512 : 0;
  inode.has_blocks = le<std::uint32_t>(raw, 28) > attribute_sectors;
  inode.size = le<std::uint32_t>(raw, 4);
  // The high half was the ACL of folders in ext2; folders never reach 4 GiB.
  if (!inode.is_folder()) {
    inode.size |= std::uint64_t{le<std::uint32_t>(raw, 108)} << 32;
  }
  inode.block = std::string(text_of(raw.subspan(40, 60)));
  std::size_t extra_end = 128;
  if (layout.inode_bytes > 128) {
    extra_end += std::min<std::size_t>(le<std::uint16_t>(raw, 128), raw.size() - 128);
  }
  inode.times.accessed = ext_time(raw, 8, 140, extra_end);
  inode.times.changed = ext_time(raw, 12, 132, extra_end);
  inode.times.modified = ext_time(raw, 16, 136, extra_end);
  if (extra_end >= 148) inode.times.created = ext_time(raw, 144, 148, extra_end);
  if ((inode.flags & ExtInode::kInlineData) != 0 && extra_end + 4 <= raw.size()) {
    inode.inline_tail = inline_attribute(raw, extra_end);
  }
  return inode;
}

void parse_ext_folder_block(Bytes block, std::uint32_t inodes,
                            std::vector<ExtName>& names) {
  for (std::size_t at = 0; at + 8 <= block.size();) {
    const auto inode = le<std::uint32_t>(block, at);
    std::size_t length = le<std::uint16_t>(block, at + 4);
    const auto name_length = le<std::uint8_t>(block, at + 6);
    // 64 KiB blocks write their full length as 0 or 65535 (ext4_rec_len_from_disk).
    if (length == 0 || length == 65535) length = block.size() - at;
    if (length < 8 || length % 4 != 0 || length > block.size() - at) {
      // Damage: what follows may still hold names, but none that is vouched for.
      parse_left_behind(block.subspan(at), inodes, names);
      return;
    }
    const auto name = part(block, at + 8, name_length);
    const bool live = inode != 0 && name_length > 0 && name && inode <= inodes &&
                      8u + name_length <= length;
    if (live && !is_dot(text_of(*name))) {
      names.push_back({inode, std::string(text_of(*name)), false});
    }
    const std::size_t used = live ? (8u + name_length + 3u) & ~std::size_t{3} : 0;
    if (used < length) {
      parse_left_behind(block.subspan(at + used, length - used), inodes, names);
    }
    at += length;
  }
}

void parse_damaged_ext_folder_block(Bytes block, const std::vector<Run>& bad,
                                    std::uint32_t inodes, std::vector<ExtName>& names) {
  std::optional<std::size_t> at = 0;
  while (at && *at + kEntryHead <= block.size()) {
    const auto length =
        touches(bad, *at, kEntryHead) ? std::nullopt : entry_length(block, *at, inodes);
    if (!length) {
      at = find_chain(block, bad, *at + 4, inodes);
      continue;
    }
    const std::size_t used = kEntryHead + le<std::uint8_t>(block, *at + 6);
    const bool live = le<std::uint32_t>(block, *at) != 0 && used > kEntryHead;
    if (live && !touches(bad, *at, used)) {
      const std::string_view name = text_of(block.subspan(*at + 8, used - 8));
      if (!is_dot(name)) {
        names.push_back({le<std::uint32_t>(block, *at), std::string(name), false});
      }
    }
    const std::size_t taken = live ? (used + 3) & ~std::size_t{3} : 0;
    if (taken < *length && !touches(bad, *at + taken, *length - taken)) {
      parse_left_behind(block.subspan(*at + taken, *length - taken), inodes, names);
    }
    *at += *length;
  }
}

}  // namespace winnow
