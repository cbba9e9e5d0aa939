#include "scanner/examine/containers/ole_streams.h"

#include <algorithm>

#include "base/text.h"
#include "scanner/examine/containers/content_parts.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kListedInHeader = 109;
constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // beyond it are marks, no sectors
constexpr std::uint64_t kMiniSectorBytes = 64;
constexpr std::uint64_t kMiniStreamCutoff = 4096;
constexpr std::size_t kEntryBytes = 128;
constexpr std::uint8_t kStreamEntry = 2;
constexpr std::uint8_t kRootEntry = 5;

Fault malformed(std::string what) {
  return Fault{FaultKind::malformed, std::move(what), "", {}};
}

void append_numbers(Bytes bytes, std::vector<std::uint32_t>& numbers) {
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
    numbers.push_back(le<std::uint32_t>(bytes, i));
  }
}

}  // namespace

Result<OleStreams> OleStreams::open(Content& content, const ContainerLimits& limits) {
  OleStreams file(content, limits);
  if (auto read = file.read_header(); !read) return std::move(read).error();
  if (auto read = file.read_allocation(); !read) return std::move(read).error();
  if (auto read = file.read_directory(); !read) return std::move(read).error();
  return file;
}

Result<void> OleStreams::read_header() {
  auto header = read_part(content_, 0, kHeaderBytes);
  if (!header) return std::move(header).error();
  header_ = *std::move(header);
  const auto shift = le<std::uint16_t>(header_, 30);
  if (!has_magic(header_, 0, kMagic) || (shift != 9 && shift != 12) ||
      le<std::uint16_t>(header_, 32) != 6) {
    return malformed("is not the head of an OLE2 compound file");
  }
  sector_bytes_ = std::uint64_t{1} << shift;
  // The head takes the place of a sector; the last sector may be cut short.
  sector_count_ = (content_.size_bytes() + sector_bytes_ - 1) / sector_bytes_ - 1;
  // Of each sector four bytes are kept, twice at the most.
  if (sector_count_ > limits_.memory_bytes / 16) {
    return Fault{
        FaultKind::too_big, "has more sectors than are kept in memory", "", {}};
  }
  return {};
}

Result<void> OleStreams::read_allocation() {
  Sectors tables;
  append_numbers(Bytes(header_).subspan(76, kListedInHeader * 4), tables);
  const std::uint64_t per_sector = sector_bytes_ / 4;
  const std::uint64_t needed = (sector_count_ + per_sector - 1) / per_sector;
  std::uint32_t more = le<std::uint32_t>(header_, 68);
  while (more < kLastSector && tables.size() < needed) {
    std::vector<std::byte> list;
    if (auto read = append_sector(more, list); !read) break;
    list.resize(sector_bytes_);
    more = le<std::uint32_t>(list, sector_bytes_ - 4);
    append_numbers(Bytes(list).first(sector_bytes_ - 4), tables);
  }
  const std::uint64_t count = std::min<std::uint64_t>(needed, tables.size());
  for (std::uint64_t i = 0; i < count && tables[i] < kLastSector; ++i) {
    std::vector<std::byte> table;
    // A table that lacks ends the chains that lead through it, no others.
    if (auto read = append_sector(tables[i], table); !read) table.clear();
    table.resize(sector_bytes_, std::byte{0xFF});
    append_numbers(table, next_);
  }
  return {};
}

Result<void> OleStreams::append_sector(std::uint32_t sector,
                                       std::vector<std::byte>& bytes) {
  if (sector >= sector_count_) return malformed("points beyond its last sector");
  const auto part =
      read_up_to(content_, (std::uint64_t{sector} + 1) * sector_bytes_, sector_bytes_);
  if (!part) return part.error();
  bytes.insert(bytes.end(), part->begin(), part->end());
  return {};
}

