// Which format a hash list has, told by its content and never by its name.
#ifndef WINNOW_HASHSETS_LISTS_DETECT_H_
#define WINNOW_HASHSETS_LISTS_DETECT_H_

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/lists/list_source.h"

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
  sqlite,  // one of the next two, which only its tables tell: see detect_source()
  rds_sqlite,
  kdb,
  hfind_index,
  encase_hash,
  ilook_v1,
  ncmec,
  pdq_list,
};

struct DetectedList {
  ListFormat format = ListFormat::sum_list;
  std::string name;  // for people and the import record: "sha1sum", "hashdeep", "csv"
};

// `head` is the beginning of the list (LineReader::head), `path` is for faults. A file
// that is something else is a fault which says what it seems to be and which lists are
// taken.
[[nodiscard]] Result<DetectedList> detect_list(Bytes head, const std::string& path);
// The same by all that the source can be asked without taking from it.
[[nodiscard]] Result<DetectedList> detect_source(ListSource& source);
// The format an operator named because content does not tell it: "pdq". Usage if there
// is no such name.
[[nodiscard]] Result<DetectedList> format_named(const std::string& name);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_DETECT_H_
