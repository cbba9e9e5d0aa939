// WsetSections: the sections of a mapped `.wset` file, checked before they are used.
//
// open() checks the header, the directory and the small root of the checksums, so its
// cost does not grow with the file; read() checks the checksum of each page at its
// first touch. Views are valid while the object lives. read() is safe from any thread.
// The layout: hashsets/wset_format.md.
#ifndef WINNOW_HASHSETS_WSET_SECTIONS_H_
#define WINNOW_HASHSETS_WSET_SECTIONS_H_

#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/result.h"
#include "hashsets/wset_format.h"

namespace winnow {

class WsetSections {
 public:
  struct Section {
    wset::SectionKind kind{};
    std::uint32_t item_length = 1;
    std::uint64_t offset = 0;  // in the file; [offset, offset + length) is inside it
    std::uint64_t length = 0;  // a multiple of item_length
    std::uint64_t first_checksum = 0;
    std::uint32_t page_length = 0;
    std::uint64_t first_bit = 0;  // of its pages, among all pages of the file

    [[nodiscard]] std::uint64_t count() const { return length / item_length; }
  };

  // `name` is for faults.
  [[nodiscard]] static Result<WsetSections> open(Mapping mapping, std::string name);

  [[nodiscard]] std::uint32_t type() const { return type_; }
  [[nodiscard]] std::uint64_t entry_count() const { return entry_count_; }
  [[nodiscard]] const Digest& id() const { return id_; }
  // The section of a kind, or null. Kinds that this version does not know are kept.
  [[nodiscard]] const Section* find(wset::SectionKind kind) const;

  // Bytes [offset, offset + length) of a section, their pages' checksums verified.
  [[nodiscard]] Result<Bytes> read(const Section& section, std::uint64_t offset,
                                   std::uint64_t length) const;
  // The same bytes if they lie in one page whose checksum was found right before, else
  // null: what is asked for a million times a second.
  [[nodiscard]] const std::byte* peek(const Section& section, std::uint64_t offset,
                                      std::uint64_t length) const {
    if (section.length < length || offset > section.length - length) return nullptr;
    // A power of two; a division would cost more than all the rest.
    const int shift = std::countr_zero(section.page_length);
    const std::uint64_t page = offset >> shift;
    if ((offset + length - 1) >> shift != page) return nullptr;
    const std::uint64_t bit = section.first_bit + page;
    const std::uint64_t word =
        verified_[static_cast<std::size_t>(bit / 64)].load(std::memory_order_relaxed);
    if (((word >> (bit % 64)) & 1) == 0) return nullptr;
    return mapping_.bytes().data() + section.offset + offset;
  }
  // Every page of every section, and the id: as long as reading the whole file takes.
  [[nodiscard]] Result<void> verify_all() const;

  // A fault about this file that says what to do about it.
  [[nodiscard]] Fault damaged(std::string what, std::uint64_t offset) const;

 private:
  WsetSections() = default;
  Result<void> read_header();
  Result<void> read_directory();
  Result<void> check_section(const Section& section, std::uint64_t previous_end) const;
  Result<void> check_checksum_sections();
  void release_now_and_then(const Section& section) const;
  Result<void> check_page(const Section& section, std::uint64_t page) const;
  Result<std::uint64_t> expected_checksum(const Section& section,
                                          std::uint64_t page) const;

  std::string name_;
  Mapping mapping_;
  std::uint32_t type_ = 0;
  std::uint64_t entry_count_ = 0;
  std::uint64_t header_length_ = 0;
  std::uint64_t root_ = 0;
  Digest id_;
  std::vector<Section> sections_;
  Section checksums_;
  Section roots_;
  // One bit a page, set once its checksum was right.
  std::unique_ptr<std::atomic<std::uint64_t>[]> verified_;
  // Reads of keys so far; see release_now_and_then().
  std::unique_ptr<std::atomic<std::uint64_t>> key_reads_ =
      std::make_unique<std::atomic<std::uint64_t>>(0);
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_WSET_SECTIONS_H_
