// WsetImage: the bytes of a new `.wset` file, section by section, then sealed.
//
// plan() every section in the order in which it shall stand, allocate() once, fill each
// through section(), then seal(), which lays checksums, id and header over it. Planned
// lengths are ours, so misuse is an assert. One thread. The layout: wset_format.md.
#ifndef WINNOW_HASHSETS_WSET_IMAGE_H_
#define WINNOW_HASHSETS_WSET_IMAGE_H_

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "hashsets/wset_format.h"

namespace winnow {

class WsetImage {
 public:
  void plan(wset::SectionKind kind, std::uint64_t length, std::uint32_t item_length = 1,
            std::uint32_t page_length = wset::kPage);
  void allocate();
  // The bytes of a planned section, zero until they are filled.
  [[nodiscard]] MutableBytes section(wset::SectionKind kind);
  // The finished file; the object is used up.
  [[nodiscard]] std::vector<std::byte> seal(std::uint32_t type,
                                            std::uint64_t entry_count) &&;

 private:
  struct Section {
    wset::SectionKind kind{};
    std::uint32_t item_length = 1;
    std::uint32_t page_length = wset::kPage;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint64_t first_checksum = 0;
  };

  [[nodiscard]] MutableBytes extent(const Section& section);
  void store_checksums(const Section& of, MutableBytes table);
  void store_id(std::uint32_t type);
  void store_directory();

  std::vector<Section> sections_;
  std::vector<std::byte> file_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_WSET_IMAGE_H_
