// Writes a `.wset` file from its sections: layout, checksums, id and header.
//
// What the sections mean is the caller's; the layout is in wset_format.md.
#ifndef WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_
#define WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_

#include <cstdint>
#include <vector>

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
};

// In the order in which they shall stand; checksums and their roots are added. Memory
// does not grow with the sections.
[[nodiscard]] Result<void> write_wset(SetOutput& output, std::uint32_t type,
                                      std::uint64_t entry_count,
                                      const std::vector<WsetSection>& sections);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_WSET_WRITER_H_
