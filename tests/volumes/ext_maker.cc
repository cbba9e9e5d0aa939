#include "tests/volumes/ext_maker.h"

#include <algorithm>

namespace winnow {
namespace {

template <typename T>
void put(std::string& out, T number) {
  out += text_of(std::as_bytes(std::span(&number, 1)));
}

std::size_t needed(const MadeName& name) {
  return (8 + name.text.size() + 3) / 4 * 4;
}

}  // namespace

std::string folder_block(const std::vector<MadeName>& names, std::size_t block_bytes) {
  std::string block;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const MadeName& name = names[i];
    const std::size_t start = block.size();
    std::size_t length = name.rec_len;
    if (length == 0) {
      length = i + 1 == names.size() ? block_bytes - start : needed(name);
    }
    put(block, name.inode);
    put(block, static_cast<std::uint16_t>(length));
    put(block, static_cast<std::uint8_t>(name.text.size()));
    put(block, std::uint8_t{1});
    block += name.text;
    if (length >= needed(name)) block.resize(start + length, '\0');
  }
  block.resize(block_bytes, '\0');
  return block;
}

std::string extent_node(int depth, const std::vector<MadeExtent>& entries) {
  std::string node;
  put(node, std::uint16_t{0xF30A});
  put(node, static_cast<std::uint16_t>(entries.size()));
  put(node, static_cast<std::uint16_t>(entries.size()));
  put(node, static_cast<std::uint16_t>(depth));
  put(node, std::uint32_t{0});
  for (const MadeExtent& entry : entries) {
    put(node, entry.first);
    if (depth == 0) {
      put(node, entry.count);
      put(node, static_cast<std::uint16_t>(entry.block >> 32));
      put(node, static_cast<std::uint32_t>(entry.block));
    } else {
      put(node, static_cast<std::uint32_t>(entry.block));
      put(node, static_cast<std::uint16_t>(entry.block >> 32));
      put(node, std::uint16_t{0});
    }
  }
  return node;
}

ExtMaker::ExtMaker(std::size_t blocks) : volume(blocks * kBlock) {
  put_super(0, kInodes);
  put_super(4, static_cast<std::uint32_t>(blocks));
  put_super(20, std::uint32_t{1});     // first data block
  put_super(32, std::uint32_t{8192});  // blocks a group
  put_super(40, kInodes);              // inodes a group
  put_super(56, std::uint16_t{0xEF53});
  put_super(76, std::uint32_t{1});  // revision
  put_super(84, std::uint32_t{11});
  put_super(88, std::uint16_t{128});
  put_super(96, std::uint32_t{2});  // file types in folders
  put_descriptor(0, std::uint32_t{3});
  put_descriptor(4, std::uint32_t{4});
  put_descriptor(8, std::uint32_t{5});
}

void ExtMaker::put_never_used(std::uint16_t unused, std::uint16_t flags, bool vouched) {
  put_super(100, std::uint32_t{0x10});
  put_descriptor(18, flags);
  put_descriptor(28, unused);
  const Bytes all = std::as_const(volume).bytes();
  std::string covered(text_of(all.subspan(1024 + 104, 16)));  // the volume's UUID
  covered += std::string(4, '\0');                            // the group's number
  covered += text_of(all.subspan(2 * kBlock, 30));
  unsigned crc = 0xFFFF;
  for (const char c : covered) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xA001u : 0u);
  }
  put_descriptor(30, static_cast<std::uint16_t>(vouched ? crc : crc ^ 1));
}

std::size_t ExtMaker::inode_at(std::uint32_t number) {
  return 5 * kBlock + std::size_t{number - 1} * 128;
}

void ExtMaker::put_inode(std::uint32_t number, const Inode& inode, bool allocated) {
  std::string raw(128, '\0');
  const auto field = [&raw](std::size_t at, auto value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    raw.replace(at, bytes.size(), text_of(bytes));
  };
  field(0, inode.mode);
  field(4, static_cast<std::uint32_t>(inode.size));
  field(20, inode.deleted_at);
  field(26, inode.links);
  field(28, static_cast<std::uint32_t>(inode.blocks.size() * 2));
  field(32, inode.flags);
  field(108, static_cast<std::uint32_t>(inode.size >> 32));
  for (std::size_t i = 0; i < inode.blocks.size(); ++i) {
    field(40 + 4 * i, inode.blocks[i]);
  }
  raw.replace(40, inode.raw_block.size(), inode.raw_block);
  volume.put(inode_at(number), raw);
  std::byte& bits = volume.bytes()[4 * kBlock + (number - 1) / 8];
  const auto bit = static_cast<std::byte>(1u << (number - 1) % 8);
  bits = allocated ? bits | bit : bits & ~bit;
}

void ExtMaker::put_block(std::uint32_t block, std::string_view content) {
  volume.put(block * kBlock, content);
}

void ExtMaker::put_folder(std::uint32_t inode, std::uint32_t block,
                          const std::vector<MadeName>& names) {
  Inode folder;
  folder.mode = 0x41ED;
  folder.links = 2;
  folder.size = kBlock;
  folder.blocks = {block};
  put_inode(inode, folder);
  std::vector<MadeName> all = {{inode, ".", 0}, {2, "..", 0}};
  all.insert(all.end(), names.begin(), names.end());
  put_block(block, folder_block(all));
}

}  // namespace winnow
