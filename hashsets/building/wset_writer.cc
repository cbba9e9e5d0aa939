#include "hashsets/building/wset_writer.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <thread>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "hashsets/wset_id.h"

namespace winnow {

using wset::SectionKind;
using wset::store_le;

namespace {

// A whole number of pages of either length, and enough pieces for all lanes.
constexpr std::size_t kCopyBytes = 32 * wset::kPage;

std::uint64_t round_up(std::uint64_t value, std::uint64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// One line of the directory.
struct Placed {
  SectionKind kind{};
  std::uint32_t item_length = 1;
  std::uint32_t page_length = wset::kPage;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint64_t first_checksum = 0;
};

std::vector<Placed> place(const WsetSectionList& sections) {
  std::vector<Placed> placed;
  std::uint64_t checksums = 0;
  for (const WsetSection& section : sections) {
    const std::uint64_t length = section.length();
    placed.push_back(
        {section.kind, section.item_length, section.page_length, 0, length, checksums});
    checksums += wset::page_count(length, section.page_length);
  }
  placed.push_back({SectionKind::checksums, 8, wset::kPage, 0, checksums * 8, 0});
  placed.push_back({SectionKind::checksum_roots, 8, wset::kPage, 0,
                    wset::page_count(checksums * 8, wset::kPage) * 8, 0});
  assert(placed.size() <= wset::kMaxSections);
  std::uint64_t end = wset::kHeaderLength + wset::kDirectoryRecord * placed.size();
  for (Placed& section : placed) {
    // A section that fills pages starts on one, so that a checked page is a mapped
    // page; smaller ones stand close together and a set of three entries stays small.
    const bool fills_pages = section.length >= wset::kKeyPage;
    section.offset =
        round_up(end, fills_pages ? wset::kKeyPage : wset::kSectionAlignment);
    end = section.offset + section.length;
  }
  return placed;
}

void add_checksums(Bytes bytes, std::uint32_t page_length,
                   std::vector<std::byte>& table) {
  for (std::size_t at = 0; at < bytes.size(); at += page_length) {
    const Bytes page =
        bytes.subspan(at, std::min<std::size_t>(page_length, bytes.size() - at));
    table.resize(table.size() + 8);
    store_le(MutableBytes(table), table.size() - 8, checksum64(page));
  }
}

// Header and directory, with their own checksum.
std::vector<std::byte> head_of(const std::vector<Placed>& placed, std::uint32_t type,
                               std::uint64_t entry_count, const Digest& id,
                               std::uint64_t root) {
  const std::uint64_t length =
      wset::kHeaderLength + wset::kDirectoryRecord * placed.size();
  std::vector<std::byte> bytes(static_cast<std::size_t>(length));
  const MutableBytes head(bytes);
  std::uint64_t at = wset::kHeaderLength;
  for (const Placed& section : placed) {
    const MutableBytes record = head.subspan(
        static_cast<std::size_t>(at), static_cast<std::size_t>(wset::kDirectoryRecord));
    store_le(record, wset::kKindAt, static_cast<std::uint32_t>(section.kind));
    store_le(record, wset::kItemLengthAt, section.item_length);
    store_le(record, wset::kOffsetAt, section.offset);
    store_le(record, wset::kLengthAt, section.length);
    store_le(record, wset::kFirstChecksumAt, section.first_checksum);
    store_le(record, wset::kPageLengthAt, section.page_length);
    at += wset::kDirectoryRecord;
  }
  std::copy_n(bytes_of(wset::kMagic).begin(), wset::kMagic.size(), bytes.begin());
  const Bytes id_bytes = id.bytes();
  std::copy(id_bytes.begin(), id_bytes.end(), bytes.begin() + wset::kIdAt);
  store_le(head, wset::kMajorAt, wset::kMajor);
  store_le(head, wset::kMinorAt, wset::kMinor);
  store_le(head, wset::kHeaderLengthAt, static_cast<std::uint32_t>(length));
  store_le(head, wset::kFileLengthAt, placed.back().offset + placed.back().length);
  store_le(head, wset::kEntryCountAt, entry_count);
  store_le(head, wset::kTypeAt, type);
  store_le(head, wset::kSectionCountAt, static_cast<std::uint32_t>(placed.size()));
  store_le(head, wset::kRootAt, root);
  store_le(head, wset::kHeaderChecksumAt, checksum64(bytes));
  return bytes;
}

// What is known of a section once it is written.
struct Written {
  std::vector<std::byte> checksums;  // of its pages
  WsetPieces pieces;
};

Result<void> write_section(SetOutput& output, WsetSection& section,
                           std::uint64_t offset, Written& written) {
  if (section.make) {
    if (auto made = section.make(section.content); !made) return made;
    assert(section.content.size() == section.length());
  }
  const Spool& content = section.content;
  assert(content.size() % section.item_length == 0);
  std::vector<std::byte> buffer(
      static_cast<std::size_t>(std::min<std::uint64_t>(kCopyBytes, content.size())));
  for (std::uint64_t at = 0; at < content.size(); at += kCopyBytes) {
    const MutableBytes piece = MutableBytes(buffer).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(kCopyBytes, content.size() - at)));
    if (auto read = content.read(at, piece); !read) return read;
    add_checksums(piece, section.page_length, written.checksums);
    written.pieces.add(piece);
    if (auto done = output.write(offset + at, piece); !done) return done;
  }
  return {};
}

// The first fault in the order of the sections, if there is any.
Result<void> write_sections(SetOutput& output, const std::vector<Placed>& placed,
                            WsetSectionList& sections, std::vector<Written>& written) {
  std::vector<Result<void>> outcomes(sections.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < sections.size(); i = next++) {
      outcomes[i] = write_section(output, sections[i], placed[i].offset, written[i]);
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < kWsetWriters; ++i) others.emplace_back(work);
    work();
  }
  for (Result<void>& outcome : outcomes) {
    if (!outcome) return std::move(outcome);
  }
  return {};
}

}  // namespace

Result<void> write_wset(SetOutput& output, std::uint32_t type,
                        std::uint64_t entry_count, WsetSectionList& sections) {
  const std::vector<Placed> placed = place(sections);
  auto begun = output.begin(placed.back().offset + placed.back().length);
  if (!begun) return begun;
  std::vector<Written> written(sections.size());
  if (auto done = write_sections(output, placed, sections, written); !done) {
    return done;
  }
  std::vector<std::byte> checksums;
  WsetId id(type);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    id.add_section(sections[i].kind, placed[i].length, written[i].pieces);
    checksums.insert(checksums.end(), written[i].checksums.begin(),
                     written[i].checksums.end());
  }
  std::vector<std::byte> roots;
  add_checksums(checksums, wset::kPage, roots);
  const Placed& checksums_at = placed[placed.size() - 2];
  const Placed& roots_at = placed.back();
  if (auto done = output.write(checksums_at.offset, checksums); !done) return done;
  if (auto done = output.write(roots_at.offset, roots); !done) return done;
  const auto head = head_of(placed, type, entry_count, id.finish(), checksum64(roots));
  if (auto done = output.write(0, head); !done) return done;
  return output.finish();
}

}  // namespace winnow
