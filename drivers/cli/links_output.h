// Links between exhibits in words.
#ifndef WINNOW_DRIVERS_CLI_LINKS_OUTPUT_H_
#define WINNOW_DRIVERS_CLI_LINKS_OUTPUT_H_

#include <string>
#include <vector>

#include "drivers/store/content_links.h"

namespace winnow {

// Whole lines.
[[nodiscard]] std::string link_text(const ContentLink& link);
// What exhibits share, two by two, and what a link does not say.
[[nodiscard]] std::string links_summary_text(const std::vector<ContentLink>& links);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_LINKS_OUTPUT_H_
