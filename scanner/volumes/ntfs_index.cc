// Format of an index, after the NTFS documentation of the Linux-NTFS project, "Index
// Root", "Index Allocation" and "$FILE_NAME":
//   root    type:u32 collation:u32 record bytes:u32 clusters:u8 pad[3]  node
//   record  "INDX" fixups at:u16 count:u16 ... ; node from byte 24
//   node    entries at:u32 used:u32 room:u32 flags:u32; both from the node's first byte
//   entry   file:u48 sequence:u16 length:u16 name length:u16 flags:u32  name
//   name    folder:u48 sequence:u16 times[32] room:u64 size:u64 flags:u32 ..
//           characters:u8 at 64  kind:u8 at 65  UTF-16 from 66
// The last two bytes of each 512 of a record stand in its list of fixups.
#include "scanner/volumes/ntfs_index.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::size_t kEntryHead = 16;
constexpr std::size_t kNameHead = 66;
constexpr std::size_t kFixedAt = 510;  // in each sector of a record
constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << 48) - 1;

void append_utf8(std::uint32_t point, std::string& text) {
  if (point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  static constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
  text += static_cast<char>(kLead[more] | point >> 6 * more);
  for (int i = more - 1; i >= 0; --i) {
    text += static_cast<char>(0x80 | (point >> 6 * i & 0x3F));
  }
}

std::string utf8_of(Bytes utf16) {
  std::string text;
  for (std::size_t at = 0; at + 2 <= utf16.size(); at += 2) {
    std::uint32_t point = le<std::uint16_t>(utf16, at);
    if (point >= 0xD800 && point < 0xDC00 && at + 4 <= utf16.size()) {
      const std::uint32_t low = le<std::uint16_t>(utf16, at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(point, text);
  }
  return printable_utf8(text);
}

class IndexReader {
 public:
  IndexReader(const Evidence& evidence, const NtfsFolderIndex& index,
              const std::function<bool(std::uint64_t)>& wanted)
      : evidence_(evidence), index_(index), wanted_(wanted) {}

  std::vector<NtfsIndexName> read() {
    const Bytes root = bytes_of(index_.root);
    constexpr std::size_t kNodeInRoot = 16;
    if (root.size() < kNodeInRoot + 16) return {};
    const Bytes node = root.subspan(kNodeInRoot);
    take_entries(node, le<std::uint32_t>(node, 0), le<std::uint32_t>(node, 4), {});
    const std::uint64_t record_bytes = le<std::uint32_t>(root, 8);
    if (record_bytes >= 512 && record_bytes <= 65536 && record_bytes % 512 == 0) {
      for (const Run& run : index_.runs) take_run(run, record_bytes);
    }
    return std::move(names_);
  }

 private:
  void take_run(const Run& run, std::uint64_t record_bytes) {
    if (run.is_hole()) return;
    std::vector<std::byte> record(static_cast<std::size_t>(record_bytes));
    for (std::uint64_t at = 0; at + record_bytes <= run.length; at += record_bytes) {
      std::vector<Run> bad;
      if (!evidence_.read_sound(run.offset + at, record, bad)) return;
      for (Run& range : bad) range.offset -= run.offset + at;
      take_record(record, std::move(bad));
    }
  }

  void take_record(MutableBytes record, std::vector<Run> bad) {
    if (touches(bad, 0, kSectorBytes)) return take_headless(record, std::move(bad));
    if (!has_magic(record, 0, "INDX")) return;
    const std::size_t fixups = le<std::uint16_t>(record, 4);
    for (std::size_t sector = 0; sector < record.size() / kSectorBytes; ++sector) {
      const auto end = part(record, fixups + 2 + 2 * sector, 2);
      if (!end || fixups + 4 + 2 * sector > kSectorBytes) return;
      std::copy(end->begin(), end->end(),
                record.begin() +
                    static_cast<std::ptrdiff_t>(kSectorBytes * sector + kFixedAt));
    }
    constexpr std::size_t kNodeInRecord = 24;
    for (Run& range : bad) range.offset -= kNodeInRecord;  // none lies before the node
    const Bytes node = Bytes(record).subspan(kNodeInRecord);
    take_entries(node, le<std::uint32_t>(node, 0), le<std::uint32_t>(node, 4), bad);
  }

  // With the head, the list of fixups is lost, and how much of the record is in use.
  void take_headless(Bytes record, std::vector<Run> bad) {
    for (std::size_t at = kFixedAt; at < record.size(); at += kSectorBytes) {
      bad.push_back({at, 2});
    }
    take_entries(record, kSectorBytes, record.size(), bad);
  }

  // Entries stand on whole eights; each says enough of itself to be found without the
  // ones before it, which may be in a bad sector.
  void take_entries(Bytes node, std::size_t first, std::size_t end,
                    const std::vector<Run>& bad) {
    const std::size_t used = std::min(end, node.size());
    for (std::size_t at = first; at + kEntryHead + kNameHead <= used;) {
      const bool taken = take_entry(node.first(used), at, bad);
      at += taken ? le<std::uint16_t>(node, at + 8) : 8;
    }
  }

  bool take_entry(Bytes node, std::size_t at, const std::vector<Run>& bad) {
    const std::size_t length = le<std::uint16_t>(node, at + 8);
    const std::size_t name_length = le<std::uint16_t>(node, at + 10);
    const Bytes name = node.subspan(at + kEntryHead);
    const std::size_t characters = le<std::uint8_t>(name, 64);
    if (name_length != kNameHead + 2 * characters || length % 8 != 0 ||
        length < kEntryHead + name_length || length > node.size() - at ||
        touches(bad, at, kEntryHead + name_length) ||
        (le<std::uint64_t>(name, 0) & kNumberMask) != index_.folder) {
      return false;
    }
    constexpr std::uint8_t kShortName = 2;  // DOS: another entry has the long one
    const std::uint64_t file = le<std::uint64_t>(node, at);
    if (le<std::uint8_t>(name, 65) == kShortName || !wanted_(file & kNumberMask)) {
      return true;
    }
    constexpr std::uint32_t kFolderFlag = 0x10000000;
    names_.push_back({file & kNumberMask, static_cast<std::uint32_t>(file >> 48),
                      le<std::uint64_t>(name, 48),
                      (le<std::uint32_t>(name, 56) & kFolderFlag) != 0,
                      utf8_of(name.subspan(kNameHead, 2 * characters))});
    return true;
  }

  static bool touches(const std::vector<Run>& bad, std::uint64_t offset,
                      std::uint64_t length) {
    return std::any_of(bad.begin(), bad.end(), [&](const Run& range) {
      return range.offset < offset + length && offset < range.offset + range.length;
    });
  }

  const Evidence& evidence_;
  const NtfsFolderIndex& index_;
  const std::function<bool(std::uint64_t)>& wanted_;
  std::vector<NtfsIndexName> names_;
};

}  // namespace

std::vector<NtfsIndexName> find_ntfs_index_names(
    const Evidence& evidence, const NtfsFolderIndex& index,
    const std::function<bool(std::uint64_t entry)>& wanted) {
  return IndexReader(evidence, index, wanted).read();
}

}  // namespace winnow
