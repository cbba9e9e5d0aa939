#include "scanner/volumes/ext_content.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "scanner/volumes/run_list.h"

namespace winnow {
namespace {

Fault damaged(std::string what) {
  return Fault{FaultKind::malformed, std::move(what), "", std::nullopt};
}

// Content mapping. Damage can tie a tree into a knot. Extents must rise strictly, which
// no node met twice can do; and no file may have more tree blocks or mapped data than
// the volume, or what the evidence holds of it, has blocks. Block maps are held to as
// many tree blocks as the size needs besides. Of a tree of which a part cannot be read
// all the rest is still mapped, with holes between, and the fault comes last.
class Mapper {
 public:
  Mapper(const Evidence& evidence, const ExtLayout& layout, const ExtInode& inode,
         std::vector<Run>& runs)
      : evidence_(evidence),
        layout_(layout),
        runs_(runs),
        blocks_wanted_(inode.size / layout.block_bytes +
                       (inode.size % layout.block_bytes != 0 ? 1 : 0)),
        blocks_there_(
            std::min(layout.blocks, evidence.size_bytes() / layout.block_bytes + 1)),
        tree_blocks_left_(blocks_there_) {}

  Result<void> extents(Bytes root) {
    auto mapped = extent_node(root, -1, {});
    if (mapped) fill_to(blocks_wanted_);
    return mapped ? whole() : mapped;
  }

  Result<void> block_map(Bytes pointers) {
    constexpr int kDirect = 12;
    constexpr std::uint64_t kSpare = 1024;
    tree_blocks_left_ = std::min(
        tree_blocks_left_, blocks_wanted_ / (layout_.block_bytes / 4) * 2 + kSpare);
    for (int i = 0; i < kDirect && next_ < blocks_wanted_; ++i) {
      auto put =
          data_block(le<std::uint32_t>(pointers, static_cast<std::uint64_t>(i) * 4));
      if (!put) return put;
    }
    for (int level = 1; level <= 3 && next_ < blocks_wanted_; ++level) {
      auto walked =
          indirect(le<std::uint32_t>(
                       pointers, static_cast<std::uint64_t>(kDirect + level - 1) * 4),
                   level);
      if (!walked) return walked;
    }
    // Beyond three levels a file cannot reach: the rest of a stated size is damage.
    if (next_ < blocks_wanted_) return damaged("its size exceeds its block map");
    return whole();
  }

 private:
  // `bad`: what of `node` could not be read, by its place in it.
  Result<void> extent_node(Bytes node, int expected_depth,
                           const std::vector<Run>& bad) {
    if (touches(bad, 0, 12)) return {};
    if (le<std::uint16_t>(node, 0) != 0xF30A) {
      return damaged("its extent tree is damaged (no node magic)");
    }
    const unsigned entries = le<std::uint16_t>(node, 2);
    const int depth = le<std::uint16_t>(node, 6);
    constexpr int kMaxDepth = 5;
    if (depth > kMaxDepth || (expected_depth >= 0 && depth != expected_depth) ||
        entries > (node.size() - 12) / 12 || (entries == 0 && expected_depth >= 0)) {
      return damaged("its extent tree is damaged (impossible node)");
    }
    for (unsigned i = 0; i < entries; ++i) {
      if (touches(bad, 12 + std::size_t{12} * i, 12)) continue;
      const Bytes entry = node.subspan(12 + std::size_t{12} * i, 12);
      auto taken = depth == 0 ? leaf(entry) : child(entry, depth);
      if (!taken) return taken;
    }
    return {};
  }

  Result<void> leaf(Bytes entry) {
    const std::uint64_t first = le<std::uint32_t>(entry, 0);
    std::uint64_t count = le<std::uint16_t>(entry, 4);
    const std::uint64_t start =
        std::uint64_t{le<std::uint16_t>(entry, 6)} << 32 | le<std::uint32_t>(entry, 8);
    constexpr std::uint64_t kUnwritten = 32768;  // above it: reserved, reads as zeros
    const bool written = count <= kUnwritten;
    if (!written) count -= kUnwritten;
    if (first < lowest_ || count == 0) return damaged("its extents overlap");
    lowest_ = first + count;
    if (first >= blocks_wanted_) return {};  // reserved beyond the end of the file
    fill_to(first);
    if (!written) {
      fill_to(std::min(first + count, blocks_wanted_));
      return {};
    }
    if (start >= layout_.blocks || count > layout_.blocks - start) {
      return damaged("an extent lies outside the volume");
    }
    append_blocks(start, count);
    return {};
  }

