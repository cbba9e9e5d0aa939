// Which format a hash list has, told by its content and never by its name.
#ifndef WINNOW_HASHSETS_DETECT_H_
#define WINNOW_HASHSETS_DETECT_H_

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

enum class ListFormat : std::uint8_t {
  sum_list,
  bsd_list,
  bare_hex,
  hashdeep,
  csv,
  vics,
  hashlookup,
  stix,
};

struct DetectedList {
  ListFormat format = ListFormat::sum_list;
  std::string name;  // for people and the import record: "sha1sum", "hashdeep", "csv"
};

// `head` is the beginning of the list (LineReader::head), `path` is for faults. A file
// that is something else is a fault which says what it seems to be and which lists are
// taken.
[[nodiscard]] Result<DetectedList> detect_list(Bytes head, const std::string& path);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_DETECT_H_
