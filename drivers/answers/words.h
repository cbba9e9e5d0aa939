// Words that every answer uses, on a terminal, a page and paper alike. Pure functions.
#ifndef WINNOW_DRIVERS_ANSWERS_WORDS_H_
#define WINNOW_DRIVERS_ANSWERS_WORDS_H_

#include <cstdint>
#include <set>
#include <string>

#include "drivers/store/audit_log.h"

namespace winnow {

// "3.2 GiB", "512 bytes".
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
// "1 file", "2 files", "3 entries".
[[nodiscard]] std::string counted_text(std::uint64_t count, const std::string& noun);

// What stands beside an exhibit in which no listed file was met, always.
inline constexpr char kNoMatchWords[] =
    "new, altered or encrypted material may be present, and this does not mean that a "
    "child is safe";
// What stands under every answer: what triage cannot say, and what of the exhibits was
// not looked at (never_examined()). Lines, without the last one's end.
[[nodiscard]] std::string limits_words(const std::set<std::string>& unseen);

// "Audit log: 12 events, head 12:3fa4...; note it down outside the case", a whole line.
[[nodiscard]] std::string audit_head_line(const AuditHead& head);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_WORDS_H_
