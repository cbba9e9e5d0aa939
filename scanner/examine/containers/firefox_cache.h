// Entries of Firefox's cache2, which no magic number marks.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_FIREFOX_CACHE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_FIREFOX_CACHE_H_

#include "scanner/examine/content/content.h"

namespace winnow {

// Whether the content ends as such an entry must. Reads its last four bytes, and what
// these point to only if it can be.
[[nodiscard]] bool is_firefox_cache_entry(Content& content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_FIREFOX_CACHE_H_
