#include "hashsets/wset_sections.h"

#include <algorithm>
#include <utility>

#include "base/checksum.h"
#include "hashsets/wset_id.h"

namespace winnow {

using wset::SectionKind;

namespace {

std::string version_text(std::uint16_t major, std::uint16_t minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

// The header's checksum is taken with its own field as zero.
std::uint64_t header_checksum(Bytes header) {
  std::vector<std::byte> copy(header.begin(), header.end());
  wset::store_le<std::uint64_t>(copy, wset::kHeaderChecksumAt, 0);
  return checksum64(copy);
}

bool is_checksum_section(SectionKind kind) {
  return kind == SectionKind::checksums || kind == SectionKind::checksum_roots;
}

}  // namespace

Fault WsetSections::damaged(std::string what, std::uint64_t offset) const {
  return Fault{FaultKind::malformed,
               "the compiled set is damaged: " + what +
                   "; copy it again, or build it again from its lists",
               name_, offset};
}

Result<WsetSections> WsetSections::open(Mapping mapping, std::string name) {
  WsetSections file;
  file.mapping_ = std::move(mapping);
  file.name_ = std::move(name);
  if (auto read = file.read_header(); !read) return std::move(read).error();
  if (auto read = file.read_directory(); !read) return std::move(read).error();
  return file;
}

Result<void> WsetSections::read_header() {
  const Bytes bytes = mapping_.bytes();
  if (!has_magic(bytes, 0, wset::kMagic)) {
    return Fault{FaultKind::malformed,
                 "is not a compiled hash set; make one with `winnow hashset build`",
                 name_, std::nullopt};
  }
  if (bytes.size() < wset::kHeaderLength) {
    return damaged("it ends inside its header", bytes.size());
  }
  const auto major = le<std::uint16_t>(bytes, wset::kMajorAt);
  if (major != wset::kMajor) {
    return Fault{FaultKind::unsupported,
                 "made by a newer version: its format is " +
                     version_text(major, le<std::uint16_t>(bytes, wset::kMinorAt)) +
                     ", this program reads " +
                     version_text(wset::kMajor, wset::kMinor) +
                     "; use a newer program, or build the set again with this one",
                 name_, std::nullopt};
  }
  header_length_ = le<std::uint32_t>(bytes, wset::kHeaderLengthAt);
  const auto sections = le<std::uint32_t>(bytes, wset::kSectionCountAt);
  if (sections > wset::kMaxSections ||
      header_length_ != wset::kHeaderLength + wset::kDirectoryRecord * sections) {
    return damaged("the length of its header is wrong", wset::kHeaderLengthAt);
  }
  const auto header = part(bytes, 0, header_length_);
  if (!header) return damaged("it ends inside its directory", bytes.size());
  if (header_checksum(*header) != le<std::uint64_t>(bytes, wset::kHeaderChecksumAt)) {
    return damaged("the checksum of its header is wrong", wset::kHeaderChecksumAt);
  }
  const auto length = le<std::uint64_t>(bytes, wset::kFileLengthAt);
  if (length != bytes.size()) {
    Fault fault = damaged("it should be " + std::to_string(length) +
                              " bytes long and is " + std::to_string(bytes.size()),
                          std::min<std::uint64_t>(length, bytes.size()));
    if (bytes.size() < length) fault.kind = FaultKind::truncated;
    return fault;
  }
  type_ = le<std::uint32_t>(bytes, wset::kTypeAt);
  entry_count_ = le<std::uint64_t>(bytes, wset::kEntryCountAt);
  root_ = le<std::uint64_t>(bytes, wset::kRootAt);
  id_ = make_digest(Algorithm::sha256, *part(bytes, wset::kIdAt, 32)).value();
  return {};
}

Result<void> WsetSections::read_directory() {
  const Bytes bytes = mapping_.bytes();
  std::uint64_t previous_end = header_length_;
  std::uint64_t pages = 0;
  for (std::uint64_t at = wset::kHeaderLength; at < header_length_;
       at += wset::kDirectoryRecord) {
    const Bytes record = *part(bytes, at, wset::kDirectoryRecord);
    Section section;
    section.kind = static_cast<SectionKind>(le<std::uint32_t>(record, wset::kKindAt));
    section.item_length = le<std::uint32_t>(record, wset::kItemLengthAt);
    section.offset = le<std::uint64_t>(record, wset::kOffsetAt);
    section.length = le<std::uint64_t>(record, wset::kLengthAt);
    section.first_checksum = le<std::uint64_t>(record, wset::kFirstChecksumAt);
    section.page_length = le<std::uint32_t>(record, wset::kPageLengthAt);
    section.first_bit = pages;
    if (auto checked = check_section(section, previous_end); !checked) return checked;
    // Sections do not overlap, so the pages together are bounded by the file's length.
    previous_end = section.offset + section.length;
    pages += wset::page_count(section.length, section.page_length);
    sections_.push_back(section);
  }
  verified_ = std::make_unique<std::atomic<std::uint64_t>[]>(
      static_cast<std::size_t>(pages / 64 + 1));
  return check_checksum_sections();
}

Result<void> WsetSections::check_section(const Section& section,
                                         std::uint64_t previous_end) const {
  if (section.offset % wset::kSectionAlignment != 0 || section.offset < previous_end ||
      !part(mapping_.bytes(), section.offset, section.length)) {
    return damaged("a section lies outside of its place", section.offset);
  }
  if (section.item_length == 0 || section.length % section.item_length != 0) {
    return damaged("a section has no whole number of items", section.offset);
  }
  if (section.page_length != wset::kKeyPage && section.page_length != wset::kPage) {
    return damaged("a section has pages of an unknown length", section.offset);
  }
  if (find(section.kind) != nullptr) {
    return damaged("a section stands twice in its directory", section.offset);
  }
  return {};
}

Result<void> WsetSections::check_checksum_sections() {
  const Section* checksums = find(SectionKind::checksums);
  const Section* roots = find(SectionKind::checksum_roots);
  if (checksums == nullptr || roots == nullptr || checksums->item_length != 8 ||
      roots->item_length != 8 || checksums->page_length != wset::kPage ||
      roots->count() != wset::page_count(checksums->length, wset::kPage)) {
    return damaged("its checksums are missing", wset::kHeaderLength);
  }
  checksums_ = *checksums;
  roots_ = *roots;
  for (const Section& section : sections_) {
    if (is_checksum_section(section.kind)) continue;
    const std::uint64_t pages = wset::page_count(section.length, section.page_length);
    if (section.first_checksum > checksums_.count() ||
        pages > checksums_.count() - section.first_checksum) {
      return damaged("a section has no checksums", section.offset);
    }
  }
  const auto roots_bytes = part(mapping_.bytes(), roots_.offset, roots_.length);
  if (checksum64(*roots_bytes) != root_) {
    return damaged("the checksum of its checksums is wrong", roots_.offset);
  }
  return {};
}

const WsetSections::Section* WsetSections::find(SectionKind kind) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const Section& s) { return s.kind == kind; });
  return found == sections_.end() ? nullptr : &*found;
}

