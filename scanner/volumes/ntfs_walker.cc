#include "scanner/volumes/ntfs_walker.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/bytes.h"
#include "base/text.h"
#include "scanner/volumes/ntfs_index.h"
#include "scanner/volumes/run_list.h"
#include "scanner/volumes/tsk_content.h"

namespace winnow {
namespace {

// A time of NTFS that was never set is 0, the year 1601. libtsk makes a second since
// 1970 of it, modulo 2^32; nothing tells other times before 1970 from later ones.
void drop_if_unset(std::optional<Instant>& time) {
  constexpr std::int64_t kUnset = 3'373'865'674;
  if (time && time->seconds == kUnset) time.reset();
}

FileTimes ntfs_times_of(const TSK_FS_META& meta) {
  FileTimes times = times_of(meta);
  for (auto* time :
       {&times.modified, &times.accessed, &times.changed, &times.created}) {
    drop_if_unset(*time);
  }
  return times;
}

constexpr std::uint64_t kRootFolder = 5;  // MFT entry of "." ([MS-] NTFS $Root)

struct Name {
  std::string text;
  std::uint64_t folder = 0;           // MFT entry of the folder it lies in
  std::uint32_t folder_sequence = 0;  // which use of that entry is meant
};

struct Folder {
  Name name;
  std::uint32_t sequence = 0;
  bool allocated = false;
  std::string path;  // filled when first asked for
  bool resolved = false;
  bool resolving = false;  // a folder met again on its own way up is a cycle
};

// One stream of one MFT entry, waiting for its paths.
struct Stream {
  FileRecord record;
  std::string suffix;       // ":name" of an alternate data stream
  std::vector<Name> names;  // of the entry; several are hard links
};

// An entry of the table that was not read, and what is said of its file.
struct Lost {
  FileOutcome outcome;
  std::string reason;
};

// IO_REPARSE_TAG values, [MS-FSCC] 2.1.2.1.
constexpr std::uint32_t kTagWof = 0x80000017;
constexpr std::uint32_t kTagDedup = 0x80000013;
constexpr std::uint32_t kTagCloudMask = 0xFFFF0FFF;
constexpr std::uint32_t kTagCloud = 0x9000001A;

class NtfsWalk {
 public:
  NtfsWalk(TskVolume& volume, Walk& walk) : volume_(volume), walk_(walk) {}

  Result<void> run() {
    is_cut_ = walk_.is_full(0);
    auto read = read_table();
    if (is_cut_) walk_.note_full();
    static_cast<void>(walk_.guide.enter({WorkStep::finish, walk_.place, 0}));
    find_lost_names();
    if (read && !is_cut_ && streams_.empty() && folders_.empty()) {
      return Fault{FaultKind::malformed, "its Master File Table lists nothing", "",
                   std::nullopt};
    }
    emit_records();
    return read;
  }

 private:
  // The table from its first entry to its last, but for those that are barred. libtsk
  // ends its walk at the first entry it cannot read; the walk is taken up again behind
  // it. A fault says that the rest of the table was given up.
  Result<void> read_table() {
    TSK_FS_INFO* fs = volume_.fs();
    TSK_INUM_T next = fs->first_inum;
    constexpr auto kAll = static_cast<TSK_FS_META_FLAG_ENUM>(
        TSK_FS_META_FLAG_ALLOC | TSK_FS_META_FLAG_UNALLOC | TSK_FS_META_FLAG_USED |
        TSK_FS_META_FLAG_UNUSED);
    // The last number is libtsk's virtual folder of orphans, which costs a walk of its
    // own.
    while (next < fs->last_inum && !is_cut_) {
      const Barred* bar = walk_.guide.next_barred_entry(walk_.place, next);
      const TSK_INUM_T end =
          bar == nullptr ? fs->last_inum : std::min(fs->last_inum, bar->place.number);
      if (bar != nullptr && end == next) {
        lost_.emplace(next, Lost{FileOutcome::failed, bar->reason});
        if (bar->ends_volume) return volume_given_up(*bar);
        ++next;
        continue;
      }
      last_seen_ = next;
      any_seen_ = false;
      static_cast<void>(walk_.enter(next));
      if (tsk_fs_meta_walk(fs, next, end - 1, kAll, &on_entry, this) == 0) {
        next = end;
        continue;
      }
      const TSK_INUM_T failed = any_seen_ ? last_seen_ + 1 : next;
      const std::string why = take_tsk_error();
      const auto fault = volume_.image().take_read_fault();
      if (fault) {
        lost_.emplace(failed, Lost{FileOutcome::unreadable, "its MFT entry " +
                                                                std::to_string(failed) +
                                                                " cannot be read"});
      }
      walk_.note("unreadable", walk_.prefix + "/$MFT",
                 "entry " + std::to_string(failed) +
                     " cannot be read: " + (fault ? fault->line() : why));
      next = failed + 1;
    }
    return {};
  }

