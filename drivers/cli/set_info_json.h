// What a set holds, as one line of JSON.
#ifndef WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_
#define WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_

#include <cstdint>
#include <optional>
#include <string>

#include "hashsets/hash_set.h"

namespace winnow {

// The first 122 bits of the id as a UUID of version 8 (RFC 9562), for programs that
// know sets by such a name. `id` has 64 hexadecimal digits.
[[nodiscard]] std::string set_uuid(const std::string& id);
[[nodiscard]] std::string set_info_json(
    const HashSet& set, SizeRule size_rule,
    std::optional<std::uint32_t> probative_share_ppm);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_
