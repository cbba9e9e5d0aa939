// The list of names of one ext4 folder, built in memory as the kernel would have built
// it on the volume: names are appended, and a deleted name is swallowed by the one
// before it in its block (or, at the head of a block, loses its inode number). Adding
// and removing take constant time, however many names there are. No hashed index
// (htree) is made.
//
//   entry = inode u32, rec_len u16, name_len u8, type u8, name, padding to 4
//   block = { entry } tail            the tail is a 12-byte entry that holds a checksum
#ifndef WINNOW_BENCH_PRACTICE_EXT4_FOLDER_H_
#define WINNOW_BENCH_PRACTICE_EXT4_FOLDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {

enum class EntryType : unsigned char { file = 1, folder = 2 };  // EXT2_FT_*

class Ext4Folder {
 public:
  struct Block {
    std::uint64_t number;  // on the volume
    ByteVector bytes;
    std::size_t last_offset;  // of the entry that owns the rest of the block
  };

  explicit Ext4Folder(std::size_t block_bytes) : block_bytes_(block_bytes) {}

  // False if the last block has no room: append_block(), then add again.
  [[nodiscard]] bool add(const std::string& name, std::uint32_t inode, EntryType type);
  void append_block(std::uint64_t number);
  void remove(const std::string& name);

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] bool is_empty() const { return places_.size() <= 2; }

  unsigned subfolders = 0;

 private:
  struct Place {
    std::size_t block;
    std::size_t offset;
  };

  std::size_t block_bytes_;
  std::vector<Block> blocks_;
  std::unordered_map<std::string, Place> places_;
};

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_EXT4_FOLDER_H_