  static TSK_WALK_RET_ENUM on_entry(TSK_FS_FILE* file, void* self) {
    auto* walk = static_cast<NtfsWalk*>(self);
    walk->is_cut_ = walk->is_full();
    if (walk->is_cut_) return TSK_WALK_STOP;
    walk->take_entry(file);
    // What libtsk does until the next call is about the entry behind this one.
    static_cast<void>(walk->walk_.enter(walk->last_seen_ + 1));
    return TSK_WALK_CONT;
  }

  [[nodiscard]] bool is_full() const {
    return walk_.is_full(streams_.size() + folders_.size());
  }

  void take_entry(TSK_FS_FILE* file) {
    const TSK_FS_META* meta = file->meta;
    if (meta == nullptr) return;
    last_seen_ = meta->addr;
    any_seen_ = true;
    const bool allocated = (meta->flags & TSK_FS_META_FLAG_ALLOC) != 0;
    std::vector<Name> names;
    for (const auto* n = meta->name2; n != nullptr; n = n->next) {
      names.push_back({printable_utf8(n->name), n->par_inode, n->par_seq});
    }
    const bool is_folder = TSK_FS_IS_DIR_META(meta->type);
    if (is_folder) {
      Folder folder;
      if (!names.empty()) folder.name = names.front();
      folder.sequence = meta->seq;
      folder.allocated = allocated;
      folders_.emplace(meta->addr, std::move(folder));
    }
    const std::size_t first = streams_.size();
    take_streams(file, allocated, is_folder, names);
    if (const auto fault = volume_.image().take_read_fault()) {
      for (std::size_t i = first; i < streams_.size(); ++i) {
        set_no_content(streams_[i].record, FileOutcome::unreadable,
                       "part of its metadata cannot be read: " + fault->line());
      }
      if (first == streams_.size()) {
        walk_.note("unreadable", walk_.prefix + "/$MFT",
                   "part of entry " + std::to_string(meta->addr) +
                       " cannot be read: " + fault->line());
      }
    }
  }

  // Entries that were not, or could not be, read still have their names in the folders
  // they lie in.
  void find_lost_names() {
    if (lost_.empty()) return;
    std::vector<std::uint64_t> folders;
    for (const auto& [number, folder] : folders_) {
      if (folder.allocated) folders.push_back(number);
    }
    std::sort(folders.begin(), folders.end());
    std::map<std::uint64_t, Stream> found;
    for (const std::uint64_t number : folders) take_lost_names(number, found);
    for (const auto& [number, lost] : lost_) {
      if (lost.outcome != FileOutcome::failed || found.contains(number)) continue;
      walk_.note("failed", walk_.prefix + "/$MFT",
                 "entry " + std::to_string(number) + ": " + lost.reason);
    }
    for (auto& [number, stream] : found) streams_.push_back(std::move(stream));
  }

  void take_lost_names(std::uint64_t folder, std::map<std::uint64_t, Stream>& found) {
    const TskFile file(tsk_fs_file_open_meta(volume_.fs(), nullptr, folder));
    if (file == nullptr) return;
    const NtfsFolderIndex index = index_of(file.get(), folder);
    const auto names = find_ntfs_index_names(
        walk_.evidence, index,
        [this](std::uint64_t entry) { return lost_.contains(entry); });
    const std::uint32_t sequence = folders_.at(folder).sequence;
    for (const NtfsIndexName& name : names) {
      const Name placed{name.text, folder, sequence};
      if (name.is_folder) {
        Folder known;
        known.name = placed;
        known.sequence = name.sequence;
        known.allocated = true;
        folders_.emplace(name.entry, std::move(known));
      }
      const auto [stream, fresh] = found.try_emplace(name.entry);
      std::vector<Name>& placed_names = stream->second.names;
      const bool again = std::any_of(
          placed_names.begin(), placed_names.end(), [&placed](const Name& n) {
            return n.folder == placed.folder && n.text == placed.text;
          });
      if (!again) placed_names.push_back(placed);
      if (!fresh) continue;
      FileRecord& record = stream->second.record = walk_.new_record();
      record.inode = name.entry;
      record.size = name.is_folder ? 0 : name.size;
      const Lost& lost = lost_.at(name.entry);
      set_no_content(record, lost.outcome, lost.reason);
    }
    // What else of this folder cannot be read was noted with its own entry.
    static_cast<void>(volume_.image().take_read_fault());
  }