Result<std::vector<std::byte>> OleStreams::read_chain(std::uint32_t first,
                                                      std::uint64_t sectors) {
  std::vector<std::byte> bytes;
  std::uint32_t sector = first;
  for (std::uint64_t i = 0; i < sectors && sector < kLastSector; ++i) {
    if (bytes.size() + sector_bytes_ > limits_.memory_bytes) {
      return Fault{FaultKind::too_big, "has a stream that is too long", "", {}};
    }
    if (auto read = append_sector(sector, bytes); !read) {
      return std::move(read).error();
    }
    sector = sector < next_.size() ? next_[sector] : kLastSector;
  }
  return bytes;
}

Result<void> OleStreams::read_directory() {
  // A chain that comes back to itself is followed once round at the most.
  auto directory = read_chain(le<std::uint32_t>(header_, 48), sector_count_);
  if (!directory) return std::move(directory).error();
  const Bytes bytes(*directory);
  for (std::size_t at = 0; at + kEntryBytes <= bytes.size(); at += kEntryBytes) {
    if (streams_.size() >= limits_.entries) {
      return Fault{FaultKind::too_big,
                   "has more than " + grouped(limits_.entries) + " streams",
                   "",
                   {}};
    }
    take_entry(bytes.subspan(at, kEntryBytes));
  }
  return {};
}

void OleStreams::take_entry(Bytes entry) {
  const std::size_t name_bytes =
      std::min<std::size_t>(le<std::uint16_t>(entry, 64), 64);
  OleStream stream;
  stream.name = utf8_of_utf16(entry.first(name_bytes));
  stream.first_sector = le<std::uint32_t>(entry, 116);
  // With short sectors the upper half of the size means nothing.
  stream.size_bytes = sector_bytes_ == 512 ? le<std::uint32_t>(entry, 120)
                                           : le<std::uint64_t>(entry, 120);
  const auto kind = std::to_integer<std::uint8_t>(entry[66]);
  if (kind == kRootEntry) root_ = stream;
  if (kind == kStreamEntry) streams_.push_back(std::move(stream));
}

Result<void> OleStreams::load_mini_stream() {
  if (mini_loaded_) return {};
  mini_loaded_ = true;
  auto table = read_chain(le<std::uint32_t>(header_, 60), sector_count_);
  if (!table) return std::move(table).error();
  append_numbers(*table, mini_next_);
  const std::uint64_t sectors = root_.size_bytes / sector_bytes_ + 1;
  auto stream = read_chain(root_.first_sector, std::min(sectors, sector_count_));
  if (!stream) return std::move(stream).error();
  mini_stream_ = *std::move(stream);
  return {};
}

Result<std::vector<std::byte>> OleStreams::read_small(const OleStream& stream) {
  if (auto loaded = load_mini_stream(); !loaded) return std::move(loaded).error();
  std::vector<std::byte> bytes;
  std::uint32_t sector = stream.first_sector;
  while (bytes.size() < stream.size_bytes && sector < kLastSector) {
    const auto piece = part(mini_stream_, sector * kMiniSectorBytes, kMiniSectorBytes);
    if (!piece) return malformed("points beyond its mini stream");
    bytes.insert(bytes.end(), piece->begin(), piece->end());
    sector = sector < mini_next_.size() ? mini_next_[sector] : kLastSector;
  }
  return bytes;
}

Result<std::vector<std::byte>> OleStreams::read(const OleStream& stream) {
  if (stream.size_bytes > left_to_read_) {
    return malformed("has streams that are longer than the file");
  }
  left_to_read_ -= stream.size_bytes;
  auto bytes =
      stream.size_bytes < kMiniStreamCutoff
          ? read_small(stream)
          : read_chain(stream.first_sector, stream.size_bytes / sector_bytes_ + 1);
  if (!bytes) return bytes;
  if (bytes->size() < stream.size_bytes) {
    return Fault{FaultKind::truncated, "has a stream that breaks off", "", {}};
  }
  bytes->resize(static_cast<std::size_t>(stream.size_bytes));
  return bytes;
}

}  // namespace winnow
