// EWF2 segment files (Ex01), after libewf's "Expert Witness Compression Format version
// 2" documentation. All numbers little-endian; every checksum is an Adler-32.
//
//   file          header section*
//   header        "EVF2\r\n\x81\0" major:u8 minor:u8 method:u16 segment:u32 set[16]
//                 method: 0 none, 1 zlib, 2 bzip2
//   section       data[size] descriptor             bytes that belong to nothing may
//   lie
//                                                   between two sections
//   descriptor    type:u32 flags:u32 previous:u64 size:u64 own_size:u32 padding:u32
//                 md5[16] 0[12] checksum:u32        64 bytes
//                 flags: 1 md5 is that of the data, 2 the data is encrypted
//                 previous: offset of the descriptor before this one, 0 at the first
//                 size counts the padding; the file's last 64 bytes are a descriptor
//   values        text in UTF-16 behind a byte order mark, usually compressed whole:
//                 "1\n" "main\n" tag ("\t" tag)* "\n" value ("\t" value)* "\n" "\n"
//                 in a value U+0001 stands for \n, U+0002 for \r, U+0003 for \t
//   sector table  first_chunk:u64 count:u32 0:u32 checksum:u32 0[12]
//                 entry[count] checksum:u32 0[12]
//   entry         offset:u64 size:u32 flags:u32     (ewf2_image.cc)
//   error table   count:u32 0[12] checksum:u32 0[12]
//                 (sector:u64 count:u32 0:u32)[count] checksum:u32 0[12]
//   md5, sha1     digest[16 or 20] checksum:u32 padding
#include "scanner/evidence/ewf2_sections.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "base/digester.h"
#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

constexpr std::uint64_t kHeaderBytes = 32;
constexpr std::uint64_t kDescriptorBytes = 64;
constexpr std::uint64_t kTableHeaderBytes = 32;
constexpr std::uint64_t kEntryBytes = 16;
// A segment holds two sections per some ten thousand chunks; beyond this somebody wants
// us to walk for long.
constexpr std::size_t kMaxSections = 1 << 20;
// Thirty values of at most 3000 characters each are a fifth of this.
constexpr std::uint64_t kMaxTextBytes = 1 << 20;
constexpr std::uint64_t kUsualTextBytes = 1 << 14;
// Four million ranges: more than any acquisition had the patience to go on after.
constexpr std::uint64_t kMaxErrorTableBytes = 64 << 20;
constexpr std::size_t kStrideBytes = 1 << 20;

Fault damaged(const Segment& segment, std::uint64_t offset, const std::string& what) {
  return Fault{FaultKind::malformed, what + "; copy it again from the original",
               segment.name, offset};
}

struct Descriptor {
  Ewf2Section section;
  std::uint64_t previous = 0;
};

Result<Descriptor> read_descriptor(const Segment& segment, std::uint64_t offset) {
  std::array<std::byte, kDescriptorBytes> raw{};
  auto read = read_device(segment.fd, offset, raw, segment.name);
  if (!read) return std::move(read).error();
  if (!adler_matches(Bytes(raw).first(60), le<std::uint32_t>(raw, 60)) ||
      le<std::uint32_t>(raw, 24) != kDescriptorBytes) {
    return damaged(segment, offset, "the description of a section is damaged");
  }
  Descriptor descriptor;
  descriptor.section.type = Ewf2Type{le<std::uint32_t>(raw, 0)};
  const auto flags = le<std::uint32_t>(raw, 4);
  if ((flags & 2) != 0 || descriptor.section.type == Ewf2Type::encryption_keys) {
    return Fault{FaultKind::encrypted,
                 "is an encrypted image; decrypt it with the program that made it and "
                 "give the copy",
                 segment.name, std::nullopt};
  }
  descriptor.previous = le<std::uint64_t>(raw, 8);
  descriptor.section.length = le<std::uint64_t>(raw, 16);
  if ((flags & 1) != 0) {
    descriptor.section.md5 = make_digest(Algorithm::md5, Bytes(raw).subspan(32, 16));
  }
  return descriptor;
}

// The data of a small section, whole and vouched for.
Result<std::vector<std::byte>> read_data(const Segment& segment,
                                         const Ewf2Section& section,
                                         std::uint64_t limit) {
  if (section.length > limit) {
    return Fault{
        FaultKind::too_big,
        "a section is larger than the " + std::to_string(limit) + " bytes it can need",
        segment.name, section.start};
  }
  std::vector<std::byte> data(static_cast<std::size_t>(section.length));
  auto read = read_device(segment.fd, section.start, data, segment.name);
  if (!read) return std::move(read).error();
  if (section.md5 && digest_of(Algorithm::md5, data) != *section.md5) {
    return damaged(segment, section.start, "a section fails its MD5");
  }
  return data;
}

bool has_byte_order_mark(Bytes text) {
  return has_magic(text, 0, "\xff\xfe") || has_magic(text, 0, "\xfe\xff");
}