  NtfsFolderIndex index_of(TSK_FS_FILE* file, std::uint64_t folder) {
    NtfsFolderIndex index;
    index.folder = folder;
    const int count = tsk_fs_file_attr_getsize(file);
    for (int i = 0; i < count; ++i) {
      const TSK_FS_ATTR* a = tsk_fs_file_attr_get_idx(file, i);
      if (a == nullptr || a->name == nullptr || std::string_view(a->name) != "$I30") {
        continue;
      }
      if (a->type == TSK_FS_ATTR_TYPE_NTFS_IDXALLOC) {
        append_runs(volume_.fs(), a, index.runs);
      }
      if (a->type != TSK_FS_ATTR_TYPE_NTFS_IDXROOT || a->rd.buf == nullptr ||
          (a->flags & TSK_FS_ATTR_RES) == 0 || a->size < 0) {
        continue;
      }
      index.root.assign(reinterpret_cast<const char*>(a->rd.buf),
                        static_cast<std::size_t>(std::min<std::uint64_t>(
                            static_cast<std::uint64_t>(a->size), a->rd.buf_size)));
    }
    return index;
  }

  void take_streams(TSK_FS_FILE* file, bool allocated, bool is_folder,
                    const std::vector<Name>& names) {
    TSK_FS_INFO* fs = volume_.fs();
    const TSK_FS_META* meta = file->meta;
    const int count = tsk_fs_file_attr_getsize(file);
    const std::uint32_t tag = reparse_tag(file, count);
    bool any_data = false;
    for (int i = 0; i < count; ++i) {
      const TSK_FS_ATTR* attribute = tsk_fs_file_attr_get_idx(file, i);
      if (attribute == nullptr) continue;
      if (allocated && attribute->type == TSK_FS_ATTR_TYPE_NTFS_IDXALLOC) {
        append_runs(fs, attribute, walk_.occupied);
      }
      if (attribute->type != TSK_FS_ATTR_TYPE_NTFS_DATA) continue;
      const bool named = attribute->name != nullptr && attribute->name[0] != '\0';
      if (!named && is_folder) continue;
      any_data = true;
      Stream stream;
      stream.record = walk_.new_record();
      stream.record.allocated = allocated;
      stream.record.inode = meta->addr;
      stream.record.times = ntfs_times_of(*meta);
      if (named) stream.suffix = ":" + printable_utf8(attribute->name);
      stream.names = names;
      fill_content(fs, attribute, stream.record);
      explain_special(meta->addr, named, tag, stream);
      // Never-used entries have neither a name nor a byte: there is nothing to list.
      if (names.empty() && stream.record.size == 0) continue;
      streams_.push_back(std::move(stream));
    }
    if (!any_data && !is_folder && !names.empty()) {
      Stream stream;
      stream.record = walk_.new_record();
      stream.record.allocated = allocated;
      stream.record.inode = meta->addr;
      stream.record.times = ntfs_times_of(*meta);
      stream.names = names;
      set_no_content(
          stream.record,
          allocated && count < 0 ? FileOutcome::unreadable : FileOutcome::skipped,
          "has no data attribute");
      streams_.push_back(std::move(stream));
    }
  }

  static std::uint32_t reparse_tag(TSK_FS_FILE* file, int count) {
    for (int i = 0; i < count; ++i) {
      const TSK_FS_ATTR* a = tsk_fs_file_attr_get_idx(file, i);
      if (a == nullptr || a->type != TSK_FS_ATTR_TYPE_NTFS_REPARSE) continue;
      if ((a->flags & TSK_FS_ATTR_RES) == 0 || a->rd.buf == nullptr) continue;
      const auto stored = std::min<std::uint64_t>(
          a->size > 0 ? static_cast<std::uint64_t>(a->size) : 0, a->rd.buf_size);
      const Bytes content(reinterpret_cast<const std::byte*>(a->rd.buf),
                          static_cast<std::size_t>(stored));
      return le<std::uint32_t>(content, 0);
    }
    return 0;
  }

