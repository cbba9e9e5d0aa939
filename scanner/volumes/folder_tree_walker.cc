#include "scanner/volumes/folder_tree_walker.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "scanner/volumes/run_list.h"
#include "scanner/volumes/tsk_content.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxDepth = 512;

class FolderTreeWalk {
 public:
  FolderTreeWalk(TskVolume& volume, Walk& walk) : volume_(volume), walk_(walk) {}

  Result<void> run() {
    TSK_FS_INFO* fs = volume_.fs();
    pending_.push_back({fs->root_inum, "", 0, true});
    bool first = true;
    while (!pending_.empty()) {
      if (is_cut_ || walk_.is_full(visited_.size() + pending_.size() - 1)) {
        walk_.note_full();
        return {};
      }
      const PendingFolder folder = std::move(pending_.back());
      pending_.pop_back();
      const Barred* bar = walk_.enter(folder.number);
      if (bar != nullptr) {
        walk_.note("failed", walk_.prefix + folder.path + "/", bar->reason);
        if (bar->ends_volume) return volume_given_up(*bar);
        first = false;
        continue;
      }
      auto listed = list(folder);
      if (given_up_ != nullptr) return volume_given_up(*given_up_);
      if (!listed && first) return listed;
      if (!listed) {
        walk_.note(folder.allocated ? "unreadable" : "skipped",
                   walk_.prefix + folder.path, listed.error().line());
      }
      first = false;
    }
    if (is_cut_) walk_.note_full();
    return {};
  }

 private:
  struct PendingFolder {
    TSK_INUM_T number;
    std::string path;
    std::size_t depth;
    bool allocated;
  };

  Result<void> list(const PendingFolder& folder) {
    if (!visited_.insert(folder.number).second) return {};
    TSK_FS_INFO* fs = volume_.fs();
    tsk_error_reset();
    // Names of FAT and exFAT stand beside each other: one bad sector costs its own.
    volume_.image().blank_bad_sectors(TSK_FS_TYPE_ISFAT(fs->ftype) != 0);
    const TskDir dir(tsk_fs_dir_open_meta(fs, folder.number));
    volume_.image().blank_bad_sectors(false);
    auto fault = volume_.image().take_read_fault();
    if (dir == nullptr && fault) return *std::move(fault);
    if (fault) {
      walk_.note("unreadable", walk_.prefix + folder.path + "/", fault->line());
    }
    if (dir == nullptr) {
      return Fault{FaultKind::malformed,
                   "the folder cannot be listed: " + take_tsk_error(), "",
                   std::nullopt};
    }
    if (folder.allocated) note_occupied(*dir);
    std::vector<PendingFolder> below;
    const std::size_t count = tsk_fs_dir_getsize(dir.get());
    for (std::size_t i = 0; i < count && given_up_ == nullptr; ++i) {
      is_cut_ = walk_.is_full(visited_.size() + pending_.size() + below.size());
      if (is_cut_) break;
      const TSK_FS_NAME& name = dir->names[i];
      if (const Barred* bar = walk_.enter(name.meta_addr)) {
        take_barred(name, folder, *bar);
        continue;
      }
      const TskFile file(tsk_fs_dir_get(dir.get(), i));
      const std::size_t first = walk_.files.size();
      if (file != nullptr) take(file.get(), folder, below);
      if (const auto lost = volume_.image().take_read_fault()) {
        mark_damaged(first, folder, *lost);
      }
    }
    // The last pushed is listed first: keep the order of the folder.
    for (auto it = below.rbegin(); it != below.rend(); ++it) {
      pending_.push_back(std::move(*it));
    }
    return {};
  }

  // Known by its name alone: its metadata is what a child died of.
  void take_barred(const TSK_FS_NAME& name, const PendingFolder& folder,
                   const Barred& bar) {
    if (bar.ends_volume) given_up_ = &bar;
    if (name.name == nullptr) return;
    FileRecord record = walk_.new_record();
    record.path = walk_.prefix + folder.path + "/" + printable_utf8(name.name);
    record.inode = name.meta_addr;
    record.allocated = folder.allocated && (name.flags & TSK_FS_NAME_FLAG_ALLOC) != 0;
    set_no_content(record, FileOutcome::failed, bar.reason);
    walk_.files.push_back(std::move(record));
  }