Result<std::uint64_t> WsetSections::expected_checksum(const Section& section,
                                                      std::uint64_t page) const {
  if (section.kind == SectionKind::checksums) {
    return le<std::uint64_t>(mapping_.bytes(), roots_.offset + page * 8);
  }
  const auto field = read(checksums_, (section.first_checksum + page) * 8, 8);
  if (!field) return field.error();
  return le<std::uint64_t>(*field, 0);
}

Result<void> WsetSections::check_page(const Section& section,
                                      std::uint64_t page) const {
  if (section.kind == SectionKind::checksum_roots) return {};  // checked when opened
  const std::uint64_t bit = section.first_bit + page;
  std::atomic<std::uint64_t>& word = verified_[static_cast<std::size_t>(bit / 64)];
  const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
  // Relaxed: the bit says only that bytes which never change were right, so threads
  // that miss each other's bit check the same page twice and nothing more.
  if ((word.load(std::memory_order_relaxed) & mask) != 0) return {};
  const std::uint64_t start = page * section.page_length;
  const std::uint64_t length =
      std::min<std::uint64_t>(section.page_length, section.length - start);
  const auto expected = expected_checksum(section, page);
  if (!expected) return expected.error();
  const Bytes bytes = *part(mapping_.bytes(), section.offset + start, length);
  if (checksum64(bytes) != *expected) {
    return damaged("a checksum is wrong", section.offset + start);
  }
  word.fetch_or(mask, std::memory_order_relaxed);
  return {};
}

// A look-up touches one place of the keys and never comes back, but the kernel maps up
// to two megabytes around it: a set of 100 million would grow to its whole size. So the
// keys are given back now and then; what is asked for again is still in the page cache.
void WsetSections::release_now_and_then(const Section& section) const {
  constexpr std::uint64_t kReads = 1024;
  if (section.page_length != wset::kKeyPage) return;
  if (key_reads_->fetch_add(1, std::memory_order_relaxed) % kReads != kReads - 1)
    return;
  mapping_.release(section.offset, section.length);
}

Result<Bytes> WsetSections::read(const Section& section, std::uint64_t offset,
                                 std::uint64_t length) const {
  release_now_and_then(section);
  const Bytes whole = *part(mapping_.bytes(), section.offset, section.length);
  const auto wanted = part(whole, offset, length);
  if (!wanted) return damaged("it points outside of a section", section.offset);
  if (length == 0) return *wanted;
  const std::uint64_t last = (offset + length - 1) / section.page_length;
  for (std::uint64_t page = offset / section.page_length; page <= last; ++page) {
    if (auto checked = check_page(section, page); !checked) {
      return std::move(checked).error();
    }
  }
  return *wanted;
}

Result<void> WsetSections::verify_all() const {
  WsetId id(type_);
  for (const Section& section : sections_) {
    const auto bytes = read(section, 0, section.length);
    if (!bytes) return bytes.error();
    if (is_checksum_section(section.kind)) continue;
    WsetPieces pieces;
    pieces.add(*bytes);
    id.add_section(section.kind, section.length, pieces);
  }
  if (id.finish() != id_) {
    return damaged("its id is not that of its content", wset::kIdAt);
  }
  return {};
}

}  // namespace winnow
