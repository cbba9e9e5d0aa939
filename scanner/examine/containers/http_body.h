// The bodies of answers that a browser keeps: their names and their codings.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_HTTP_BODY_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_HTTP_BODY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/examine/containers/container.h"

namespace winnow {

enum class BodyCoding : std::uint8_t {
  none,  // or one that is left as it is
  gzip,  // and "deflate", with or without the head of zlib
  brotli,
};

// From the lines of an answer's head, which CR, LF or zero bytes end; the field's name
// in either case. More codings than one, and any but these, are left as they are.
[[nodiscard]] BodyCoding coding_of(std::string_view head);

// A member's path from the key under which a browser keeps an answer: host and path of
// the URL in it, the query too, no fragment; cut where it is very long.
[[nodiscard]] std::string name_of_url(std::string_view key);

// The body as it was before it was coded. `raw` outlives it. A fault where the coding
// is broken or breaks off. A body that does not begin as gzip or zlib says is handed
// out as it is.
[[nodiscard]] std::unique_ptr<MemberBytes> decoded_body(BodyCoding coding,
                                                        MemberBytes& raw);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_HTTP_BODY_H_