  // Of the records from `first` on, metadata could not be read, whatever libtsk made of
  // that; if there are none, a name of the folder is lost.
  void mark_damaged(std::size_t first, const PendingFolder& folder,
                    const Fault& fault) {
    if (first == walk_.files.size()) {
      walk_.note("unreadable", walk_.prefix + folder.path + "/", fault.line());
    }
    for (std::size_t i = first; i < walk_.files.size(); ++i) {
      FileRecord record = walk_.files[i];
      if (record.content == ContentKind::none) continue;
      set_no_content(record, FileOutcome::unreadable,
                     "part of its metadata cannot be read: " + fault.line());
      walk_.files.replace(i, record);
    }
  }

  void note_occupied(const TSK_FS_DIR& dir) {
    if (dir.fs_file == nullptr || dir.fs_file->meta == nullptr) return;
    const TSK_FS_ATTR* attribute = tsk_fs_file_attr_get(dir.fs_file);
    if (attribute != nullptr) append_runs(volume_.fs(), attribute, walk_.occupied);
  }

  void take(TSK_FS_FILE* file, const PendingFolder& folder,
            std::vector<PendingFolder>& below) {
    const TSK_FS_NAME* name = file->name;
    if (name == nullptr || name->name == nullptr) return;
    const std::string_view raw(name->name);
    if (raw == "." || raw == "..") return;
    // libtsk's own inventions: the folder of orphans, $MBR, $FAT1 and the like.
    if (name->type == TSK_FS_NAME_TYPE_VIRT ||
        name->type == TSK_FS_NAME_TYPE_VIRT_DIR) {
      return;
    }
    const bool named = (name->flags & TSK_FS_NAME_FLAG_ALLOC) != 0;
    const bool allocated =
        named && folder.allocated &&
        (file->meta == nullptr || (file->meta->flags & TSK_FS_META_FLAG_ALLOC) != 0);
    std::string path = folder.path + "/" + printable_utf8(raw);
    const bool is_folder = file->meta != nullptr ? TSK_FS_IS_DIR_META(file->meta->type)
                                                 : TSK_FS_IS_DIR_NAME(name->type);
    if (is_folder) {
      if (folder.depth >= kMaxDepth) {
        return walk_.note("unvisited", walk_.prefix + path,
                          "folders nested deeper than " + std::to_string(kMaxDepth));
      }
      below.push_back({name->meta_addr, std::move(path), folder.depth + 1, allocated});
      return;
    }
    take_file(file, std::move(path), allocated);
  }

  void take_file(TSK_FS_FILE* file, std::string path, bool allocated) {
    FileRecord base = walk_.new_record();
    base.allocated = allocated;
    base.path = walk_.prefix + path;
    if (file->meta == nullptr) {
      set_no_content(base, allocated ? FileOutcome::unreadable : FileOutcome::skipped,
                     allocated ? "its metadata cannot be read: " + take_tsk_error()
                               : "deleted: only its name is left");
      walk_.files.push_back(std::move(base));
      return;
    }
    base.inode = file->meta->addr;
    base.times = times_of(*file->meta);
    base.size = file->meta->size > 0 ? static_cast<std::uint64_t>(file->meta->size) : 0;
    // Attributes of a file with an impossible size are not even loaded: 4.11.1 hangs on
    // some (negative and huge lengths of UFS inodes).
    const std::uint64_t limit = kSizeFactor * walk_.length;
    if (file->meta->size < 0 ||
        (base.size > limit && volume_.fs()->ftype != TSK_FS_TYPE_HFS &&
         volume_.fs()->ftype != TSK_FS_TYPE_APFS)) {
      set_no_content(base, allocated ? FileOutcome::unreadable : FileOutcome::skipped,
                     "its stated size is larger than the volume");
      walk_.files.push_back(std::move(base));
      return;
    }
    if (file->meta->type != TSK_FS_META_TYPE_REG &&
        file->meta->type != TSK_FS_META_TYPE_LNK &&
        file->meta->type != TSK_FS_META_TYPE_UNDEF) {
      set_no_content(base, FileOutcome::skipped,
                     "a device, pipe or socket: no content");
      walk_.files.push_back(std::move(base));
      return;
    }
    if (take_short_link(*file->meta, base)) return;
    take_streams(file, base);
  }

  // UFS keeps the target of a short symbolic link in the inode; libtsk knows it but
  // gives zeros for the content.
  bool take_short_link(const TSK_FS_META& meta, const FileRecord& base) {
    if (meta.type != TSK_FS_META_TYPE_LNK || meta.link == nullptr ||
        TSK_FS_TYPE_ISFFS(volume_.fs()->ftype) == 0) {
      return false;
    }
    FileRecord record = base;
    record.content = ContentKind::resident;
    record.inline_content = meta.link;
    if (record.inline_content.size() != record.size) return false;
    walk_.files.push_back(std::move(record));
    return true;
  }

