#include "scanner/volumes/ext_walker.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "scanner/volumes/ext_content.h"
#include "scanner/volumes/ext_format.h"
#include "scanner/volumes/ext_names.h"
#include "scanner/volumes/run_list.h"

namespace winnow {
namespace {

constexpr std::uint32_t kRootInode = 2;
constexpr std::size_t kMaxPathBytes = 32 * 1024;

struct Entry {
  ExtInode inode;
  bool allocated = false;
};
using Folders = std::map<std::uint32_t, Entry>;  // by inode

class ExtWalk {
 public:
  ExtWalk(Walk& walk, const ExtLayout& layout)
      : walk_(walk), layout_(layout), inodes_left_(walk.length / layout.inode_bytes) {}

  Result<void> run() {
    if (walk_.is_full(0)) {
      walk_.note_full();
      return {};
    }
    groups_ = read_ext_groups(walk_.evidence, layout_,
                              [this](std::uint32_t g, std::string why) {
                                walk_.note("unreadable", walk_.prefix,
                                           "group " + std::to_string(g) + ": " + why);
                              });
    Folders folders;
    for (std::uint32_t g = 0; g < layout_.groups; ++g) {
      read_to_.push_back(inodes_of(g) - never_used_of(g));
      read_inodes(g, 0, read_to_[g], folders);
    }
    walk_.guide.leave();
    if (known_.empty()) {
      return Fault{FaultKind::malformed, "its inode tables list nothing", "", {}};
    }
    while (!folders.empty()) {
      read_folders(folders);
      if (is_cut_) break;
      folders = read_named_but_skipped();
    }
    std::sort(known_.begin(), known_.end());
    emit_records();
    note_skipped();
    if (is_cut_) walk_.note_full();
    return {};
  }

 private:
  // ---- inode tables ----

  [[nodiscard]] std::uint32_t inodes_of(std::uint32_t group) const {
    const std::uint64_t before = std::uint64_t{group} * layout_.inodes_per_group;
    if (groups_[group].inode_table == 0 || before >= layout_.inodes) return 0;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(layout_.inodes_per_group, layout_.inodes - before));
  }

  // At the end of a group's table, as far as its descriptor's checksum vouches for it.
  [[nodiscard]] std::uint32_t never_used_of(std::uint32_t group) const {
    const ExtGroup& g = groups_[group];
    const std::uint32_t inodes = inodes_of(group);
    // The root and the file system's own stand in the first group, whatever it says.
    const std::uint32_t most =
        group > 0 ? inodes : inodes - std::min(inodes, layout_.first_inode - 1);
    const bool none_used = (g.flags & ExtGroup::kInodesUninitialised) != 0;
    return none_used ? most : std::min(g.unused_inodes, most);
  }

  // A descriptor can be made to vouch for what is not so: what a live name stands for
  // is read all the same, with all of its group. Gives the folders found there.
  Folders read_named_but_skipped() {
    std::set<std::uint32_t> named;
    for (const ExtLink& link : names_.all()) {
      if (link.deleted || link.inode == 0) continue;
      const std::uint32_t group = (link.inode - 1) / layout_.inodes_per_group;
      const std::uint32_t inside = (link.inode - 1) % layout_.inodes_per_group;
      if (group < layout_.groups && inside >= read_to_[group] &&
          inside < inodes_of(group)) {
        named.insert(group);
      }
    }
    Folders folders;
    for (const std::uint32_t group : named) {
      walk_.note("note", walk_.prefix,
                 "group " + std::to_string(group) +
                     ": names stand for inodes that it says were never used; they were "
                     "read");
      read_inodes(group, std::exchange(read_to_[group], inodes_of(group)),
                  inodes_of(group), folders);
    }
    walk_.guide.leave();
    return folders;
  }

  void note_skipped() {
    std::uint64_t skipped = 0;
    for (std::uint32_t g = 0; g < layout_.groups; ++g) {
      skipped += inodes_of(g) - read_to_[g];
    }
    if (skipped == 0) return;
    walk_.note("note", walk_.prefix,
               std::to_string(skipped) +
                   " inodes that were never used were not read: the checksums of their "
                   "groups vouch for it");
  }

