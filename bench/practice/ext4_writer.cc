// ext4 by libext2fs, on an image file that mke2fs has made. The library keeps the
// bitmaps, the inodes, the extent trees and all checksums right; names and the choice
// of blocks are ours, because ext2fs_link walks the whole folder for each name and
// because fragments are wanted. Deletion leaves what the kernel leaves: a dead name in
// the folder, an inode with a deletion time, no links, no size and no extents.
#include <ext2fs/ext2fs.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "bench/practice/ext4_folder.h"
#include "bench/practice/volume_writer.h"

namespace winnow::practice {
namespace {

constexpr const char* kVolumeId = "57696e6e-6f77-4070-8000-707261637469";
constexpr std::uint64_t kLongestExtent = 32768;
constexpr std::uint64_t kFolderReserveBlocks = 64;

void check(errcode_t error, const std::string& what) {
  if (error != 0) fail(what + ": " + error_message(error));
}

// The inode as libext2fs passes it around: its first 128 bytes, then the rest.
struct Inode {
  ext2_inode_large large{};
  ext2_inode* small() { return reinterpret_cast<ext2_inode*>(&large); }
};

class Ext4Writer : public VolumeWriter {
 public:
  Ext4Writer(const std::string& image, const VolumeOrder& order);

  void make_folder(const std::string& path) override;
  Placement make_file(const std::string& path, ByteView bytes,
                      bool is_compressed) override;
  Placement make_hollow_file(const std::string& path, ByteView head,
                             std::uint64_t size_bytes) override;
  void make_link(const std::string& path, const std::string& existing) override;
  void remove_file(const std::string& path) override;
  void remove_folder(const std::string& path) override;
  void begin_scatter(std::uint64_t units) override { scatter_left_ = units; }
  void end_scatter() override { scatter_left_ = 0; }
  std::size_t folder_runs(const std::string& path) override;
  void finish() override;

 private:
  using Extents = std::vector<ext2fs_extent>;

  [[nodiscard]] ext2_ino_t inode_of(const std::string& path) const;
  [[nodiscard]] Ext4Folder& folder_of(const std::string& path);
  [[nodiscard]] ext2_ino_t take_inode(const std::string& path, unsigned mode);
  [[nodiscard]] ext2_ino_t neighbour_of(const std::string& path, bool is_folder);
  void go_to_folder(const std::string& path);
  [[nodiscard]] ext2fs_extent take_run(std::uint64_t most);
  [[nodiscard]] Extents take_blocks(std::uint64_t count);
  [[nodiscard]] std::uint64_t take_folder_block(ext2_ino_t ino);
  void give_back_reserves();
  void add_name(const std::string& path, ext2_ino_t ino, EntryType type);
  void write_blocks(const Extents& extents, ByteView bytes);
  void write_inode(ext2_ino_t ino, Inode& inode, const Extents& extents);
  [[nodiscard]] Inode new_inode(unsigned mode, std::uint64_t size,
                                unsigned links) const;
  [[nodiscard]] static Extents extents_of(const Ext4Folder& folder);
  void store_folder(ext2_ino_t ino, const Ext4Folder& folder);
  void bury(ext2_ino_t ino, bool is_folder);
  void adopt_root();

