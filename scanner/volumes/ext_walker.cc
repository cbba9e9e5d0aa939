#include "scanner/volumes/ext_walker.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "scanner/volumes/ext_content.h"
#include "scanner/volumes/ext_format.h"
#include "scanner/volumes/run_list.h"

namespace winnow {
namespace {

constexpr std::uint32_t kRootInode = 2;
constexpr std::size_t kMaxPathBytes = 32 * 1024;

struct Entry {
  ExtInode inode;
  bool allocated = false;
};

// A name, and the folder it stands in.
struct Link {
  std::uint32_t folder = 0;
  std::string text;
  bool deleted = false;
};

class ExtWalk {
 public:
  ExtWalk(Walk& walk, const ExtLayout& layout)
      : walk_(walk), layout_(layout), inodes_left_(walk.length / layout.inode_bytes) {}

  Result<void> run() {
    const auto groups = read_ext_groups(
        walk_.evidence, layout_, [this](std::uint32_t g, std::string why) {
          walk_.note("unreadable", walk_.prefix,
                     "group " + std::to_string(g) + ": " + why);
        });
    for (std::uint32_t g = 0; g < layout_.groups; ++g) read_group(g, groups[g]);
    walk_.guide.leave();
    if (inodes_.find(kRootInode) == inodes_.end() && inodes_.empty()) {
      return Fault{FaultKind::malformed, "its inode tables list nothing", "", {}};
    }
    read_folders();
    emit_records();
    return {};
  }

 private:
  // ---- inode tables ----

  void read_group(std::uint32_t number, const ExtGroup& group) {
    if (group.inode_table == 0) return;
    if ((group.flags & ExtGroup::kInodesUninitialised) != 0) return;
    const std::uint32_t first = number * layout_.inodes_per_group + 1;
    std::uint64_t count = layout_.inodes_per_group;
    count -= std::min<std::uint64_t>(count, group.unused_inodes);
    count = std::min<std::uint64_t>(count, std::uint64_t{layout_.inodes} - first + 1);
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
    for (std::uint64_t i = 0; i < count; i += per_chunk) {
      const std::uint64_t here = std::min(per_chunk, count - i);
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
      std::uint64_t next = 0;
      for (const Run& range : bad) {
        const std::uint64_t from = (range.offset - at) / layout_.inode_bytes;
        const std::uint64_t to =
            (range.offset + range.length - at - 1) / layout_.inode_bytes + 1;
        if (from > next) take_inodes(first, i, next, from, chunk, bitmap);
        note_inodes(first + i + from, to - from,
                    walk_.evidence.damage_at(range.offset));
        next = to;
      }
      take_inodes(first, i, next, here, chunk, bitmap);
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

  Bitmap read_bitmap(const ExtGroup& group) {
    Bitmap bitmap;
    if (group.inode_bitmap == 0 || group.inode_bitmap >= layout_.blocks) return bitmap;
    bitmap.bits.resize(layout_.block_bytes);
    bitmap.offset = layout_.offset + group.inode_bitmap * layout_.block_bytes;
    if (!walk_.evidence.read_sound(bitmap.offset, bitmap.bits, bitmap.bad)) {
      bitmap.bits.clear();
    }
    return bitmap;
  }

  // Inodes [from, to) of the chunk, whose first one is number `start` of the group.
  void take_inodes(std::uint32_t first, std::uint64_t start, std::uint64_t from,
                   std::uint64_t to, Bytes chunk, const Bitmap& bitmap) {
    for (std::uint64_t i = from; i < to; ++i) {
      const Bytes raw = chunk.subspan(static_cast<std::size_t>(i * layout_.inode_bytes),
                                      layout_.inode_bytes);
      if (le<std::uint16_t>(raw, 0) == 0) continue;  // no mode: never used or wiped
      Entry entry;
      entry.inode = parse_ext_inode(layout_, raw);
      const std::uint64_t in_group = start + i;
      entry.allocated = bitmap.get(in_group).value_or(entry.inode.links > 0 &&
                                                      entry.inode.deleted_at == 0);
      inodes_.emplace(static_cast<std::uint32_t>(first + in_group), std::move(entry));
    }
  }

  // ---- folders ----

  // Live folders first: a block that one of them holds is no longer a deleted one's.
  void read_folders() {
    for (const bool allocated : {true, false}) {
      for (const auto& [number, entry] : inodes_) {
        if (!entry.inode.is_folder() || entry.allocated != allocated ||
            (number < layout_.first_inode && number != kRootInode)) {
          continue;
        }
        read_folder(number, entry);
      }
    }
  }

  void read_folder(std::uint32_t number, const Entry& entry) {
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
      const bool deleted = name.deleted || !entry.allocated;
      links_[name.inode].push_back({number, printable_utf8(name.text), deleted});
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
      const Link* link = best_link(at);
      if (link == nullptr || link->folder == at) {
        base = kOrphans;
        break;
      }
      at = link->folder;
    }
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
      const Link* link = best_link(*it);
      base +=
          "/" + (link != nullptr ? link->text : "OrphanFolder-" + std::to_string(*it));
      if (base.size() > kMaxPathBytes) {
        base = std::string(kOrphans) + "/OrphanFolder-" + std::to_string(*it);
      }
      paths_[*it] = base;
    }
    return paths_[number];
  }

