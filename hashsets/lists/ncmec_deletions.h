// NcmecDeletions: which entries NCMEC's lists withdraw ("tombstones").
//
// A member's entry may stand in one file and its deletion in another, given before or
// after it, so those of all lists of a build are collected before the first row is
// taken. Held in memory, about 120 bytes for each, at most kMostDeletions of them
// (half a gigabyte). Filled by one thread, then safe to read from any.
#ifndef WINNOW_HASHSETS_LISTS_NCMEC_DELETIONS_H_
#define WINNOW_HASHSETS_LISTS_NCMEC_DELETIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "hashsets/lists/list_source.h"

namespace winnow {

class NcmecDeletions {
 public:
  static constexpr std::size_t kMostDeletions = 4'000'000;

  // `time`: microseconds since 1970 UTC. Of several deletions of an entry the latest
  // counts. False if there are too many.
  [[nodiscard]] bool add(std::string_view member, std::string_view id,
                         std::int64_t time);
  // Whether an entry is withdrawn: it has been deleted, and not sent again since. One
  // that does not say its time cannot be newer.
  [[nodiscard]] bool withdrawn(std::string_view member, std::string_view id,
                               std::optional<std::int64_t> time) const;
  [[nodiscard]] std::size_t size() const { return times_.size(); }

 private:
  std::unordered_map<std::string, std::int64_t> times_;
};

// Adds the deletions of one list; faults as of import_ncmec().
[[nodiscard]] Result<void> collect_ncmec_deletions(ListSource& source,
                                                   NcmecDeletions& deletions);

// "2017-10-24T15:00:00Z", with or without a fraction and an offset from UTC, in
// microseconds since 1970; nothing if it is anything else.
[[nodiscard]] std::optional<std::int64_t> parse_ncmec_time(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_NCMEC_DELETIONS_H_
