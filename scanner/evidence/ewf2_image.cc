// EWF2 images (Ex01): chunks of a fixed size, each packed by itself, found through the
// sector tables of all segments (ewf2_layout.h, ewf2_sections.cc).
//
// Grammar of a chunk, after libewf's "Expert Witness Compression Format version 2"
// documentation, "Sector table entry" and "Sector data":
//   entry   offset:u64le size:u32le flags:u32le     offset in its own segment file
//   flags   1 compressed, 2 with checksum, 4 pattern fill (only together with 1)
//   chunk   flags 1     a zlib stream, which vouches for itself
//           flags 2     bytes Adler-32:u32le
//           flags 1+4   nothing is stored: `offset` is eight bytes that fill the chunk
//           flags 0     bytes, for which nothing vouches
//   Up to 15 bytes of padding may follow. The last chunk is stored as far as the device
//   goes, or filled up to the whole size.
//
// A sector table is checked whole when it is first needed, and its entries are read
// from the file again each time: a device of terabytes has gigabytes of them.
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/text.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/device_read.h"
#include "scanner/evidence/ewf2_layout.h"

namespace winnow {
namespace {

constexpr std::size_t kEntryBytes = 16;
constexpr std::size_t kMaxPaddingBytes = 15;
// Chunks kept unpacked for readers of small pieces, such as a file system's walker.
constexpr std::size_t kKeptBytes = 16 << 20;
constexpr std::size_t kMaxKeptChunks = 256;

enum ChunkFlag : std::uint32_t { kCompressed = 1, kChecksum = 2, kPattern = 4 };

struct Entry {
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t flags = 0;
};

Result<void> inflate_chunk(Bytes packed, MutableBytes room, std::size_t needed) {
  uLongf length = room.size();
  uLong used = packed.size();
  const int status =
      ::uncompress2(reinterpret_cast<Bytef*>(room.data()), &length,
                    reinterpret_cast<const Bytef*>(packed.data()), &used);
  if (status != Z_OK || (length != room.size() && length != needed)) {
    return Fault{FaultKind::io, "a chunk of the image cannot be unpacked", "", {}};
  }
  return {};
}

Result<void> copy_chunk(Bytes packed, bool has_checksum, MutableBytes room,
                        std::size_t needed) {
  const std::size_t behind = has_checksum ? 4 : 0;
  for (const std::size_t length : {room.size(), needed}) {
    if (packed.size() < length + behind ||
        packed.size() - length - behind > kMaxPaddingBytes) {
      continue;
    }
    if (has_checksum &&
        !adler_matches(packed.first(length), le<std::uint32_t>(packed, length))) {
      return Fault{FaultKind::io, "a chunk of the image fails its checksum", "", {}};
    }
    std::copy_n(packed.begin(), length, room.begin());
    return {};
  }
  return Fault{FaultKind::io, "a chunk of the image has the wrong size", "", {}};
}

class Ewf2Image : public Evidence {
 public:
  explicit Ewf2Image(Ewf2Layout layout)
      : files_(std::move(layout.files)),
        tables_(std::move(layout.tables)),
        stretches_(std::move(layout.stretches)),
        checked_(tables_.size()),
        chunk_bytes_(layout.chunk_bytes),
        kept_(std::clamp<std::size_t>(kKeptBytes / chunk_bytes_, 1, kMaxKeptChunks)) {
    size_bytes_ = layout.device_bytes;
    std::vector<Segment> segments;
    for (const Ewf2File& file : files_) segments.push_back(file.segment);
    watch(segments);
  }

 protected:
  Result<void> read_inside(std::uint64_t offset, MutableBytes target) const override {
    std::vector<std::byte> packed;  // one allocation for all chunks of this read
    while (!target.empty()) {
      const std::uint64_t chunk = offset / chunk_bytes_;
      const auto inside = static_cast<std::size_t>(offset % chunk_bytes_);
      const std::size_t here =
          std::min(target.size(), static_cast<std::size_t>(needed_of(chunk)) - inside);
      const MutableBytes piece = target.first(here);
      auto read = here == chunk_bytes_ ? unpack(chunk, piece, packed)
                                       : read_part(chunk, inside, piece, packed);
      if (!read) {
        Fault fault = std::move(read).error();
        if (fault.place.empty()) fault.place = files_.front().segment.name;
        fault.offset = offset;
        return fault;
      }
      target = target.subspan(here);
      offset += here;
    }
    return {};
  }

