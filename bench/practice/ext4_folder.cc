#include "bench/practice/ext4_folder.h"

#include <cstring>

namespace winnow::practice {
namespace {

constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kTailBytes = 12;

std::size_t needed_bytes(std::size_t name_bytes) {
  return (kHeaderBytes + name_bytes + 3) / 4 * 4;
}

std::size_t rec_len_at(const ByteVector& bytes, std::size_t offset) {
  return bytes[offset + 4] | static_cast<std::size_t>(bytes[offset + 5]) << 8;
}

void set_rec_len(ByteVector& bytes, std::size_t offset, std::size_t length) {
  bytes[offset + 4] = static_cast<unsigned char>(length & 0xff);
  bytes[offset + 5] = static_cast<unsigned char>(length >> 8);
}

}  // namespace

bool Ext4Folder::add(const std::string& name, std::uint32_t inode, EntryType type) {
  if (blocks_.empty()) return false;
  Block& block = blocks_.back();
  const std::size_t end = block_bytes_ - kTailBytes;
  std::size_t offset = 0;
  if (rec_len_at(block.bytes, 0) != 0) {
    const std::size_t last = block.last_offset;
    offset = last + needed_bytes(block.bytes[last + 6]);
    if (end - offset < needed_bytes(name.size())) return false;
    set_rec_len(block.bytes, last, offset - last);
  }
  std::memcpy(&block.bytes[offset], &inode, sizeof inode);
  set_rec_len(block.bytes, offset, end - offset);
  block.bytes[offset + 6] = static_cast<unsigned char>(name.size());
  block.bytes[offset + 7] = static_cast<unsigned char>(type);
  std::memcpy(&block.bytes[offset + kHeaderBytes], name.data(), name.size());
  block.last_offset = offset;
  places_[name] = {blocks_.size() - 1, offset};
  return true;
}

void Ext4Folder::append_block(std::uint64_t number) {
  blocks_.push_back({number, ByteVector(block_bytes_), 0});
}

void Ext4Folder::remove(const std::string& name) {
  const auto found = places_.find(name);
  if (found == places_.end()) fail(name + ": not in its folder");
  const auto [block_index, offset] = found->second;
  places_.erase(found);
  Block& block = blocks_[block_index];
  if (offset == 0) {
    std::memset(block.bytes.data(), 0, 4);
    return;
  }
  std::size_t before = 0;
  while (before + rec_len_at(block.bytes, before) != offset) {
    before += rec_len_at(block.bytes, before);
  }
  set_rec_len(block.bytes, before,
              rec_len_at(block.bytes, before) + rec_len_at(block.bytes, offset));
  if (block.last_offset == offset) block.last_offset = before;
}

}  // namespace winnow::practice
