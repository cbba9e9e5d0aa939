// The board of a case, and its rows, as the page reads them. Pure functions; each gives
// one document of JSON.
#ifndef WINNOW_DRIVERS_WEB_BOARD_JSON_H_
#define WINNOW_DRIVERS_WEB_BOARD_JSON_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drivers/selftest/selftest_record.h"
#include "drivers/web/case_snapshot.h"

namespace winnow {

// What is other than a viewer saw it last, by exhibit.
using ChangesByRef = std::map<std::string, std::vector<std::string>>;

// `scanning`: what the server itself scans now, besides what grows.
[[nodiscard]] std::string row_json(const CaseSnapshot& snapshot,
                                   const RankedExhibit& exhibit,
                                   const std::string& scanning,
                                   const std::vector<std::string>& changes);
[[nodiscard]] std::string board_json(const CaseSnapshot& snapshot,
                                     const std::string& scanning,
                                     const ChangesByRef& changes);

using LastSelftest = Result<std::optional<SelftestRecord>>;
// The case as a whole: what stands under and beside every answer. A record of the
// self-test that cannot be read is a remark.
[[nodiscard]] std::string case_json(const CaseSnapshot& snapshot,
                                    const std::string& case_path,
                                    const LastSelftest& selftest, bool is_practice);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_BOARD_JSON_H_