  // Inodes [from, to) of a group.
  void read_inodes(std::uint32_t number, std::uint64_t from, std::uint64_t to,
                   Folders& folders) {
    if (from >= to) return;
    const ExtGroup& group = groups_[number];
    const std::uint32_t first = number * layout_.inodes_per_group + 1;
    const std::uint64_t count = to - from;
    // Groups that all name one table would list it many times over.
    if (count > inodes_left_) {
      return walk_.note("unreadable", walk_.prefix,
                        "group " + std::to_string(number) +
                            ": more inodes than the volume has room for");
    }
    inodes_left_ -= count;
    const Bitmap bitmap = read_bitmap(group);
    constexpr std::uint64_t kChunkBytes = 1 << 20;
    const std::uint64_t per_chunk = kChunkBytes / layout_.inode_bytes;
    std::vector<std::byte> chunk;
    for (std::uint64_t i = from; i < to && !is_cut_; i += per_chunk) {
      // Whoever dies here dies of the tables, not of the inode before.
      static_cast<void>(walk_.guide.enter({WorkStep::open, walk_.place, 0}));
      const std::uint64_t here = std::min(per_chunk, to - i);
      chunk.resize(static_cast<std::size_t>(here * layout_.inode_bytes));
      const std::uint64_t at = layout_.offset +
                               group.inode_table * layout_.block_bytes +
                               i * layout_.inode_bytes;
      std::vector<Run> bad;
      auto read = walk_.evidence.read_sound(at, chunk, bad);
      if (!read) {
        note_inodes(first + i, here, read.error());
        continue;
      }
      // Inodes a bad sector touches; those between are sound.
      const InodeChunk inodes{first, i, chunk, bitmap, folders};
      std::uint64_t next = 0;
      for (const Run& range : bad) {
        const std::uint64_t begin = (range.offset - at) / layout_.inode_bytes;
        const std::uint64_t end =
            (range.offset + range.length - at - 1) / layout_.inode_bytes + 1;
        if (begin > next) take_inodes(inodes, next, begin);
        note_inodes(first + i + begin, end - begin,
                    walk_.evidence.damage_at(range.offset));
        next = end;
      }
      take_inodes(inodes, next, here);
    }
  }

  void note_inodes(std::uint64_t first, std::uint64_t count, const Fault& fault) {
    walk_.note("unreadable", walk_.prefix,
               "inodes " + std::to_string(first) + " to " +
                   std::to_string(first + count - 1) +
                   " cannot be read: " + fault.line());
  }

  // Which inodes of a group are in use, as far as it can be read.
  struct Bitmap {
    std::vector<std::byte> bits;  // none if nothing of it can be had
    std::uint64_t offset = 0;     // in the evidence
    std::vector<Run> bad;

    [[nodiscard]] std::optional<bool> get(std::uint64_t number) const {
      const auto at = static_cast<std::size_t>(number / 8);
      if (at >= bits.size()) return std::nullopt;
      for (const Run& range : bad) {
        if (offset + at >= range.offset && offset + at - range.offset < range.length) {
          return std::nullopt;
        }
      }
      return (std::to_integer<unsigned>(bits[at]) >> (number % 8) & 1) != 0;
    }
  };

  // None of a group whose bitmap was never written.
  Bitmap read_bitmap(const ExtGroup& group) {
    Bitmap bitmap;
    if ((group.flags & ExtGroup::kInodesUninitialised) != 0) return bitmap;
    if (group.inode_bitmap == 0 || group.inode_bitmap >= layout_.blocks) return bitmap;
    bitmap.bits.resize(layout_.block_bytes);
    bitmap.offset = layout_.offset + group.inode_bitmap * layout_.block_bytes;
    if (!walk_.evidence.read_sound(bitmap.offset, bitmap.bits, bitmap.bad)) {
      bitmap.bits.clear();
    }
    return bitmap;
  }

