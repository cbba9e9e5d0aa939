// Files written into the text of a message.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_UUENCODE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_UUENCODE_H_

#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct UuFile {
  std::string name;  // as stored
  std::vector<std::byte> bytes;
};

// The files in a text, by uuencode (POSIX.1-2017): from "begin MODE NAME" to "end", or
// as far as the lines are of its form.
[[nodiscard]] std::vector<UuFile> uuencoded_files(Bytes text);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_UUENCODE_H_
