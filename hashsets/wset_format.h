// The numbers of the `.wset` layout, shared by its reader and its writer. What they
// mean and why is written down in hashsets/wset_format.md; this header only spells it
// in C++.
#ifndef WINNOW_HASHSETS_WSET_FORMAT_H_
#define WINNOW_HASHSETS_WSET_FORMAT_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"
#include "base/digest.h"

namespace winnow::wset {

// A high byte, CR LF and a control character: a copy made in text mode shows at once.
inline constexpr std::string_view kMagic{"\x89WSET\r\n\x1a", 8};
inline constexpr std::uint16_t kMajor = 1;
inline constexpr std::uint16_t kMinor = 1;

// Byte offsets in the header.
inline constexpr std::uint64_t kMajorAt = 8;          // u16
inline constexpr std::uint64_t kMinorAt = 10;         // u16
inline constexpr std::uint64_t kHeaderLengthAt = 12;  // u32, header and directory
inline constexpr std::uint64_t kFileLengthAt = 16;    // u64
inline constexpr std::uint64_t kEntryCountAt = 24;    // u64
inline constexpr std::uint64_t kIdAt = 32;            // 32 bytes, SHA-256
inline constexpr std::uint64_t kTypeAt = 64;          // u32
inline constexpr std::uint64_t kSectionCountAt = 68;  // u32
inline constexpr std::uint64_t kRootAt = 72;          // u64, of section checksum_roots
inline constexpr std::uint64_t kHeaderChecksumAt = 80;  // u64, itself taken as zero
inline constexpr std::uint64_t kHeaderLength = 128;     // without the directory

// Byte offsets in one record of the directory.
inline constexpr std::uint64_t kKindAt = 0;            // u32
inline constexpr std::uint64_t kItemLengthAt = 4;      // u32
inline constexpr std::uint64_t kOffsetAt = 8;          // u64
inline constexpr std::uint64_t kLengthAt = 16;         // u64
inline constexpr std::uint64_t kFirstChecksumAt = 24;  // u64
inline constexpr std::uint64_t kPageLengthAt = 32;     // u32
inline constexpr std::uint64_t kDirectoryRecord = 48;

inline constexpr std::uint32_t kMaxSections = 256;
inline constexpr std::uint64_t kSectionAlignment = 64;
inline constexpr std::uint32_t kKeyPage = 4096;
inline constexpr std::uint32_t kPage = 65536;

enum class SectionKind : std::uint32_t {
  checksums = 0x01,
  checksum_roots = 0x02,
  name = 0x10,
  provenance = 0x11,
  entries = 0x20,
  attributes = 0x21,
  strings = 0x22,
  filter = 0x100,  // these four, plus 0x10 for SHA-1 and 0x20 for SHA-256
  offsets = 0x101,
  keys = 0x102,
  numbers = 0x103,
  sizes = 0x200,
  entry_sizes = 0x201,
  head_blocks = 0x210,  // the filter; offsets, keys and numbers follow, as above
  blocks = 0x220,       // likewise
  block_places = 0x224,
  block_totals = 0x225,
  pdq = 0x230,
  pdq_numbers = 0x231,
  pdq_marks = 0x232,
  pdq_firsts = 0x233,
  pdq_places = 0x234,
};

// The section of an algorithm: `part` is filter, offsets, keys or numbers.
[[nodiscard]] constexpr SectionKind section_of(Algorithm algorithm, SectionKind part) {
  return static_cast<SectionKind>(static_cast<std::uint32_t>(part) +
                                  0x10u * static_cast<std::uint32_t>(algorithm));
}
// The same of the table whose filter has the kind `table`.
[[nodiscard]] constexpr SectionKind section_of(SectionKind table, SectionKind part) {
  return static_cast<SectionKind>(static_cast<std::uint32_t>(table) +
                                  static_cast<std::uint32_t>(part) -
                                  static_cast<std::uint32_t>(SectionKind::filter));
}

// The first items of the sizes: entries without a size, entries that were not learned.
inline constexpr std::uint64_t kSizeHead = 2;
// The items of the block totals.
inline constexpr std::uint64_t kContentBytes = 0;
inline constexpr std::uint64_t kWholeBlocks = 1;
inline constexpr std::uint64_t kKeptBlocks = 2;
inline constexpr std::uint64_t kBlockTotals = 3;
// A block that stands in more contents than this is not probative.
inline constexpr std::size_t kMostSharing = 16;

// An entry is one u32: the number of its attributes, and above it a bit an algorithm.
inline constexpr unsigned kDigestBitsShift = 29;
inline constexpr std::uint32_t kAttributeMask = (1u << kDigestBitsShift) - 1;
inline constexpr std::uint64_t kMaxEntries = 0xFFFFFFFE;

// Byte offsets in one record of the attributes.
inline constexpr std::uint64_t kCodeAt = 0;            // i64, in two's complement
inline constexpr std::uint64_t kAttributeFlagsAt = 8;  // u32
inline constexpr std::uint64_t kRankAt = 12;           // u32
inline constexpr std::uint64_t kProfileAt = 16;        // u32 each: where in the strings
inline constexpr std::uint64_t kLabelAt = 20;
inline constexpr std::uint64_t kSourceAt = 24;
inline constexpr std::uint64_t kAttributeRecord = 32;
inline constexpr std::uint32_t kHasCode = 1;
inline constexpr std::uint32_t kNoHit = 2;
// Ranks: what a profile says, above it what no profile knows, above that what says
// nothing; of what is no hit, as much again.
inline constexpr std::uint32_t kRankUnknown = 1'000'000;
inline constexpr std::uint32_t kRankUnstated = 2'000'000;
inline constexpr std::uint32_t kRankNoHit = 4'000'000;

inline constexpr std::uint32_t kMaxString = 65536;
inline constexpr std::uint64_t kMaxProvenance = 16u << 20;

// Buckets of about 8 to 16 keys: two cache lines of MD5 (limits: 28 bits are 1 GiB).
[[nodiscard]] constexpr unsigned bucket_bits(std::uint64_t key_count) {
  const unsigned width = static_cast<unsigned>(std::bit_width(key_count));
  return width < 5 ? 0 : (width - 4 > 28 ? 28 : width - 4);
}
// The bucket of a key: its first `bits` bits, most significant first.
[[nodiscard]] inline std::uint64_t bucket_of(Bytes key, unsigned bits) {
  return static_cast<std::uint64_t>(be<std::uint32_t>(key, 0)) >> (32 - bits);
}

[[nodiscard]] constexpr std::uint64_t page_count(std::uint64_t length,
                                                 std::uint32_t page_length) {
  return length / page_length + (length % page_length != 0 ? 1 : 0);
}

// Writes a little-endian number; `offset` must lie inside `target`.
template <typename T>
void store_le(MutableBytes target, std::uint64_t offset, T value) {
  static_assert(std::is_unsigned_v<T> && std::endian::native == std::endian::little);
  const MutableBytes field =
      target.subspan(static_cast<std::size_t>(offset), sizeof(T));
  std::memcpy(field.data(), &value, sizeof(T));
}

}  // namespace winnow::wset

#endif  // WINNOW_HASHSETS_WSET_FORMAT_H_
