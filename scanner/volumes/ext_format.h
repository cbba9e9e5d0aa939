// ext2, ext3 and ext4 on disk, as far as listing files needs it: superblock, group
// descriptors, inodes, extent trees and block maps, folder blocks. Read by us, because
// libtsk 4.11.1 takes files whose extents need several leaf blocks (340 extents and
// more) for empty, loses whole folders that way, and hangs on damaged block maps.
//
// Source: Linux fs/ext4/ext4.h and Documentation/filesystems/ext4. All little endian.
//
//   superblock   at byte 1024 of the volume
//   descriptors  32 or 64 bytes a group, in the block after the superblock's
//   inode        128 bytes and more; i_block holds 15 block numbers, or an extent
//   tree's
//                root, or the content itself (inline data, short symbolic links)
//   extent node  header { magic F30A, entries, max, depth } then 12-byte entries
//   folder block entries { inode:u32 rec_len:u16 name_len:u8 type:u8 name } that fill
//   it
#ifndef WINNOW_SCANNER_VOLUMES_EXT_FORMAT_H_
#define WINNOW_SCANNER_VOLUMES_EXT_FORMAT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/wire/records.h"

namespace winnow {

struct ExtLayout {
  std::uint64_t offset = 0;  // of the volume in the evidence, bytes
  std::uint32_t block_bytes = 0;
  std::uint64_t blocks = 0;
  std::uint32_t inodes = 0;
  std::uint32_t inodes_per_group = 0;
  std::uint32_t blocks_per_group = 0;
  std::uint32_t first_block = 0;
  std::uint32_t first_inode = 11;  // below it: the file system's own
  std::uint32_t inode_bytes = 128;
  std::uint32_t descriptor_bytes = 32;
  std::uint32_t groups = 0;
  std::uint32_t first_meta_group = 0;
  std::uint32_t checksum_seed = 0;
  bool has_extents = false;
  bool has_journal = false;
  bool meta_groups = false;
  bool sparse_super = false;
  bool crc16_groups = false;  // uninit_bg
  bool crc32_groups = false;  // metadata_csum
  std::string uuid;           // 16 raw bytes

  [[nodiscard]] const char* name() const {
    return has_extents ? "ext4" : has_journal ? "ext3" : "ext2";
  }
};

struct ExtGroup {
  std::uint64_t inode_table = 0;   // block
  std::uint64_t inode_bitmap = 0;  // block
  std::uint16_t flags = 0;
  std::uint32_t unused_inodes = 0;  // at the end of the table; only if vouched for
  bool vouched = false;             // the descriptor's checksum holds
  static constexpr std::uint16_t kInodesUninitialised = 1;
};

struct ExtInode {
  static constexpr std::uint32_t kExtents = 0x80000;
  static constexpr std::uint32_t kInlineData = 0x10000000;
  static constexpr std::uint32_t kEncrypted = 0x800;

  std::uint16_t mode = 0;
  std::uint16_t links = 0;
  std::uint64_t size = 0;
  std::uint32_t flags = 0;
  std::uint32_t deleted_at = 0;
  bool has_blocks = false;  // has blocks of content
  FileTimes times;
  std::string block;        // the 60 bytes of i_block
  std::string inline_tail;  // inline data beyond them (system.data)

  [[nodiscard]] bool is_folder() const { return (mode & 0xF000) == 0x4000; }
  [[nodiscard]] bool is_file() const { return (mode & 0xF000) == 0x8000; }
  [[nodiscard]] bool is_link() const { return (mode & 0xF000) == 0xA000; }
  // A symbolic link short enough to stand in i_block.
  [[nodiscard]] bool is_short_link() const {
    return is_link() && size < 60 && (flags & (kExtents | kInlineData)) == 0 &&
           !has_blocks;
  }
};

struct ExtName {
  std::uint32_t inode = 0;
  std::string text;
  bool deleted = false;
};

[[nodiscard]] Result<ExtLayout> read_ext_superblock(const Evidence& evidence,
                                                    std::uint64_t offset,
                                                    std::uint64_t length);
// One descriptor per group; where one cannot be read, its copy in a later group serves.
// A group of which neither can be read, or whose descriptor points outside the volume,
// has inode_table 0 and is reported.
[[nodiscard]] std::vector<ExtGroup> read_ext_groups(
    const Evidence& evidence, const ExtLayout& layout,
    const std::function<void(std::uint32_t group, std::string why)>& report);

[[nodiscard]] ExtInode parse_ext_inode(const ExtLayout& layout, Bytes raw);

// The names in one folder block, live and left behind by deleting.
void parse_ext_folder_block(Bytes block, std::uint32_t inodes,
                            std::vector<ExtName>& names);
// The same of a block of which `bad` (rising, by their place in it) could not be read:
// the names that stand wholly in the rest.
void parse_damaged_ext_folder_block(Bytes block, const std::vector<Run>& bad,
                                    std::uint32_t inodes, std::vector<ExtName>& names);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_EXT_FORMAT_H_
