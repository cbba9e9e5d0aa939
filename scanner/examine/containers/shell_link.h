// Shell links of Windows (.lnk): what they lead to.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_SHELL_LINK_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_SHELL_LINK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace winnow {

struct ShellLink {
  std::string target;  // the path of the file, as Windows writes it; may be empty
  std::string volume_label;
  std::optional<std::uint32_t> volume_serial;
  std::uint64_t target_bytes = 0;  // its size when the link was made; the low 32 bits
};

// Format: [MS-SHLLINK]. Takes the path from the link's information, else the relative
// path. Nothing if it is no link. Text of a code page is taken as Windows-1252.
[[nodiscard]] std::optional<ShellLink> parse_shell_link(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_SHELL_LINK_H_
