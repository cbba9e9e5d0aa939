// How much of a file a set knows by its head and blocks, for `hashset check`.
#ifndef WINNOW_DRIVERS_CLI_BLOCK_CHECK_H_
#define WINNOW_DRIVERS_CLI_BLOCK_CHECK_H_

#include <string>

#include "base/result.h"
#include "hashsets/hash_set.h"

namespace winnow {

// "; its head is listed, 3 of 5 blocks are"; "" if the set was not learned.
[[nodiscard]] Result<std::string> block_check_text(const HashSet& set,
                                                   const std::string& path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_BLOCK_CHECK_H_