// Text that is not compressed is known by its byte order mark, with which no zlib
// stream can begin: what the header says of the method need not be believed.
Result<std::vector<std::byte>> unpacked_text(const Segment& segment,
                                             const Ewf2Section& section) {
  auto data = read_data(segment, section, kMaxTextBytes);
  if (!data || has_byte_order_mark(*data)) return data;
  std::vector<std::byte> text;
  uLongf length = 0;
  int status = Z_BUF_ERROR;
  for (std::uint64_t room = kUsualTextBytes;
       status == Z_BUF_ERROR && room <= kMaxTextBytes; room *= 8) {
    text.resize(static_cast<std::size_t>(room));
    length = text.size();
    uLong used = data->size();
    status = ::uncompress2(reinterpret_cast<Bytef*>(text.data()), &length,
                           reinterpret_cast<const Bytef*>(data->data()), &used);
  }
  text.resize(std::min<std::size_t>(length, text.size()));
  if (status != Z_OK || !has_byte_order_mark(text)) {
    return damaged(segment, section.start,
                   "what it says of the device or the case cannot be unpacked");
  }
  return text;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

// Half a surrogate pair becomes U+FFFD.
std::string utf8_of(Bytes text) {
  const bool big = has_magic(text, 0, "\xfe\xff");
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    return big ? be<std::uint16_t>(text, at) : le<std::uint16_t>(text, at);
  };
  std::string out;
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xd800 && code < 0xe000) {
      const std::uint32_t low = unit(at + 2);  // 0 beyond the end
      const bool paired = code < 0xdc00 && low >= 0xdc00 && low < 0xe000;
      code = paired ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
      if (paired) at += 2;
    }
    append_utf8(out, code);
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char delimiter) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = text.find(delimiter);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::string unescaped(std::string_view value) {
  std::string text(value);
  std::replace(text.begin(), text.end(), '\x01', '\n');
  std::replace(text.begin(), text.end(), '\x02', '\r');
  std::replace(text.begin(), text.end(), '\x03', '\t');
  return text;
}

}  // namespace

std::uint64_t Ewf2Table::entries_start() const {
  return section.start + kTableHeaderBytes;
}

bool adler_matches(Bytes bytes, std::uint32_t stored) {
  return ::adler32_z(1, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) ==
         stored;
}

Result<Ewf2SetId> read_ewf2_header(const Segment& segment) {
  std::array<std::byte, kHeaderBytes> header{};
  auto read = read_device(segment.fd, 0, header, segment.name);
  if (!read) return std::move(read).error();
  if (!has_magic(header, 0, std::string_view("EVF2\r\n\x81\0", 8))) {
    return Fault{FaultKind::malformed, "is not a segment of an EWF2 image",
                 segment.name, std::nullopt};
  }
  const auto major = le<std::uint8_t>(header, 8);
  const auto method = le<std::uint16_t>(header, 10);
  if (major != 2 || method > 1) {
    return Fault{FaultKind::unsupported,
                 major != 2    ? "is of version " + std::to_string(major) + " of EWF"
                 : method == 2 ? "is compressed with bzip2; save it anew as E01"
                               : "is compressed by an unknown method, number " +
                                     std::to_string(method),
                 segment.name, std::nullopt};
  }
  Ewf2SetId set{};
  std::copy(header.begin() + 16, header.end(), set.begin());
  return set;
}

Result<std::vector<Ewf2Section>> read_ewf2_chain(const Segment& segment,
                                                 std::uint64_t file_bytes) {
  if (file_bytes < kHeaderBytes + kDescriptorBytes) {
    return Fault{FaultKind::truncated, "is cut short; copy it again from the original",
                 segment.name, file_bytes};
  }
  std::vector<Ewf2Section> sections;
  std::uint64_t offset = file_bytes - kDescriptorBytes;
  for (;;) {
    auto descriptor = read_descriptor(segment, offset);
    if (!descriptor) return std::move(descriptor).error();
    const std::uint64_t previous = descriptor->previous;
    // Only ever backwards, and never over the descriptor before: no chain is a circle.
    if (previous != 0 && (previous < kHeaderBytes || previous > offset ||
                          offset - previous < kDescriptorBytes)) {
      return damaged(segment, offset, "its section chain is broken");
    }
    const std::uint64_t floor =
        previous == 0 ? kHeaderBytes : previous + kDescriptorBytes;
    Ewf2Section& section = descriptor->section;
    if (section.length > offset - floor) {
      return damaged(segment, offset, "a section is larger than its place");
    }
    section.start = offset - section.length;
    if (sections.size() == kMaxSections) {
      return Fault{FaultKind::too_big, "has more sections than any image needs",
                   segment.name, offset};
    }
    sections.push_back(section);
    if (previous == 0) break;
    offset = previous;
  }
  std::reverse(sections.begin(), sections.end());
  return sections;
}

