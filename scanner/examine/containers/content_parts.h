// Parts of a content, as the openers take them out, and text as Windows writes it.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTENT_PARTS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTENT_PARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/content/content.h"

namespace winnow {

// All bytes of the part, which the caller holds to a cap. A fault of
// FaultKind::truncated where the content ends before the part does; then nothing has
// been set aside for it.
[[nodiscard]] Result<std::vector<std::byte>> read_part(Content& content,
                                                       std::uint64_t offset,
                                                       std::uint64_t length);
// The same, as far as there are bytes.
[[nodiscard]] Result<std::vector<std::byte>> read_up_to(Content& content,
                                                        std::uint64_t offset,
                                                        std::uint64_t length);

// UTF-8 of UTF-16, low byte first, up to its first zero. Half of a pair becomes U+FFFD.
[[nodiscard]] std::string utf8_of_utf16(Bytes text);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTENT_PARTS_H_
