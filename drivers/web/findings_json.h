// Findings and problems a page at a time, out of a snapshot. Pure functions.
#ifndef WINNOW_DRIVERS_WEB_FINDINGS_JSON_H_
#define WINNOW_DRIVERS_WEB_FINDINGS_JSON_H_

#include <cstdint>
#include <string>

#include "drivers/web/case_snapshot.h"

namespace winnow {

inline constexpr std::uint64_t kMostItemsAPage = 200;

struct FindingsAsked {
  std::string ref;   // "" for the whole case
  std::string kind;  // "exact", ...; "" for all
  // Stands in the path, the set's name or the category's label, capital letters of
  // ASCII or not; or is the beginning of a digest, of eight digits or more. "" for all;
  // no zero byte.
  std::string words;
  std::uint64_t offset = 0;
  std::uint64_t limit = kMostItemsAPage;
};
// {"total":N,"items":[...]}: by exhibit, then in the order of each.
[[nodiscard]] std::string findings_page_json(const CaseSnapshot& snapshot,
                                             const FindingsAsked& asked);
// The same of an exhibit's problems, the volumes that were not examined first.
[[nodiscard]] std::string problems_page_json(const CaseSnapshot& snapshot,
                                             const std::string& ref,
                                             std::uint64_t offset, std::uint64_t limit);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_FINDINGS_JSON_H_
