// What somebody who misspelt a word may have meant.
#ifndef WINNOW_DRIVERS_CLI_NEAR_WORDS_H_
#define WINNOW_DRIVERS_CLI_NEAR_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// The word of `known` that is nearest to `word`, the first of equals; "" if none is
// within a third of its letters (added, left out, changed, or two swapped).
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& known);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_NEAR_WORDS_H_