  Result<void> child(Bytes entry, int depth) {
    const std::uint64_t block =
        std::uint64_t{le<std::uint16_t>(entry, 8)} << 32 | le<std::uint32_t>(entry, 4);
    std::vector<std::byte> node(layout_.block_bytes);
    std::vector<Run> bad;
    auto read = read_block(block, node, bad);
    if (!read) return read;
    return extent_node(node, depth - 1, bad);
  }

  Result<void> indirect(std::uint32_t block, int level) {
    std::uint64_t span = 1;  // data blocks below one block of this level
    for (int i = 0; i < level; ++i) span *= layout_.block_bytes / 4;
    if (block == 0) {
      fill_to(std::min(next_ + span, blocks_wanted_));
      return {};
    }
    std::vector<std::byte> pointers(layout_.block_bytes);
    std::vector<Run> bad;
    auto read = read_block(block, pointers, bad);
    if (!read) return read;
    const std::uint64_t below = span / (layout_.block_bytes / 4);
    for (std::uint32_t i = 0; i < layout_.block_bytes / 4 && next_ < blocks_wanted_;
         ++i) {
      if (touches(bad, std::uint64_t{i} * 4, 4)) {
        fill_to(std::min(next_ + below, blocks_wanted_));
        continue;
      }
      const auto pointer = le<std::uint32_t>(pointers, std::uint64_t{i} * 4);
      auto walked = level == 1 ? data_block(pointer) : indirect(pointer, level - 1);
      if (!walked) return walked;
    }
    return {};
  }

  Result<void> data_block(std::uint32_t block) {
    if (block == 0) {
      fill_to(next_ + 1);
      return {};
    }
    if (block >= layout_.blocks) return damaged("a block lies outside the volume");
    if (mapped_ >= blocks_there_) {
      return damaged("its block map lists more blocks than there are");
    }
    append_blocks(block, 1);
    return {};
  }

  static bool touches(const std::vector<Run>& bad, std::uint64_t offset,
                      std::uint64_t length) {
    return std::any_of(bad.begin(), bad.end(), [&](const Run& range) {
      return range.offset < offset + length && offset < range.offset + range.length;
    });
  }

  // The fault of the first part of the tree that could not be read, if any.
  [[nodiscard]] Result<void> whole() const {
    if (!lost_) return {};
    return Fault{lost_->kind, "part of its block list cannot be read: " + lost_->line(),
                 "", std::nullopt};
  }

  // Appends to `bad` what of the block cannot be read, by its place in it.
  Result<void> read_block(std::uint64_t block, MutableBytes target,
                          std::vector<Run>& bad) {
    if (block == 0 || block >= layout_.blocks) {
      return damaged("its block tree points outside the volume");
    }
    if (tree_blocks_left_ == 0) return damaged("its block tree runs in circles");
    --tree_blocks_left_;
    const std::uint64_t at = layout_.offset + block * layout_.block_bytes;
    if (auto read = evidence_.read_sound(at, target, bad); !read) return read;
    if (!bad.empty() && !lost_) lost_ = evidence_.damage_at(bad.front().offset);
    for (Run& range : bad) range.offset -= at;
    return {};
  }

  void fill_to(std::uint64_t block) {
    if (block <= next_) return;
    append_run(runs_, {Run::kHole, (block - next_) * layout_.block_bytes});
    next_ = block;
  }

  void append_blocks(std::uint64_t start, std::uint64_t count) {
    append_run(runs_, {layout_.offset + start * layout_.block_bytes,
                       count * layout_.block_bytes});
    next_ += count;
    mapped_ += count;
  }

  const Evidence& evidence_;
  const ExtLayout& layout_;
  std::vector<Run>& runs_;
  std::uint64_t blocks_wanted_;
  std::uint64_t blocks_there_;      // that the volume and the evidence have
  std::uint64_t tree_blocks_left_;  // that may still be read
  std::uint64_t next_ = 0;          // file block that comes next
  std::uint64_t lowest_ = 0;        // where the next extent may begin at the earliest
  std::uint64_t mapped_ = 0;        // data blocks met
  std::optional<Fault> lost_;       // the first part of the tree that cannot be read
};

}  // namespace

Result<void> map_ext_content(const Evidence& evidence, const ExtLayout& layout,
                             const ExtInode& inode, std::vector<Run>& runs) {
  Mapper mapper(evidence, layout, inode, runs);
  const Bytes root = bytes_of(inode.block);
  return (inode.flags & ExtInode::kExtents) != 0 ? mapper.extents(root)
                                                 : mapper.block_map(root);
}

}  // namespace winnow