  // The live name of an inode, or else one that deleting left behind.
  const Link* best_link(std::uint32_t number) const {
    const auto found = links_.find(number);
    if (found == links_.end() || found->second.empty()) return nullptr;
    for (const Link& link : found->second) {
      if (!link.deleted) return &link;
    }
    return &found->second.front();
  }

  std::string path_of(const Link& link) {
    return walk_.prefix + folder_path(link.folder) + "/" + link.text;
  }

  // ---- records ----

  void emit_records() {
    for (const auto& [number, entry] : inodes_) {
      if (number < layout_.first_inode || entry.inode.is_folder()) continue;
      emit_inode(number, entry);
    }
    emit_bare_names();
    for (const auto& [number, why] : folder_faults_) {
      walk_.note("unreadable", walk_.prefix + folder_path(number), why);
    }
    for (const auto& [number, why] : barred_folders_) {
      walk_.note("failed", walk_.prefix + folder_path(number), why);
    }
  }

  void emit_inode(std::uint32_t number, const Entry& entry) {
    const auto found = links_.find(number);
    static const std::vector<Link> kNone;
    const std::vector<Link>& links = found == links_.end() ? kNone : found->second;
    const bool named = std::any_of(links.begin(), links.end(),
                                   [](const Link& l) { return !l.deleted; });
    FileRecord record = record_of(number, entry);
    if (links.empty()) {
      // A deleted inode that keeps neither a name nor content says nothing.
      if (!entry.allocated && record.size == 0) return;
      record.path = walk_.prefix + kOrphans + "/OrphanFile-" + std::to_string(number);
      walk_.files.push_back(std::move(record));
      return;
    }
    FileId first = kNoFile;
    for (const Link& link : links) {
      // While a live name stands, a left-behind one names an earlier use of the inode.
      if (named && link.deleted) {
        emit_name_only(number, link, "deleted: its inode belongs to another file now");
        continue;
      }
      FileRecord named_record = record;
      named_record.path = path_of(link);
      if (first == kNoFile) {
        first = static_cast<FileId>(walk_.files.size());
      } else {
        named_record.same_content_as = first;
        named_record.inline_content.clear();
      }
      walk_.files.push_back(std::move(named_record));
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

  void emit_name_only(std::uint32_t number, const Link& link, std::string why) {
    FileRecord record = walk_.new_record();
    record.allocated = false;
    record.inode = number;
    record.path = path_of(link);
    set_no_content(record, FileOutcome::skipped, std::move(why));
    walk_.files.push_back(std::move(record));
  }

  // Names whose inode is gone or was never readable.
  void emit_bare_names() {
    for (const auto& [number, links] : links_) {
      const auto found = inodes_.find(number);
      if (found != inodes_.end()) continue;
      for (const Link& link : links) {
        if (link.deleted) {
          emit_name_only(number, link, "deleted: only its name is left");
          continue;
        }
        FileRecord record = walk_.new_record();
        record.inode = number;
        record.path = path_of(link);
        set_no_content(
            record, FileOutcome::unreadable,
            "its inode " + std::to_string(number) + " is empty or unreadable");
        walk_.files.push_back(std::move(record));
      }
    }
  }

  Walk& walk_;
  const ExtLayout& layout_;
  std::uint64_t inodes_left_;  // that the volume has room for
  std::map<std::uint32_t, Entry> inodes_;
  std::unordered_set<std::uint64_t> folder_blocks_;  // read, by their place
  std::map<std::uint32_t, std::vector<Link>> links_;
  std::unordered_map<std::uint32_t, std::string> paths_;
  std::vector<std::pair<std::uint32_t, std::string>> folder_faults_;
  std::vector<std::pair<std::uint32_t, std::string>> barred_folders_;
};

}  // namespace

Result<void> walk_ext(Walk& walk, const ExtLayout& layout) {
  return ExtWalk(walk, layout).run();
}

}  // namespace winnow
