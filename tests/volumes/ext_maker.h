// ExtMaker: small ext2 volumes made up byte by byte, so that a test can hold exactly
// the damage it wants. Blocks of 1 KiB, one group, inodes of 128 bytes:
//
//   block 1 superblock  2 descriptors  3 block bitmap  4 inode bitmap  5.. inode table
//   then everything else
#ifndef WINNOW_TESTS_VOLUMES_EXT_MAKER_H_
#define WINNOW_TESTS_VOLUMES_EXT_MAKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "scanner/volumes/ext_format.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {

// One entry of a folder block; rec_len 0 stands for "as long as the name needs".
struct MadeName {
  std::uint32_t inode = 0;
  std::string text;
  std::uint16_t rec_len = 0;
};
// A folder block that these entries fill; the last one reaches its end.
[[nodiscard]] std::string folder_block(const std::vector<MadeName>& names,
                                       std::size_t block_bytes = 1024);

// One entry of an extent node: a leaf's, or where the node below lies (count unused).
struct MadeExtent {
  std::uint32_t first = 0;
  std::uint16_t count = 0;
  std::uint64_t block = 0;
};
[[nodiscard]] std::string extent_node(int depth,
                                      const std::vector<MadeExtent>& entries);

class ExtMaker {
 public:
  static constexpr std::size_t kBlock = 1024;
  static constexpr std::uint32_t kInodes = 64;
  static constexpr std::uint32_t kFirstFree = 13;  // first block nothing stands in

  explicit ExtMaker(std::size_t blocks = 64);

  struct Inode {
    std::uint16_t mode = 0x81A4;  // a file
    std::uint64_t size = 0;
    std::uint16_t links = 1;
    std::uint32_t flags = 0;
    std::uint32_t deleted_at = 0;
    std::vector<std::uint32_t> blocks;  // the block map, or:
    std::string raw_block;              // i_block as it is
  };
  void put_inode(std::uint32_t number, const Inode& inode, bool allocated = true);
  void put_block(std::uint32_t block, std::string_view content);
  // A live folder of one block.
  void put_folder(std::uint32_t inode, std::uint32_t block,
                  const std::vector<MadeName>& names);
  // A field of the superblock or of the first group's descriptor.
  template <typename T>
  void put_super(std::size_t offset, T value) {
    volume.put_le(1024 + offset, value);
  }
  template <typename T>
  void put_descriptor(std::size_t offset, T value) {
    volume.put_le(2 * kBlock + offset, value);
  }
  // Says that the group's last `unused` inodes were never used, under a checksum
  // (uninit_bg, lib/crc16 of the kernel) that holds if `vouched`.
  void put_never_used(std::uint16_t unused, std::uint16_t flags = 0,
                      bool vouched = true);
  [[nodiscard]] static std::size_t inode_at(std::uint32_t number);

  MemoryEvidence volume;
};

}  // namespace winnow

#endif  // WINNOW_TESTS_VOLUMES_EXT_MAKER_H_
