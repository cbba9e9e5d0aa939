// Which members of a RAR 5 archive are encrypted: libarchive 3.6 does not say, and
// takes what is encrypted for damaged.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_RAR5_ENCRYPTION_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_RAR5_ENCRYPTION_H_

#include <cstdint>
#include <set>
#include <string>

#include "scanner/examine/content/content.h"

namespace winnow {

// The number at `at`, of seven bits a byte, the lowest first, and `at` behind it; 0 if
// it does not end.
[[nodiscard]] std::uint64_t rar_number(Bytes bytes, std::size_t& at);

// The stored names of the encrypted members, by the format's description ("RAR 5.0
// archive format", rarlab.com/technote.htm); of what begins with its signature, else
// none. Looks at up to so many blocks.
[[nodiscard]] std::set<std::string> rar5_encrypted_names(Content& content,
                                                         std::uint64_t most_blocks);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_RAR5_ENCRYPTION_H_
