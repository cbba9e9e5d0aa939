// KeyTable: the sorted digests of one algorithm in a compiled set, or the keys of its
// head blocks or blocks, behind their filter.
//
// A view of four sections of a WsetSections object, which must outlive it. Safe from
// any thread. The layout: hashsets/wset_format.md, "The key tables".
#ifndef WINNOW_HASHSETS_KEY_TABLE_H_
#define WINNOW_HASHSETS_KEY_TABLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "hashsets/wset_sections.h"

namespace winnow {

class KeyTable {
 public:
  // Keys [first, last) of a table: all that equal one key. Empty if it is not listed.
  struct Run {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    [[nodiscard]] bool empty() const { return first == last; }
  };

  // Nothing if the file has no table for the algorithm; a fault if it has half of one.
  [[nodiscard]] static Result<std::optional<KeyTable>> open(const WsetSections& file,
                                                            Algorithm algorithm);
  // The table whose filter is the section of the kind `table`; `what` names its keys.
  [[nodiscard]] static Result<std::optional<KeyTable>> open(const WsetSections& file,
                                                            wset::SectionKind table,
                                                            std::size_t key_length,
                                                            const char* what);

  [[nodiscard]] std::uint64_t count() const { return keys_->count(); }
  [[nodiscard]] Result<Run> find(Bytes key) const;
  // The same of many: several filter blocks are fetched from memory at a time.
  // `runs` gets one for each digest, which must all be of this table's algorithm.
  [[nodiscard]] Result<void> find(std::span<const Digest> digests,
                                  std::vector<Run>& runs) const;
  // Likewise of keys that stand one behind the other.
  [[nodiscard]] Result<void> find_packed(Bytes keys, std::vector<Run>& runs) const;
  // The entry that the key at `position` belongs to; below the file's entry_count().
  [[nodiscard]] Result<std::uint32_t> entry_at(std::uint64_t position) const;
  // Whether one of the keys of `run` belongs to `entry`.
  [[nodiscard]] Result<bool> names_entry(const Run& run, std::uint32_t entry) const;

 private:
  using Section = WsetSections::Section;

  KeyTable(const WsetSections& file, const Section& filter, const Section& offsets,
           const Section& keys, const Section& numbers);
  [[nodiscard]] bool is_well_formed(std::size_t key_length) const;
  template <typename KeyAt>
  Result<void> find_many(std::size_t count, const KeyAt& key_at,
                         std::vector<Run>& runs) const;
  Result<bool> passes_filter(Bytes key) const;
  Result<Run> find_in_keys(Bytes key) const;
  Result<Run> bucket(Bytes key) const;
  // The first position in `range` whose key is above `key`, or with `or_equal` not
  // below.
  Result<std::uint64_t> bound(const Run& range, Bytes key, bool or_equal) const;

  const WsetSections* file_;
  const Section* filter_;
  const Section* offsets_;
  const Section* keys_;
  const Section* numbers_;
  unsigned bits_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_KEY_TABLE_H_