  ext2_filsys fs_ = nullptr;
  std::uint64_t next_block_ = 0;  // allocation goes on from here, round and round
  std::uint64_t scatter_left_ = 0;
  bool spreads_folders_;
  unsigned folders_spread_ = 0;
  std::map<ext2_ino_t, std::uint64_t> next_blocks_;  // by folder, when they are spread
  std::unordered_map<std::string, ext2_ino_t> inodes_;
  std::map<ext2_ino_t, Ext4Folder> folders_;
  std::map<ext2_ino_t, ext2fs_extent> reserves_;  // blocks in hand, by folder
};

Ext4Writer::Ext4Writer(const std::string& image, const VolumeOrder& order)
    : spreads_folders_(order.spreads_folders) {
  make_sparse_file(image, order.size_bytes);
  std::vector<std::string> words = {
      "mke2fs",
      "-q",
      "-F",
      "-t",
      "ext4",
      "-b",
      std::to_string(order.unit_bytes != 0 ? order.unit_bytes : 4096),
      "-m",
      "0",
      "-L",
      order.label,
      "-U",
      kVolumeId,
      "-E",
      "hash_seed=" + std::string(kVolumeId) + ",root_owner=0:0"};
  if (order.inodes != 0) {
    words.insert(words.end(), {"-N", std::to_string(order.inodes)});
  }
  words.push_back(image);
  run_command(words);
  initialize_ext2_error_table();
  check(ext2fs_open(image.c_str(), EXT2_FLAG_RW | EXT2_FLAG_64BITS, 0, 0,
                    unix_io_manager, &fs_),
        image + ": cannot be opened as ext4");
  check(ext2fs_read_bitmaps(fs_), image + ": bitmaps cannot be read");
  fs_->now = kPracticeNow;
  next_block_ = fs_->super->s_first_data_block;
  adopt_root();
}

// The top folder is given a list of names like any other; mke2fs put lost+found there.
void Ext4Writer::adopt_root() {
  inodes_[""] = EXT2_ROOT_INO;
  Ext4Folder& root = folders_.emplace(EXT2_ROOT_INO, fs_->blocksize).first->second;
  blk64_t block = 0;
  check(ext2fs_bmap2(fs_, EXT2_ROOT_INO, nullptr, nullptr, 0, 0, nullptr, &block),
        "the top folder has no block");
  root.append_block(block);
  ext2_ino_t lost_and_found = 0;
  check(ext2fs_lookup(fs_, EXT2_ROOT_INO, "lost+found", 10, nullptr, &lost_and_found),
        "lost+found");
  if (!root.add(".", EXT2_ROOT_INO, EntryType::folder) ||
      !root.add("..", EXT2_ROOT_INO, EntryType::folder) ||
      !root.add("lost+found", lost_and_found, EntryType::folder)) {
    fail("the top folder cannot hold three names");
  }
  root.subfolders = 1;
}

ext2_ino_t Ext4Writer::inode_of(const std::string& path) const {
  const auto found = inodes_.find(path);
  if (found == inodes_.end()) fail(path + ": there is no such file or folder");
  return found->second;
}

Ext4Folder& Ext4Writer::folder_of(const std::string& path) {
  return folders_.at(inode_of(path));
}

// The inode near which a new one is to lie. Spread folders step through the block
// groups by the golden ratio, so that any number of them lies evenly; files stay with
// theirs.
ext2_ino_t Ext4Writer::neighbour_of(const std::string& path, bool is_folder) {
  if (!spreads_folders_ || !is_folder) return inode_of(parent_of(path));
  const double turn = ++folders_spread_ * 0.6180339887498949;
  const auto group =
      static_cast<dgrp_t>((turn - static_cast<unsigned>(turn)) * fs_->group_desc_count);
  return group * fs_->super->s_inodes_per_group + 1;
}

// Where the blocks of what lies in `path` go on.
void Ext4Writer::go_to_folder(const std::string& path) {
  if (!spreads_folders_) return;
  const ext2_ino_t ino = inode_of(path);
  const auto [at, is_new] = next_blocks_.try_emplace(ino);
  if (is_new) {
    at->second = ext2fs_group_first_block2(fs_, ext2fs_group_of_ino(fs_, ino));
  }
  next_block_ = at->second;
}

ext2_ino_t Ext4Writer::take_inode(const std::string& path, unsigned mode) {
  fs_->now += 7;  // so that times tell the order of writing
  ext2_ino_t ino = 0;
  check(ext2fs_new_inode(fs_, neighbour_of(path, S_ISDIR(mode)), static_cast<int>(mode),
                         nullptr, &ino),
        path + ": no free inode");
  ext2fs_inode_alloc_stats2(fs_, ino, +1, S_ISDIR(mode) ? 1 : 0);
  inodes_[path] = ino;
  return ino;
}

// The next free stretch, at most `most` blocks of it. When scattering, one block, and
// the next search begins one block further on.
ext2fs_extent Ext4Writer::take_run(std::uint64_t most) {
  const blk64_t end = ext2fs_blocks_count(fs_->super) - 1;
  blk64_t first = 0;
  if (ext2fs_find_first_zero_block_bitmap2(fs_->block_map, next_block_, end, &first) !=
      0) {
    if (ext2fs_find_first_zero_block_bitmap2(
            fs_->block_map, fs_->super->s_first_data_block, end, &first) != 0) {
      fail("the ext4 volume is full");
    }
  }
  const blk64_t last =
      std::min<blk64_t>(end, first + std::min(most, kLongestExtent) - 1);
  blk64_t stop = 0;
  if (ext2fs_find_first_set_block_bitmap2(fs_->block_map, first, last, &stop) != 0) {
    stop = last + 1;
  }
  if (scatter_left_ > 0) stop = first + 1;
  const blk64_t length = stop - first;
  ext2fs_block_alloc_stats_range(fs_, first, static_cast<blk_t>(length), +1);
  next_block_ = stop < end ? stop : fs_->super->s_first_data_block;
  if (scatter_left_ > 0 && --scatter_left_ > 0) ++next_block_;
  return {first, 0, static_cast<__u32>(length), 0};
}

Ext4Writer::Extents Ext4Writer::take_blocks(std::uint64_t count) {
  Extents extents;
  for (std::uint64_t done = 0; done < count;) {
    ext2fs_extent run = take_run(count - done);
    run.e_lblk = done;
    done += run.e_len;
    if (!extents.empty()) {
      ext2fs_extent& last = extents.back();
      if (last.e_pblk + last.e_len == run.e_pblk &&
          last.e_len + run.e_len <= kLongestExtent) {
        last.e_len += run.e_len;
        continue;
      }
    }
    extents.push_back(run);
  }
  return extents;
}

void Ext4Writer::write_blocks(const Extents& extents, ByteView bytes) {
  const std::size_t unit = fs_->blocksize;
  for (const ext2fs_extent& extent : extents) {
    const std::size_t from = static_cast<std::size_t>(extent.e_lblk) * unit;
    if (from >= bytes.size()) return;  // the rest of a hollow file
    ByteVector padded;
    ByteView part =
        bytes.subspan(from, std::min(extent.e_len * unit, bytes.size() - from));
    if (part.size() % unit != 0) {
      padded.assign(part.begin(), part.end());
      padded.resize((part.size() + unit - 1) / unit * unit);
      part = padded;
    }
    check(io_channel_write_blk64(fs_->io, extent.e_pblk,
                                 static_cast<int>(part.size() / unit), part.data()),
          "blocks cannot be written");
  }
}

Inode Ext4Writer::new_inode(unsigned mode, std::uint64_t size, unsigned links) const {
  Inode inode;
  const auto now = static_cast<__u32>(fs_->now);
  inode.large.i_mode = static_cast<__u16>(mode);
  inode.large.i_links_count = static_cast<__u16>(links);
  inode.large.i_uid = 0;
  inode.large.i_atime = inode.large.i_ctime = inode.large.i_mtime = now;
  inode.large.i_crtime = now;
  inode.large.i_extra_isize = sizeof(ext2_inode_large) - EXT2_GOOD_OLD_INODE_SIZE;
  inode.large.i_flags = EXT4_EXTENTS_FL;
  check(ext2fs_inode_size_set(fs_, inode.small(), static_cast<ext2_off64_t>(size)),
        "a file is too large");
  return inode;
}

// Builds the extent tree (the library splits nodes as they fill) and stores the inode.
void Ext4Writer::write_inode(ext2_ino_t ino, Inode& inode, const Extents& extents) {
  const auto bytes = static_cast<int>(sizeof inode.large);
  check(ext2fs_write_inode_full(fs_, ino, inode.small(), bytes), "an inode");
  ext2_extent_handle_t tree = nullptr;
  check(ext2fs_extent_open2(fs_, ino, inode.small(), &tree), "an extent tree");
  std::uint64_t blocks = 0;
  for (ext2fs_extent extent : extents) {
    check(ext2fs_extent_insert(tree, EXT2_EXTENT_INSERT_AFTER, &extent), "an extent");
    blocks += extent.e_len;
  }
  ext2fs_extent_free(tree);
  check(ext2fs_iblk_add_blocks(fs_, inode.small(), blocks), "a count of blocks");
  check(ext2fs_write_inode_full(fs_, ino, inode.small(), bytes), "an inode");
}

// A folder that grows keeps some blocks in hand, so that it does not lie between the
// files it names in a thousand pieces; only a scattered one is meant to.
std::uint64_t Ext4Writer::take_folder_block(ext2_ino_t ino) {
  ext2fs_extent& reserve = reserves_[ino];
  if (scatter_left_ > 0) return take_run(1).e_pblk;
  if (reserve.e_len == 0) reserve = take_run(kFolderReserveBlocks);
  --reserve.e_len;
  return reserve.e_pblk++;
}

void Ext4Writer::give_back_reserves() {
  for (const auto& [ino, reserve] : reserves_) {
    if (reserve.e_len == 0) continue;
    ext2fs_block_alloc_stats_range(fs_, reserve.e_pblk, reserve.e_len, -1);
  }
  reserves_.clear();
}

void Ext4Writer::add_name(const std::string& path, ext2_ino_t ino, EntryType type) {
  const std::string name = name_of(path);
  if (name.empty() || name.size() > 255) fail(path + ": not a name that ext4 can hold");
  Ext4Folder& folder = folder_of(parent_of(path));
  if (folder.add(name, ino, type)) return;
  folder.append_block(take_folder_block(inode_of(parent_of(path))));
  if (!folder.add(name, ino, type)) fail(path + ": no room for the name");
}

void Ext4Writer::make_folder(const std::string& path) {
  const ext2_ino_t ino = take_inode(path, S_IFDIR | 0755);
  Ext4Folder& folder = folders_.emplace(ino, fs_->blocksize).first->second;
  go_to_folder(path);
  folder.append_block(take_run(1).e_pblk);
  if (spreads_folders_) next_blocks_[ino] = next_block_;
  if (!folder.add(".", ino, EntryType::folder) ||
      !folder.add("..", inode_of(parent_of(path)), EntryType::folder)) {
    fail(path + ": no room for two names");
  }
  add_name(path, ino, EntryType::folder);
  ++folder_of(parent_of(path)).subfolders;
}

Placement Ext4Writer::make_file(const std::string& path, ByteView bytes,
                                bool is_compressed) {
  if (is_compressed) fail(path + ": ext4 does not compress");
  return make_hollow_file(path, bytes, bytes.size());
}

Placement Ext4Writer::make_hollow_file(const std::string& path, ByteView head,
                                       std::uint64_t size_bytes) {
  go_to_folder(parent_of(path));
  const ext2_ino_t ino = take_inode(path, S_IFREG | 0644);
  const Extents extents =
      take_blocks((size_bytes + fs_->blocksize - 1) / fs_->blocksize);
  write_blocks(extents, head);
  Inode inode = new_inode(S_IFREG | 0644, size_bytes, 1);
  write_inode(ino, inode, extents);
  add_name(path, ino, EntryType::file);
  if (spreads_folders_) next_blocks_[inode_of(parent_of(path))] = next_block_;
  Placement placement;
  for (const ext2fs_extent& extent : extents) {
    const std::uint64_t from = extent.e_lblk * fs_->blocksize;
    const std::uint64_t length = std::uint64_t{extent.e_len} * fs_->blocksize;
    placement.runs.push_back(
        {extent.e_pblk * fs_->blocksize, std::min(length, size_bytes - from)});
  }
  return placement;
}

void Ext4Writer::make_link(const std::string& path, const std::string& existing) {
  const ext2_ino_t ino = inode_of(existing);
  ext2_inode inode{};
  check(ext2fs_read_inode(fs_, ino, &inode), existing);
  ++inode.i_links_count;
  check(ext2fs_write_inode(fs_, ino, &inode), existing);
  inodes_[path] = ino;
  add_name(path, ino, EntryType::file);
}

// What ext4_evict_inode leaves: no size, no blocks, an empty extent header, a time.
void Ext4Writer::bury(ext2_ino_t ino, bool is_folder) {
  ext2_inode inode{};
  check(ext2fs_read_inode(fs_, ino, &inode), "an inode");
  check(ext2fs_punch(fs_, ino, &inode, nullptr, 0, ~0ULL), "blocks cannot be freed");
  inode.i_size = 0;
  inode.i_size_high = 0;
  inode.i_links_count = 0;
  inode.i_dtime = inode.i_ctime = static_cast<__u32>(fs_->now);
  check(ext2fs_write_inode(fs_, ino, &inode), "an inode");
  ext2fs_inode_alloc_stats2(fs_, ino, -1, is_folder ? 1 : 0);
}

void Ext4Writer::remove_file(const std::string& path) {
  fs_->now += 7;
  const ext2_ino_t ino = inode_of(path);
  folder_of(parent_of(path)).remove(name_of(path));
  inodes_.erase(path);
  ext2_inode inode{};
  check(ext2fs_read_inode(fs_, ino, &inode), path);
  if (--inode.i_links_count > 0) {
    check(ext2fs_write_inode(fs_, ino, &inode), path);
  } else {
    bury(ino, false);
  }
}

void Ext4Writer::remove_folder(const std::string& path) {
  fs_->now += 7;
  const ext2_ino_t ino = inode_of(path);
  const auto found = folders_.find(ino);
  if (!found->second.is_empty()) fail(path + ": the folder is not empty");
  store_folder(ino, found->second);  // its dead names stay on the volume
  bury(ino, true);
  folders_.erase(found);
  folder_of(parent_of(path)).remove(name_of(path));
  --folder_of(parent_of(path)).subfolders;
  inodes_.erase(path);
}

Ext4Writer::Extents Ext4Writer::extents_of(const Ext4Folder& folder) {
  Extents extents;
  std::uint64_t index = 0;
  for (const Ext4Folder::Block& block : folder.blocks()) {
    if (!extents.empty() &&
        extents.back().e_pblk + extents.back().e_len == block.number) {
      ++extents.back().e_len;
    } else {
      extents.push_back({block.number, index, 1, 0});
    }
    ++index;
  }
  return extents;
}

std::size_t Ext4Writer::folder_runs(const std::string& path) {
  return extents_of(folder_of(path)).size();
}

void Ext4Writer::store_folder(ext2_ino_t ino, const Ext4Folder& folder) {
  for (const Ext4Folder::Block& block : folder.blocks()) {
    ByteVector bytes = block.bytes;
    ext2fs_initialize_dirent_tail(fs_, EXT2_DIRENT_TAIL(bytes.data(), fs_->blocksize));
    check(ext2fs_write_dir_block4(fs_, block.number, bytes.data(), 0, ino),
          "a block of names cannot be written");
  }
  Inode inode = new_inode(S_IFDIR | 0755, folder.blocks().size() * fs_->blocksize,
                          2 + folder.subfolders);
  write_inode(ino, inode, extents_of(folder));
}

void Ext4Writer::finish() {
  give_back_reserves();
  for (const auto& [ino, folder] : folders_) store_folder(ino, folder);
  check(ext2fs_close_free(&fs_), "the image cannot be closed");
}

}  // namespace

std::unique_ptr<VolumeWriter> make_ext4_writer(const std::string& image,
                                               const VolumeOrder& order) {
  return std::make_unique<Ext4Writer>(image, order);
}

}  // namespace winnow::practice
