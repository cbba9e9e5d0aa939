// What a set holds, as one line of JSON.
#ifndef WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_
#define WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_

#include <string>

#include "hashsets/hash_set.h"

namespace winnow {

[[nodiscard]] std::string set_info_json(const HashSet& set, SizeRule size_rule);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_INFO_JSON_H_
