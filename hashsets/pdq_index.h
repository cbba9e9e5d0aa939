// PdqIndex: finds the hashes of a compiled set that are near others without comparing
// them all.
//
// If two hashes differ in at most d bits and their bits are divided into bands, then in
// some band they differ in fewer bits than d + 1 shared out to the bands gives it. So
// for each band every key within that reach of the query's is looked up, and what
// stands there is compared in full: exact, up to kPdqIndexDistance. The method:
// Norouzi, Punjani and Fleet, "Fast exact search in Hamming space with multi-index
// hashing" (2014); uneven reaches: Qin et al., "GPH" (2018).
//
// A view of sections of a WsetSections object, which must outlive it. Safe from any
// thread. The layout: hashsets/wset_format.md, "The PDQ index".
#ifndef WINNOW_HASHSETS_PDQ_INDEX_H_
#define WINNOW_HASHSETS_PDQ_INDEX_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/pdq_hash.h"
#include "base/result.h"
#include "hashsets/wset_sections.h"

namespace winnow {

// A query and a hash of the set that are near each other, by their numbers.
struct PdqPair {
  std::uint32_t query = 0;
  std::uint32_t position = 0;  // of the hash in its section
  std::uint32_t distance = 0;
};

class PdqIndex {
 public:
  // Within this the index is worth asking: each band looks two bits around.
  static constexpr unsigned kMaxDistance = 31;
  // Queries that are worked on together; what they need of a band is in the cache.
  static constexpr std::size_t kMaxQueries = 2048;

  // Nothing if the file has no index; a fault if it has half of one.
  [[nodiscard]] static Result<std::optional<PdqIndex>> open(
      const WsetSections& file, const WsetSections::Section& hashes);

  // Adds every pair within `distance`, at most kMaxDistance, once, in no order; of at
  // most kMaxQueries queries. A query of which so many hashes share keys that comparing
  // all would be faster is marked in `crowded`, one for each query, and gets no pairs.
  [[nodiscard]] Result<void> find(std::span<const PdqHash> queries, unsigned distance,
                                  std::vector<PdqPair>& pairs,
                                  std::vector<bool>& crowded) const;

 private:
  friend class PdqIndexSearch;
  using Section = WsetSections::Section;

  PdqIndex(const WsetSections& file, const Section& hashes, const Section& marks,
           const Section& firsts, const Section& places)
      : file_(&file),
        hashes_(&hashes),
        marks_(&marks),
        firsts_(&firsts),
        places_(&places) {}

  const WsetSections* file_;
  const Section* hashes_;
  const Section* marks_;
  const Section* firsts_;
  const Section* places_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_PDQ_INDEX_H_
