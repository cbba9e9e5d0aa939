// PdqTable: the PDQ hashes of a compiled set, found within a Hamming distance.
//
// Exact for every distance from 0 to 256: through the index (hashsets/pdq_index.h)
// where the set has one and the distance is within its reach, else by comparing all,
// many queries at a time (base/simd/hamming.h). A view of sections of a WsetSections
// object, which must outlive it. Safe from any thread.
#ifndef WINNOW_HASHSETS_PDQ_TABLE_H_
#define WINNOW_HASHSETS_PDQ_TABLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/pdq_hash.h"
#include "base/result.h"
#include "hashsets/pdq_index.h"
#include "hashsets/wset_sections.h"

namespace winnow {

// An entry that is near a query.
struct PdqMatch {
  std::uint32_t query = 0;  // its number among those asked
  std::uint32_t distance = 0;
  std::uint32_t entry = 0;
  auto operator<=>(const PdqMatch&) const = default;
};

class PdqTable {
 public:
  // Nothing if the file has no PDQ; a fault if it has half of it.
  [[nodiscard]] static Result<std::optional<PdqTable>> open(const WsetSections& file);

  [[nodiscard]] std::uint64_t count() const { return hashes_->count(); }
  [[nodiscard]] bool is_indexed() const { return index_.has_value(); }
  // Every entry within `distance` bits of each query: by query, then the nearest first,
  // then by entry. All of them are held in memory.
  [[nodiscard]] Result<std::vector<PdqMatch>> find(std::span<const PdqHash> queries,
                                                   unsigned distance) const;

 private:
  using Section = WsetSections::Section;

  PdqTable(const WsetSections& file, const Section& hashes, const Section& numbers)
      : file_(&file), hashes_(&hashes), numbers_(&numbers) {}
  Result<void> find_some(std::span<const PdqHash> queries, unsigned distance,
                         std::vector<PdqPair>& pairs) const;
  Result<void> compare_all(std::span<const PdqHash> queries, unsigned distance,
                           std::vector<PdqPair>& pairs) const;
  Result<std::uint32_t> entry_at(std::uint32_t position) const;

  const WsetSections* file_;
  const Section* hashes_;
  const Section* numbers_;
  std::optional<PdqIndex> index_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_PDQ_TABLE_H_
