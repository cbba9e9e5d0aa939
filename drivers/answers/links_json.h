// Links between exhibits as JSON.
#ifndef WINNOW_DRIVERS_ANSWERS_LINKS_JSON_H_
#define WINNOW_DRIVERS_ANSWERS_LINKS_JSON_H_

#include <string>

#include "drivers/store/content_links.h"

namespace winnow {

// One line without its end: {"digest":{"sha256":"..."},"kind":"picture",
// "standing":"unknown","exhibits":[{"exhibit":"a","path":"/...","places":1},...]}
[[nodiscard]] std::string link_json(const ContentLink& link);
}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_LINKS_JSON_H_
