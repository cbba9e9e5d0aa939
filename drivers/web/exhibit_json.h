// One exhibit with all that is known of it, and what it shares with others, as the page
// reads them. Pure functions; each gives one document of JSON.
#ifndef WINNOW_DRIVERS_WEB_EXHIBIT_JSON_H_
#define WINNOW_DRIVERS_WEB_EXHIBIT_JSON_H_

#include <cstdint>
#include <string>

#include "drivers/web/case_snapshot.h"

namespace winnow {

// `row` is the exhibit's row of the board.
[[nodiscard]] std::string exhibit_json(const CaseSnapshot& snapshot,
                                       const RankedExhibit& exhibit,
                                       const std::string& row);
// Contents that it shares, a page of them; of the whole case if `ref` is "".
[[nodiscard]] std::string links_page_json(const CaseSnapshot& snapshot,
                                          const std::string& ref, std::uint64_t offset,
                                          std::uint64_t limit);
// The questions of an intake, in the order in which they are asked.
[[nodiscard]] std::string intake_fields_json();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_EXHIBIT_JSON_H_