 private:
  enum class Check : std::uint8_t { not_yet, sound, damaged };
  using Chunk = std::vector<std::byte>;
  struct Kept {
    std::uint64_t number = std::numeric_limits<std::uint64_t>::max();
    std::shared_ptr<const Chunk> bytes;
  };

  // How much of a chunk belongs to the device.
  [[nodiscard]] std::size_t needed_of(std::uint64_t chunk) const {
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(chunk_bytes_, size_bytes_ - chunk * chunk_bytes_));
  }

  [[nodiscard]] Result<void> read_part(std::uint64_t number, std::size_t inside,
                                       MutableBytes target,
                                       std::vector<std::byte>& packed) const {
    std::shared_ptr<const Chunk> chunk;
    Kept& slot = kept_[number % kept_.size()];
    {
      const std::lock_guard lock(mutex_);
      if (slot.number == number) chunk = slot.bytes;
    }
    if (chunk == nullptr) {
      auto fresh = std::make_shared<Chunk>(chunk_bytes_);
      auto read = unpack(number, *fresh, packed);
      if (!read) return read;
      chunk = std::move(fresh);
      const std::lock_guard lock(mutex_);
      slot = {number, chunk};
    }
    std::copy_n(chunk->begin() + static_cast<std::ptrdiff_t>(inside), target.size(),
                target.begin());
    return {};
  }

  // Fills `room`, which is a chunk large, as far as the chunk is stored.
  [[nodiscard]] Result<void> unpack(std::uint64_t chunk, MutableBytes room,
                                    std::vector<std::byte>& packed) const {
    auto table = table_of(chunk);
    if (!table) return std::move(table).error();
    const Ewf2File& file = files_[tables_[*table].file];
    auto entry = entry_of(tables_[*table], chunk);
    if (!entry) return std::move(entry).error();
    const bool compressed = (entry->flags & kCompressed) != 0;
    if (compressed && (entry->flags & kPattern) != 0) {
      for (std::size_t i = 0; i < room.size(); ++i) {
        room[i] = static_cast<std::byte>(entry->offset >> 8 * (i % 8));
      }
      return {};
    }
    // What deflate cannot shrink grows by less than an eighth.
    const std::size_t limit = room.size() + room.size() / 8 + 64;
    if (entry->offset > file.bytes || entry->length > file.bytes - entry->offset ||
        entry->length > limit) {
      return Fault{FaultKind::io, "the place of a chunk of the image makes no sense",
                   file.segment.name, std::nullopt};
    }
    packed.resize(entry->length);
    auto read = read_device(file.segment.fd, entry->offset, packed, file.segment.name);
    if (!read) return read;
    const std::size_t needed = needed_of(chunk);
    auto unpacked =
        compressed ? inflate_chunk(packed, room, needed)
                   : copy_chunk(packed, (entry->flags & kChecksum) != 0, room, needed);
    if (unpacked) return {};
    Fault fault = std::move(unpacked).error();
    fault.place = file.segment.name;
    return fault;
  }

  // The number of the table that describes the chunk; it is sound.
  [[nodiscard]] Result<std::size_t> table_of(std::uint64_t chunk) const {
    const auto stretch = std::upper_bound(
        stretches_.begin(), stretches_.end(), chunk,
        [](std::uint64_t wanted, const Ewf2Stretch& s) { return wanted < s.end; });
    if (stretch == stretches_.end() || chunk < stretch->first) {
      return Fault{FaultKind::missing, "a chunk is in no sector table of the image", "",
                   std::nullopt};
    }
    if (stretch->is_contested) {
      return Fault{FaultKind::io, "sector tables of the image contradict each other",
                   "", std::nullopt};
    }
    auto checked = check(stretch->table);
    if (!checked) return std::move(checked).error();
    return stretch->table;
  }

