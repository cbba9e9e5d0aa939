// What the words of a hint (Finding::hint) say of hiding. By parts of the words, so
// that rules of names that a force brings (supervise/name_rules.h) are understood as
// the shipped ones are.
#ifndef WINNOW_SCANNER_RANK_HINT_WORDS_H_
#define WINNOW_SCANNER_RANK_HINT_WORDS_H_

#include <string_view>

namespace winnow {

// "encrypted container", "encrypted file": there may be content that no scan saw.
[[nodiscard]] bool suggests_encrypted_content(std::string_view hint);
// Wiping, hiding or encrypting, the above among it: an anti-forensic trace.
[[nodiscard]] bool suggests_hiding(std::string_view hint);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_HINT_WORDS_H_
