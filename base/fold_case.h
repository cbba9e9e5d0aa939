// Names compared without regard to capital letters.
#ifndef WINNOW_BASE_FOLD_CASE_H_
#define WINNOW_BASE_FOLD_CASE_H_

#include <string>
#include <string_view>

namespace winnow {

// `text`, which is valid UTF-8, with its capital letters made small, one for one, as
// the simple case folding of Unicode 15 has it for the Latin, Greek, Cyrillic, Armenian
// and full-width letters; all else stays. Letters composed of several code points are
// not joined: the same name composed otherwise is another name.
[[nodiscard]] std::string fold_case(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_BASE_FOLD_CASE_H_
