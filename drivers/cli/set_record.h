// The import record of a set, taken apart for showing.
#ifndef WINNOW_DRIVERS_CLI_SET_RECORD_H_
#define WINNOW_DRIVERS_CLI_SET_RECORD_H_

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>

#include "hashsets/hash_set.h"

namespace winnow {

// Null if it is not JSON, or nested so deeply that taking it apart is a danger: the
// record came out of a file that anybody may have made.
[[nodiscard]] rapidjson::Document record_of(const HashSet& set);

// When the set was released, in seconds since 1970; else when the oldest of its lists
// was, if all say so; else when it was imported. Nothing where nobody said any of
// these.
[[nodiscard]] std::optional<std::int64_t> date_of(const HashSet& set);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_RECORD_H_
