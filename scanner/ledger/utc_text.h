// Moments as ISO 8601 text in UTC, and back. No locale, no time zone of the machine.
#ifndef WINNOW_SCANNER_LEDGER_UTC_TEXT_H_
#define WINNOW_SCANNER_LEDGER_UTC_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/wire/records.h"

namespace winnow {

// "2024-05-31T08:09:10Z", with a fraction of nine digits if there is one. Nothing for a
// moment outside the years 1 to 9999: a damaged time stamp is left out, not invented.
[[nodiscard]] std::optional<std::string> utc_text(const Instant& instant);

// Seconds since 1970 of "2024-05-31" or "2024-05-31T08:09:10Z" (a fraction is dropped);
// nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_utc(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_UTC_TEXT_H_
