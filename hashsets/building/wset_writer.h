// Writes a `.wset` file from its sections: layout, checksums, id and header.
//
// What the sections mean is the caller's; the layout is in wset_format.md.
#ifndef WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_
#define WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_

#include <cstdint>
#include <deque>
#include <functional>

#include "base/result.h"
#include "hashsets/building/set_output.h"
#include "hashsets/building/spool.h"
#include "hashsets/wset_format.h"

namespace winnow {

struct WsetSection {
  wset::SectionKind kind{};
  std::uint32_t item_length = 1;
  std::uint32_t page_length = wset::kPage;
  Spool content;  // a whole number of items
  // Where set, fills the empty `content` with so many bytes when its turn comes, beside
  // other sections that are written or made: it may read what those hold.
  std::function<Result<void>(Spool& content)> make = {};
  std::uint64_t length_made = 0;

  [[nodiscard]] std::uint64_t length() const {
    return make ? length_made : content.size();
  }
};

// Sections stay where they are when others are added, as one may be made from another.
using WsetSectionList = std::deque<WsetSection>;

// In the order in which they shall stand; checksums and their roots are added. Memory
// does not grow with the sections. Several threads; the same bytes whatever their
// number.
[[nodiscard]] Result<void> write_wset(SetOutput& output, std::uint32_t type,
                                      std::uint64_t entry_count,
                                      WsetSectionList& sections);
// So many sections are made or written at a time.
inline constexpr unsigned kWsetWriters = 2;

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_
