// Digests of files that the values of a database or the text of a record name.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_NAMED_DIGESTS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_NAMED_DIGESTS_H_

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"

namespace winnow {

// A text that is nothing but the digits of MD5, SHA-1 or SHA-256; names of the kind
// "urn:sha1:" (32 digits of base 32, or hexadecimal), "urn:bitprint:", "urn:md5:" and
// "urn:sha256:" anywhere in it; in a URL, digits of such a length that stand alone.
// Left out: what names something else than a file's digest, such as "urn:btih:", the
// MD4 of eDonkey, and a column of a name that says so.
[[nodiscard]] std::vector<Digest> digests_in_text(std::string_view text,
                                                  std::string_view column);

// Bytes of the length of a digest in a column whose name speaks of digests.
[[nodiscard]] std::vector<Digest> digests_in_blob(Bytes bytes, std::string_view column);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_NAMED_DIGESTS_H_