  // A piece of a group's table, and where the folders in it go.
  struct InodeChunk {
    std::uint32_t first;  // inode of the group
    std::uint64_t start;  // place in the group of the first one here
    Bytes bytes;
    const Bitmap& bitmap;
    Folders& folders;
  };

  // Inodes [from, to) of the chunk.
  void take_inodes(const InodeChunk& chunk, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t i = from; i < to; ++i) {
      const Bytes raw = chunk.bytes.subspan(
          static_cast<std::size_t>(i * layout_.inode_bytes), layout_.inode_bytes);
      if (le<std::uint16_t>(raw, 0) == 0) continue;  // no mode: never used or wiped
      is_cut_ = is_cut_ || walk_.is_full(known_.size());
      if (is_cut_) return;
      Entry entry;
      entry.inode = parse_ext_inode(layout_, raw);
      const std::uint64_t in_group = chunk.start + i;
      entry.allocated = chunk.bitmap.get(in_group).value_or(
          entry.inode.links > 0 && entry.inode.deleted_at == 0);
      const auto number = static_cast<std::uint32_t>(chunk.first + in_group);
      known_.push_back(number);
      if (entry.inode.is_folder()) {
        chunk.folders.emplace(number, std::move(entry));
      } else if (number >= layout_.first_inode) {
        unnamed_.push_back(record_of(number, entry));
      }
    }
  }

  // ---- folders ----

  // Live folders first: a block that one of them holds is no longer a deleted one's.
  void read_folders(const Folders& folders) {
    for (const bool allocated : {true, false}) {
      for (const auto& [number, entry] : folders) {
        if (entry.allocated != allocated ||
            (number < layout_.first_inode && number != kRootInode)) {
          continue;
        }
        read_folder(number, entry);
      }
    }
    names_.sort();
  }

  void read_folder(std::uint32_t number, const Entry& entry) {
    if (names_.all().size() > walk_.most_entries) {
      is_cut_ = true;
      return;
    }
    if (const Barred* bar = walk_.enter(number)) {
      barred_folders_.emplace_back(number, bar->reason);
      return;
    }
    std::vector<ExtName> names;
    if ((entry.inode.flags & ExtInode::kInlineData) != 0) {
      // The first four bytes of an inline folder are its parent's number.
      parse_ext_folder_block(bytes_of(entry.inode.block).subspan(4), layout_.inodes,
                             names);
      if (!entry.inode.inline_tail.empty()) {
        parse_ext_folder_block(bytes_of(entry.inode.inline_tail), layout_.inodes,
                               names);
      }
    } else {
      read_folder_blocks(number, entry, names);
    }
    for (ExtName& name : names) {
      names_.add(name.inode, number, printable_utf8(name.text),
                 name.deleted || !entry.allocated);
    }
  }

  void read_folder_blocks(std::uint32_t number, const Entry& entry,
                          std::vector<ExtName>& names) {
    std::vector<Run> runs;
    // A folder is never larger than the volume: a size beyond it is damage.
    ExtInode bounded = entry.inode;
    bounded.size = std::min(bounded.size, walk_.length);
    auto mapped = map_ext_content(walk_.evidence, layout_, bounded, runs);
    if (!mapped && entry.allocated) note_folder(number, mapped.error());
    std::vector<std::byte> block(layout_.block_bytes);
    for (const Run& run : runs) {
      if (run.is_hole()) continue;
      if (entry.allocated) walk_.occupied.push_back(run);
      for (std::uint64_t at = 0; at + layout_.block_bytes <= run.length;
           at += layout_.block_bytes) {
        // Once each: thousands of folders may claim the same blocks.
        if (!folder_blocks_.insert(run.offset + at).second) continue;
        std::vector<Run> bad;
        auto read = walk_.evidence.read_sound(run.offset + at, block, bad);
        if (!read) {
          if (entry.allocated) note_folder(number, read.error());
          continue;
        }
        if (bad.empty()) {
          parse_ext_folder_block(block, layout_.inodes, names);
          continue;
        }
        if (entry.allocated) {
          note_folder(number, walk_.evidence.damage_at(bad.front().offset));
        }
        for (Run& range : bad) range.offset -= run.offset + at;
        parse_damaged_ext_folder_block(block, bad, layout_.inodes, names);
      }
    }
  }