  void take_streams(TSK_FS_FILE* file, const FileRecord& base) {
    const int count = tsk_fs_file_attr_getsize(file);
    bool any = false;
    for (int i = 0; i < count; ++i) {
      const TSK_FS_ATTR* attribute = tsk_fs_file_attr_get_idx(file, i);
      if (attribute == nullptr || !holds_content(attribute->type)) continue;
      FileRecord record = base;
      fill_content(volume_.fs(), attribute, record);
      record.path += suffix_of(attribute);
      if (attribute->type == TSK_FS_ATTR_TYPE_HFS_RSRC && record.size == 0) continue;
      any = true;
      finish(std::move(record));
    }
    if (any) return;
    FileRecord record = base;
    if (record.size > 0) {
      set_no_content(
          record, record.allocated ? FileOutcome::unreadable : FileOutcome::skipped,
          record.allocated ? "its content cannot be located: " + take_tsk_error()
                           : "deleted: its content cannot be located");
    }
    finish(std::move(record));
  }

  void finish(FileRecord record) {
    // A deleted file's place is known by its first cluster only where clusters are
    // chained in a table that deleting clears (FAT): beyond that one, libtsk guesses.
    const bool chained = TSK_FS_TYPE_ISFAT(volume_.fs()->ftype) != 0;
    const std::uint64_t cluster = cluster_bytes();
    if (!record.allocated && chained && record.size > cluster) record.uncertain = true;
    settle_runs(record, walk_.evidence.size_bytes());
    share_content(record);
    walk_.files.push_back(std::move(record));
  }

  // Several names of one file (hard links of HFS+, APFS, UFS) share its content.
  void share_content(FileRecord& record) {
    if (record.inode == 0 || TSK_FS_TYPE_ISFAT(volume_.fs()->ftype) != 0 ||
        record.content == ContentKind::none) {
      return;
    }
    const std::uint64_t key =
        record.inode << 16 ^ record.attribute_type << 8 ^ record.attribute_id;
    const auto [known, fresh] =
        first_names_.emplace(key, static_cast<FileId>(walk_.files.size()));
    if (fresh) return;
    const FileRecord& first = walk_.files[known->second];
    if (first.inode != record.inode || first.attribute_type != record.attribute_type ||
        first.attribute_id != record.attribute_id || first.runs != record.runs) {
      return;
    }
    record.same_content_as = known->second;
    record.inline_content.clear();
  }

  [[nodiscard]] std::uint64_t cluster_bytes() const {
    // libtsk counts FAT in sectors; the boot sector's byte 13 holds sectors a cluster.
    std::byte boot[110];
    const TSK_FS_INFO* fs = volume_.fs();
    if (!walk_.evidence.read(static_cast<std::uint64_t>(fs->offset), boot)) return 0;
    if (fs->ftype == TSK_FS_TYPE_EXFAT) {
      const auto shift = std::to_integer<unsigned>(boot[109]);
      return shift < 32 ? std::uint64_t{fs->block_size} << shift : 0;
    }
    return std::uint64_t{fs->block_size} * std::to_integer<unsigned>(boot[13]);
  }

  static bool holds_content(TSK_FS_ATTR_TYPE_ENUM type) {
    return type == TSK_FS_ATTR_TYPE_DEFAULT || type == TSK_FS_ATTR_TYPE_NTFS_DATA ||
           type == TSK_FS_ATTR_TYPE_HFS_DATA || type == TSK_FS_ATTR_TYPE_HFS_RSRC ||
           type == TSK_FS_ATTR_TYPE_HFS_EXT_ATTR;
  }

  static std::string suffix_of(const TSK_FS_ATTR* attribute) {
    if (attribute->type == TSK_FS_ATTR_TYPE_HFS_RSRC) return ":rsrc";
    if (attribute->type == TSK_FS_ATTR_TYPE_HFS_EXT_ATTR) {
      return ":" + (attribute->name == nullptr ? std::string("attribute")
                                               : printable_utf8(attribute->name));
    }
    return "";
  }

  static constexpr std::uint64_t kSizeFactor = 4;

  TskVolume& volume_;
  Walk& walk_;
  std::vector<PendingFolder> pending_;
  std::unordered_set<TSK_INUM_T> visited_;
  std::unordered_map<std::uint64_t, FileId> first_names_;
  bool is_cut_ = false;               // no more may be listed
  const Barred* given_up_ = nullptr;  // met on the way: the volume ends here
};

}  // namespace

Result<void> walk_folder_tree(TskVolume& volume, Walk& walk) {
  return FolderTreeWalk(volume, walk).run();
}

}  // namespace winnow
