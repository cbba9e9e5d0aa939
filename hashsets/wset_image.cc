#include "hashsets/wset_image.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "base/checksum.h"
#include "base/digester.h"

namespace winnow {

using wset::SectionKind;
using wset::store_le;

namespace {

std::uint64_t round_up(std::uint64_t value, std::uint64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

void WsetImage::plan(SectionKind kind, std::uint64_t length, std::uint32_t item_length,
                     std::uint32_t page_length) {
  assert(file_.empty() && sections_.size() + 2 < wset::kMaxSections);
  sections_.push_back({kind, item_length, page_length, 0, length, 0});
}

void WsetImage::allocate() {
  std::uint64_t checksums = 0;
  for (Section& section : sections_) {
    section.first_checksum = checksums;
    checksums += wset::page_count(section.length, section.page_length);
  }
  plan(SectionKind::checksums, checksums * 8, 8);
  plan(SectionKind::checksum_roots, wset::page_count(checksums * 8, wset::kPage) * 8,
       8);
  std::uint64_t end = wset::kHeaderLength + wset::kDirectoryRecord * sections_.size();
  for (Section& section : sections_) {
    // A section that fills pages starts on one, so that a checked page is a mapped
    // page; smaller ones stand close together and a set of three entries stays small.
    const bool fills_pages = section.length >= wset::kKeyPage;
    section.offset =
        round_up(end, fills_pages ? wset::kKeyPage : wset::kSectionAlignment);
    end = section.offset + section.length;
  }
  file_.resize(static_cast<std::size_t>(end));
}

MutableBytes WsetImage::extent(const Section& section) {
  return MutableBytes(file_).subspan(static_cast<std::size_t>(section.offset),
                                     static_cast<std::size_t>(section.length));
}

MutableBytes WsetImage::section(SectionKind kind) {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const Section& s) { return s.kind == kind; });
  assert(!file_.empty() && found != sections_.end());
  return extent(*found);
}

void WsetImage::store_checksums(const Section& of, MutableBytes table) {
  const Bytes bytes = extent(of);
  std::uint64_t at = of.first_checksum * 8;
  for (std::uint64_t start = 0; start < of.length; start += of.page_length, at += 8) {
    const std::uint64_t length =
        std::min<std::uint64_t>(of.page_length, of.length - start);
    store_le(table, at, checksum64(*part(bytes, start, length)));
  }
}

// What must agree with WsetSections::verify_all().
void WsetImage::store_id(std::uint32_t type) {
  AlgorithmSet sha256;
  sha256.add(Algorithm::sha256);
  Digester digester(sha256);
  std::array<std::byte, 12> head{};
  store_le(MutableBytes(head), 0, type);
  digester.update(Bytes(head).first(4));
  for (const Section& section : sections_) {
    if (section.kind == SectionKind::checksums) break;  // it and its roots come last
    store_le(MutableBytes(head), 0, static_cast<std::uint32_t>(section.kind));
    store_le(MutableBytes(head), 4, section.length);
    digester.update(head);
    digester.update(extent(section));
  }
  const Digests digests = digester.finish();
  const Bytes id = digests.get(Algorithm::sha256)->bytes();
  std::copy(id.begin(), id.end(), file_.begin() + wset::kIdAt);
}

void WsetImage::store_directory() {
  std::uint64_t at = wset::kHeaderLength;
  for (const Section& section : sections_) {
    const MutableBytes record = MutableBytes(file_).subspan(
        static_cast<std::size_t>(at), static_cast<std::size_t>(wset::kDirectoryRecord));
    store_le(record, wset::kKindAt, static_cast<std::uint32_t>(section.kind));
    store_le(record, wset::kItemLengthAt, section.item_length);
    store_le(record, wset::kOffsetAt, section.offset);
    store_le(record, wset::kLengthAt, section.length);
    store_le(record, wset::kFirstChecksumAt, section.first_checksum);
    store_le(record, wset::kPageLengthAt, section.page_length);
    at += wset::kDirectoryRecord;
  }
}

std::vector<std::byte> WsetImage::seal(std::uint32_t type,
                                       std::uint64_t entry_count) && {
  const MutableBytes table = section(SectionKind::checksums);
  const MutableBytes roots = section(SectionKind::checksum_roots);
  for (std::size_t i = 0; i + 2 < sections_.size(); ++i) {
    store_checksums(sections_[i], table);
  }
  store_checksums(sections_[sections_.size() - 2], roots);
  store_id(type);
  store_directory();
  const MutableBytes file(file_);
  const std::uint64_t header_length =
      wset::kHeaderLength + wset::kDirectoryRecord * sections_.size();
  std::copy_n(bytes_of(wset::kMagic).begin(), wset::kMagic.size(), file_.begin());
  store_le(file, wset::kMajorAt, wset::kMajor);
  store_le(file, wset::kMinorAt, wset::kMinor);
  store_le(file, wset::kHeaderLengthAt, static_cast<std::uint32_t>(header_length));
  store_le(file, wset::kFileLengthAt, static_cast<std::uint64_t>(file_.size()));
  store_le(file, wset::kEntryCountAt, entry_count);
  store_le(file, wset::kTypeAt, type);
  store_le(file, wset::kSectionCountAt, static_cast<std::uint32_t>(sections_.size()));
  store_le(file, wset::kRootAt, checksum64(roots));
  store_le(file, wset::kHeaderChecksumAt,
           checksum64(Bytes(file_).first(static_cast<std::size_t>(header_length))));
  return std::move(file_);
}

}  // namespace winnow