  // Two threads may check the same table; they come to the same end.
  [[nodiscard]] Result<void> check(std::size_t number) const {
    const Segment& segment = files_[tables_[number].file].segment;
    const Check known = checked_[number].load(std::memory_order_relaxed);
    if (known == Check::sound) return {};
    if (known == Check::damaged) return damaged_table(segment);
    auto checked = check_ewf2_table(segment, tables_[number].table);
    if (!checked && checked.error().kind != FaultKind::malformed) return checked;
    checked_[number].store(checked ? Check::sound : Check::damaged,
                           std::memory_order_relaxed);
    return checked ? checked : damaged_table(segment);
  }

  static Fault damaged_table(const Segment& segment) {
    return Fault{FaultKind::io, "a sector table of the image fails its checksum",
                 segment.name, std::nullopt};
  }

  [[nodiscard]] Result<Entry> entry_of(const PlacedEwf2Table& placed,
                                       std::uint64_t chunk) const {
    const Segment& segment = files_[placed.file].segment;
    std::array<std::byte, kEntryBytes> raw{};
    const std::uint64_t inside = (chunk - placed.table.first_chunk) * kEntryBytes;
    auto read = read_device(segment.fd, placed.table.entries_start() + inside, raw,
                            segment.name);
    if (!read) return std::move(read).error();
    return Entry{le<std::uint64_t>(raw, 0), le<std::uint32_t>(raw, 8),
                 le<std::uint32_t>(raw, 12)};
  }

  std::vector<Ewf2File> files_;
  std::vector<PlacedEwf2Table> tables_;
  std::vector<Ewf2Stretch> stretches_;               // in order, none over another
  mutable std::vector<std::atomic<Check>> checked_;  // one for each of tables_
  std::size_t chunk_bytes_;
  mutable std::mutex mutex_;  // guards the contents of kept_
  mutable std::vector<Kept> kept_;
};

void add_values(const std::optional<Ewf2Values>& values,
                std::initializer_list<std::pair<const char*, const char*>> wanted,
                Metadata& metadata) {
  if (!values) return;
  for (const auto& [key, tag] : wanted) {
    const auto found = values->find(tag);
    if (found == values->end() || found->second.empty()) continue;
    metadata.emplace_back(key, printable_utf8(found->second));
  }
}

// What formats.md 4.5 asks to carry, in the order of ewf_image.cc.
void add_metadata(const Ewf2Layout& layout, Metadata& metadata) {
  add_values(layout.acquisition,
             {{"acq.case_number", "cn"},
              {"acq.evidence_number", "en"},
              {"acq.description", "nm"},
              {"acq.examiner", "ex"},
              {"acq.notes", "nt"},
              {"acq.tool_version", "av"},
              {"acq.platform", "os"},
              {"acq.acquired_at_raw", "tt"},
              {"acq.system_date_raw", "at"}},
             metadata);
  add_values(layout.device,
             {{"acq.device_model", "md"},
              {"acq.device_serial", "sn"},
              {"acq.device_label", "lb"}},
             metadata);
  if (layout.md5) metadata.emplace_back("acq.md5_stored", layout.md5->hex());
  if (layout.sha1) metadata.emplace_back("acq.sha1_stored", layout.sha1->hex());
  if (layout.bad_ranges > 0) {
    metadata.emplace_back("acq.bad_ranges", std::to_string(layout.bad_ranges));
  }
}

}  // namespace

Result<std::unique_ptr<Evidence>> open_ewf2_image(std::vector<Segment> segments,
                                                  Metadata& metadata) {
  auto whole = check_ewf_segments(segments);
  if (!whole) return std::move(whole).error();
  auto layout = read_ewf2_layout(std::move(segments));
  if (!layout) return std::move(layout).error();
  add_metadata(*layout, metadata);
  return std::unique_ptr<Evidence>(
      std::make_unique<Ewf2Image>(std::move(layout).value()));
}

}  // namespace winnow
