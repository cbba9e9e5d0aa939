// The name a member has in an archive.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_NAMES_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_NAMES_H_

#include <string>
#include <string_view>

namespace winnow {

// The path (member_path()) of a stored name. What is not UTF-8 in a zip is taken for
// code page 437, as its specification has it (APPNOTE 6.3.10, D.1); elsewhere the bytes
// are shown as they are.
[[nodiscard]] std::string archive_path(std::string_view stored, bool is_zip);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_NAMES_H_
