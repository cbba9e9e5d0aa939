// What a Bloom filter of digests can answer: "surely not listed" or "perhaps", and
// nothing else. It is never a set and never makes a match.
#ifndef WINNOW_DRIVERS_CLI_FILTER_ANSWERS_H_
#define WINNOW_DRIVERS_CLI_FILTER_ANSWERS_H_

#include <optional>
#include <string>

#include "base/digest.h"
#include "base/result.h"
#include "hashsets/lists/bloom_file.h"

namespace winnow {

// Nothing if the file is something else.
[[nodiscard]] Result<std::optional<BloomFile>> open_filter(const std::string& path);

[[nodiscard]] std::string filter_info_text(const BloomFile& filter,
                                           const std::string& path);
[[nodiscard]] std::string filter_info_json(const BloomFile& filter);
// One line on a value and what is known of its digests.
[[nodiscard]] std::string filter_look_up(const BloomFile& filter,
                                         const std::string& path,
                                         const std::string& value,
                                         const Digests& digests);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_FILTER_ANSWERS_H_
