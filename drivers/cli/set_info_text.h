// What a set holds and where it is from, in lines for people.
#ifndef WINNOW_DRIVERS_CLI_SET_INFO_TEXT_H_
#define WINNOW_DRIVERS_CLI_SET_INFO_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hashsets/building/build.h"
#include "hashsets/hash_set.h"

namespace winnow {

[[nodiscard]] std::string set_info_text(
    const HashSet& set, SizeRule size_rule,
    std::optional<std::uint32_t> probative_share_ppm);

// What contradicts what in a set just built: for each kind how often, and the first of
// them, at most `most_shown`.
[[nodiscard]] std::vector<std::string> contradiction_lines(const BuildReport& report,
                                                           std::size_t most_shown);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_INFO_TEXT_H_