  void note_folder(std::uint32_t number, const Fault& fault) {
    folder_faults_.emplace_back(number, fault.line());
  }

  // ---- paths ----

  // Path of a folder without the prefix; "" for the root. Upwards through the names of
  // folders, with every folder's path remembered.
  const std::string& folder_path(std::uint32_t number) {
    std::vector<std::uint32_t> chain;
    std::string base;
    std::uint32_t at = number;
    while (true) {
      const auto [known, fresh] = paths_.emplace(at, std::string());
      if (!fresh) {
        // Met before: resolved, or on this very way up, which is a cycle.
        const bool cycle = std::find(chain.begin(), chain.end(), at) != chain.end();
        base = cycle ? std::string(kOrphans) : known->second;
        break;
      }
      if (at == kRootInode) break;
      chain.push_back(at);
      const ExtLink* link = names_.best_of(at);
      if (link == nullptr || link->folder == at) {
        base = kOrphans;
        break;
      }
      at = link->folder;
    }
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
      const ExtLink* link = names_.best_of(*it);
      base += "/";
      base += link != nullptr ? std::string(link->text)
                              : "OrphanFolder-" + std::to_string(*it);
      if (base.size() > kMaxPathBytes) {
        base = std::string(kOrphans) + "/OrphanFolder-" + std::to_string(*it);
      }
      paths_[*it] = base;
    }
    return paths_[number];
  }

  std::string path_of(const ExtLink& link) {
    return (walk_.prefix + folder_path(link.folder) + "/").append(link.text);
  }

  // ---- records ----

  void emit_records() {
    for (std::size_t i = 0; i < unnamed_.size(); ++i) {
      emit_inode(unnamed_[i]);
      unnamed_.release_before(i);
    }
    // What a name stands for is not known where not all inodes were read.
    if (!is_cut_) emit_bare_names();
    for (const auto& [number, why] : folder_faults_) {
      walk_.note("unreadable", walk_.prefix + folder_path(number), why);
    }
    for (const auto& [number, why] : barred_folders_) {
      walk_.note("failed", walk_.prefix + folder_path(number), why);
    }
  }

  void emit_inode(FileRecord record) {
    const auto number = static_cast<std::uint32_t>(record.inode);
    const std::span<const ExtLink> links = names_.of(number);
    const bool named = std::any_of(links.begin(), links.end(),
                                   [](const ExtLink& l) { return !l.deleted; });
    if (links.empty()) {
      // A deleted inode that keeps neither a name nor content says nothing.
      if (!record.allocated && record.size == 0) return;
      record.path = walk_.prefix + kOrphans + "/OrphanFile-" + std::to_string(number);
      walk_.files.push_back(record);
      return;
    }
    FileId first = kNoFile;
    for (const ExtLink& link : links) {
      // While a live name stands, a left-behind one names an earlier use of the inode.
      if (named && link.deleted) {
        emit_name_only(number, link, "deleted: its inode belongs to another file now");
        continue;
      }
      record.path = path_of(link);
      walk_.files.push_back(record);
      if (first != kNoFile) continue;
      // For the names to come.
      first = static_cast<FileId>(walk_.files.size() - 1);
      record.same_content_as = first;
      record.inline_content.clear();
    }
  }

  FileRecord record_of(std::uint32_t number, const Entry& entry) {
    const ExtInode& inode = entry.inode;
    FileRecord record = walk_.new_record();
    record.allocated = entry.allocated;
    record.inode = number;
    record.size = inode.size;
    record.times = inode.times;
    if (const Barred* bar = walk_.enter(number)) {
      record.size = 0;
      set_no_content(record, FileOutcome::failed, bar->reason);
      return record;
    }
    if (!inode.is_file() && !inode.is_link()) {
      record.size = 0;
      set_no_content(record, FileOutcome::skipped,
                     "a device, pipe or socket: no content");
      return record;
    }
    if ((inode.flags & ExtInode::kEncrypted) != 0 && !inode.is_short_link()) {
      auto ignored = map_ext_content(walk_.evidence, layout_, inode, record.runs);
      static_cast<void>(ignored);
      set_no_content(record, FileOutcome::encrypted,
                     "encrypted by the file system (fscrypt)");
      settle_runs(record, walk_.evidence.size_bytes());
      return record;
    }
    const bool inlined = (inode.flags & ExtInode::kInlineData) != 0;
    if (inlined || inode.is_short_link()) {
      record.content = ContentKind::resident;
      record.inline_content = (inode.block + inode.inline_tail).substr(0, record.size);
      if (record.inline_content.size() != record.size) {
        set_no_content(record,
                       entry.allocated ? FileOutcome::unreadable : FileOutcome::skipped,
                       "its inline content is shorter than its size");
      }
      return record;
    }
    auto mapped = map_ext_content(walk_.evidence, layout_, inode, record.runs);
    if (!mapped) {
      static_cast<void>(clip_runs(record.runs, record.size));
      const bool damaged = entry.allocated || mapped.error().kind == FaultKind::io;
      set_no_content(record, damaged ? FileOutcome::unreadable : FileOutcome::skipped,
                     (entry.allocated ? "" : "deleted: ") + mapped.error().what);
      drop_runs_outside(record.runs, walk_.evidence.size_bytes());
      return record;
    }
    settle_runs(record, walk_.evidence.size_bytes());
    explain_emptied(record);
    return record;
  }

  // ext3 and ext4 clear the block map of a file they delete, and ext4 its size. What is
  // left is the trace of a file, neither an empty one nor one of zeros.
  static void explain_emptied(FileRecord& record) {
    if (record.allocated || record.content != ContentKind::runs) return;
    if (bytes_in_holes(record.runs) == record.size) {
      set_no_content(record, FileOutcome::skipped,
                     "deleted: the file system cleared where its content was");
    }
  }

  void emit_name_only(std::uint32_t number, const ExtLink& link, std::string why) {
    FileRecord record = walk_.new_record();
    record.allocated = false;
    record.inode = number;
    record.path = path_of(link);
    set_no_content(record, FileOutcome::skipped, std::move(why));
    walk_.files.push_back(record);
  }

  // Names whose inode is gone or was never readable.
  void emit_bare_names() {
    for (const ExtLink& link : names_.all()) {
      const std::uint32_t number = link.inode;
      if (std::binary_search(known_.begin(), known_.end(), number)) continue;
      if (link.deleted) {
        emit_name_only(number, link, "deleted: only its name is left");
        continue;
      }
      FileRecord record = walk_.new_record();
      record.inode = number;
      record.path = path_of(link);
      set_no_content(record, FileOutcome::unreadable,
                     "its inode " + std::to_string(number) + " is empty or unreadable");
      walk_.files.push_back(record);
    }
  }

  Walk& walk_;
  const ExtLayout& layout_;
  std::uint64_t inodes_left_;  // that the volume has room for
  std::vector<ExtGroup> groups_;
  std::vector<std::uint32_t> read_to_;  // of each group's inodes; behind: never used
  std::vector<std::uint32_t> known_;    // inodes in use, or deleted
  FileList unnamed_;                    // all of them that are no folders
  std::unordered_set<std::uint64_t> folder_blocks_;  // read, by their place
  ExtNames names_;
  bool is_cut_ = false;  // no more may be listed
  std::unordered_map<std::uint32_t, std::string> paths_;
  std::vector<std::pair<std::uint32_t, std::string>> folder_faults_;
  std::vector<std::pair<std::uint32_t, std::string>> barred_folders_;
};

}  // namespace

Result<void> walk_ext(Walk& walk, const ExtLayout& layout) {
  return ExtWalk(walk, layout).run();
}

}  // namespace winnow