Result<Ewf2Values> read_ewf2_values(const Segment& segment,
                                    const Ewf2Section& section) {
  const auto raw = unpacked_text(segment, section);
  if (!raw) return raw.error();
  const std::string text = utf8_of(*raw);
  const auto lines = split(text, '\n');
  if (lines.size() < 4 || lines[1] != "main") {
    return damaged(segment, section.start,
                   "what it says of the device or the case cannot be understood");
  }
  const auto tags = split(lines[2], '\t');
  const auto values = split(lines[3], '\t');
  Ewf2Values found;
  for (std::size_t i = 0; i < std::min(tags.size(), values.size()); ++i) {
    found.emplace(tags[i], unescaped(values[i]));
  }
  return found;
}

Result<Digest> read_ewf2_digest(const Segment& segment, const Ewf2Section& section) {
  const Algorithm algorithm =
      section.type == Ewf2Type::md5 ? Algorithm::md5 : Algorithm::sha1;
  const auto data = read_data(segment, section, 64);
  if (!data) return data.error();
  const auto digest = part(*data, 0, digest_length(algorithm));
  const auto stored = read_le<std::uint32_t>(*data, digest_length(algorithm));
  if (!digest || !stored || !adler_matches(*digest, *stored)) {
    return damaged(segment, section.start, "the stored digest is damaged");
  }
  return *make_digest(algorithm, *digest);
}

Result<std::uint64_t> count_ewf2_bad_ranges(const Segment& segment,
                                            const Ewf2Section& section) {
  const auto data = read_data(segment, section, kMaxErrorTableBytes);
  if (!data) return data.error();
  const auto header = part(*data, 0, kTableHeaderBytes);
  const std::uint64_t count = le<std::uint32_t>(*data, 0);
  const auto entries = part(*data, kTableHeaderBytes, count * kEntryBytes);
  const auto stored =
      read_le<std::uint32_t>(*data, kTableHeaderBytes + count * kEntryBytes);
  if (!header || !entries || !stored || !adler_matches(*entries, *stored) ||
      !adler_matches(header->first(16), le<std::uint32_t>(*header, 16))) {
    return damaged(segment, section.start,
                   "the table of unreadable sectors is damaged");
  }
  return count;
}

Result<Ewf2Table> read_ewf2_table(const Segment& segment, const Ewf2Section& section) {
  constexpr std::uint64_t kFooterBytes = 4;  // without its padding
  std::array<std::byte, kTableHeaderBytes> header{};
  if (section.length < header.size() + kFooterBytes) {
    return damaged(segment, section.start, "a sector table is cut short");
  }
  auto read = read_device(segment.fd, section.start, header, segment.name);
  if (!read) return std::move(read).error();
  Ewf2Table table;
  table.section = section;
  table.first_chunk = le<std::uint64_t>(header, 0);
  table.chunks = le<std::uint32_t>(header, 8);
  const std::uint64_t room = section.length - header.size() - kFooterBytes;
  if (!adler_matches(Bytes(header).first(16), le<std::uint32_t>(header, 16)) ||
      table.chunks > room / kEntryBytes ||
      table.first_chunk > std::numeric_limits<std::uint64_t>::max() - table.chunks) {
    return damaged(segment, section.start, "a sector table is damaged");
  }
  return table;
}

Result<void> check_ewf2_table(const Segment& segment, const Ewf2Table& table) {
  AlgorithmSet wanted;
  if (table.section.md5) wanted.add(Algorithm::md5);
  Digester digester(wanted);
  uLong checksum = 1;
  const std::uint64_t entries_end = table.entries_start() + table.chunks * kEntryBytes;
  const std::uint64_t end = table.section.start + table.section.length;
  std::vector<std::byte> buffer(static_cast<std::size_t>(
      std::min<std::uint64_t>(kStrideBytes, table.section.length)));
  for (std::uint64_t at = table.section.start; at < end;) {
    // A stride ends where header or entries end, so that only entries are summed.
    const std::uint64_t stop = at < table.entries_start() ? table.entries_start()
                               : at < entries_end         ? entries_end
                                                          : end;
    const auto piece = MutableBytes(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), stop - at)));
    auto read = read_device(segment.fd, at, piece, segment.name);
    if (!read) return read;
    digester.update(piece);
    if (at >= table.entries_start() && at < entries_end) {
      checksum = ::adler32_z(checksum, reinterpret_cast<const Bytef*>(piece.data()),
                             piece.size());
    }
    at += piece.size();
  }
  std::array<std::byte, 4> stored{};
  auto read = read_device(segment.fd, entries_end, stored, segment.name);
  if (!read) return read;
  const auto md5 = digester.finish().get(Algorithm::md5);
  if (checksum != le<std::uint32_t>(stored, 0) || md5 != table.section.md5) {
    return damaged(segment, table.section.start, "a sector table fails its checksum");
  }
  return {};
}

}  // namespace winnow
