// Text of the evidence made fit for XML 1.0.
#ifndef WINNOW_DRIVERS_EXCHANGE_XML_TEXT_H_
#define WINNOW_DRIVERS_EXCHANGE_XML_TEXT_H_

#include <string>
#include <string_view>

namespace winnow {

// For the content of an element and for an attribute in double quotes. Markup is
// escaped; what XML has no character for, control characters and bytes that are not
// UTF-8 stand as \xHH, as everywhere else.
[[nodiscard]] std::string xml_text(std::string_view raw);

// "<name>text</name>" and a newline.
[[nodiscard]] std::string xml_element(std::string_view name, std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_XML_TEXT_H_
