// Which hash list a JSON file is, told by the keys at its beginning.
#ifndef WINNOW_HASHSETS_LISTS_JSON_KEYS_H_
#define WINNOW_HASHSETS_LISTS_JSON_KEYS_H_

#include <cstdint>

#include "base/bytes.h"

namespace winnow {

enum class JsonList : std::uint8_t { none, vics, hashlookup, stix };

// `head` may end anywhere; with a byte order mark or without.
[[nodiscard]] JsonList json_list_of(Bytes head);

// "odata.metadata" or "@odata.context" at the top, or "value" with entries that have
// the keys of a media or a case.
[[nodiscard]] bool looks_like_vics(Bytes head);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_JSON_KEYS_H_
