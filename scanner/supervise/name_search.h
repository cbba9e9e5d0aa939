// What the names of an inventory hint at, by rules: after the inventory, from its paths
// alone, so that it is the same whatever was read, and by how many threads.
//
// Of a rule of files every file that it fits is named; of a rule of folders each
// folder, the outermost of those that lie in each other, by its first file that is not
// deleted or, where all are, its first: thousands of files below a folder say no more
// than one. A folder without a file is in no inventory. kMostNames are named of each
// rule, in the order of the inventory; the others are counted.
#ifndef WINNOW_SCANNER_SUPERVISE_NAME_SEARCH_H_
#define WINNOW_SCANNER_SUPERVISE_NAME_SEARCH_H_

#include <cstddef>
#include <string_view>

#include "scanner/ledger/file_table.h"
#include "scanner/supervise/name_rules.h"
#include "scanner/wire/messages.h"

namespace winnow {

inline constexpr std::size_t kMostNames = 100;

// Whether one part of a path fits one part of a pattern, both folded. Takes no longer
// than the product of their lengths.
[[nodiscard]] bool fits(std::string_view pattern, std::string_view name);

// In time linear in the files.
[[nodiscard]] NamesMet search_names(const FileTable& files, const NameRules& rules);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_NAME_SEARCH_H_
