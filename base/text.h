// Text from evidence made fit for JSON, terminals and databases.
#ifndef WINNOW_BASE_TEXT_H_
#define WINNOW_BASE_TEXT_H_

#include <string>
#include <string_view>

namespace winnow {

// Valid UTF-8 for any bytes: what is valid stays as it is; each byte that is not, and
// each control character, becomes \xHH, so that names of a device can neither break a
// document nor steer a terminal. The same bytes always give the same text.
[[nodiscard]] std::string printable_utf8(std::string_view raw);

// Whether the text is one that printable_utf8() would leave as it is.
[[nodiscard]] bool is_printable_utf8(std::string_view text);

// A whole number with thousands separated by commas, for people.
[[nodiscard]] std::string grouped(unsigned long long number);

}  // namespace winnow

#endif  // WINNOW_BASE_TEXT_H_