  // Streams whose clusters are not what the file shows.
  static void explain_special(TSK_INUM_T entry, bool named, std::uint32_t tag,
                              Stream& stream) {
    FileRecord& record = stream.record;
    if (!named && record.size > 0) {
      if (tag == kTagWof) {
        set_no_content(
            record, FileOutcome::unreadable,
            "compressed by Windows (CompactOS); not decoded by this version");
      } else if (tag == kTagDedup) {
        set_no_content(record, FileOutcome::unreadable,
                       "held in the volume's deduplication store; not decoded by this "
                       "version");
      } else if ((tag & kTagCloudMask) == kTagCloud &&
                 bytes_in_holes(record.runs) > 0) {
        set_no_content(
            record, FileOutcome::skipped,
            "placeholder of a cloud file: its content is not on this device");
      }
    }
    constexpr TSK_INUM_T kBadClusters = 8;  // $BadClus:$Bad spans the whole volume
    if (named && entry == kBadClusters) {
      set_no_content(record, FileOutcome::skipped, "list of bad clusters, not a file");
    }
  }

  // Path of a folder without the volume's prefix; "" for the root.
  const std::string& folder_path(std::uint64_t entry) {
    static const std::string kNoFolder = kOrphans;
    static const std::string kRoot;
    if (entry == kRootFolder) return kRoot;
    const auto found = folders_.find(entry);
    if (found == folders_.end()) return kNoFolder;
    // Upwards without recursion: a chain of folders can be as long as the table.
    std::vector<Folder*> chain;
    Folder* folder = &found->second;
    std::string base;
    while (!folder->resolved) {
      if (folder->resolving) {  // its own ancestor
        base = kOrphans;
        break;
      }
      folder->resolving = true;
      chain.push_back(folder);
      if (folder->name.text.empty() || !is_meant(folder->name)) {
        base = kOrphans;
        break;
      }
      if (folder->name.folder == kRootFolder) break;
      folder = &folders_.find(folder->name.folder)->second;
    }
    if (folder->resolved) base = folder->path;
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
      // A path longer than any system can use is a trap of nested folders.
      const std::string& text = (*it)->name.text;
      base += "/" + (text.empty() ? "OrphanFolder" : text);
      if (base.size() > kMaxPathBytes) base = std::string(kOrphans) + "/" + text;
      (*it)->path = base;
      (*it)->resolved = true;
      (*it)->resolving = false;
    }
    return found->second.path;
  }

  // Whether the folder a name refers to is still the one it was given in. Deleting a
  // folder raises its sequence number by one.
  bool is_meant(const Name& name) const {
    if (name.folder == kRootFolder) return true;
    const auto found = folders_.find(name.folder);
    if (found == folders_.end()) return false;
    const Folder& folder = found->second;
    return folder.sequence == name.folder_sequence ||
           (!folder.allocated && folder.sequence == name.folder_sequence + 1);
  }

  std::string path_of(const Name& name) {
    return walk_.prefix + (is_meant(name) ? folder_path(name.folder) : kOrphans) + "/" +
           name.text;
  }

  void emit_records() {
    for (Stream& stream : streams_) {
      settle_runs(stream.record, walk_.evidence.size_bytes());
      if (stream.names.empty()) {
        stream.record.path = walk_.prefix + kOrphans + "/OrphanFile-" +
                             std::to_string(stream.record.inode) + stream.suffix;
        walk_.files.push_back(std::move(stream.record));
        continue;
      }
      // Every name is a record; the second and later ones share the first one's
      // content.
      const auto first = static_cast<FileId>(walk_.files.size());
      for (std::size_t i = 0; i < stream.names.size(); ++i) {
        FileRecord record = stream.record;
        record.path = path_of(stream.names[i]) + stream.suffix;
        if (stream.record.inode == kRootFolder) {
          record.path = walk_.prefix + "/" + stream.suffix;
        }
        if (i > 0) {
          record.same_content_as = first;
          record.inline_content.clear();
        }
        walk_.files.push_back(std::move(record));
      }
    }
  }

  static constexpr std::size_t kMaxPathBytes = 32 * 1024;

  TskVolume& volume_;
  Walk& walk_;
  TSK_INUM_T last_seen_ = 0;
  bool any_seen_ = false;
  bool is_cut_ = false;  // no more may be listed
  std::unordered_map<std::uint64_t, Folder> folders_;
  std::vector<Stream> streams_;
  std::map<std::uint64_t, Lost> lost_;  // by entry
};

}  // namespace

Result<void> walk_ntfs(TskVolume& volume, Walk& walk) {
  return NtfsWalk(volume, walk).run();
}

}  // namespace winnow
