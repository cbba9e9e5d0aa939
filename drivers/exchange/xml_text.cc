#include "drivers/exchange/xml_text.h"

#include "base/text.h"

namespace winnow {

std::string xml_text(std::string_view raw) {
  const std::string printable = printable_utf8(raw);
  std::string text;
  for (std::size_t i = 0; i < printable.size(); ++i) {
    const char c = printable[i];
    // U+FFFE and U+FFFF are UTF-8, but no characters of XML.
    const std::string_view three = std::string_view(printable).substr(i, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      text += three == "\xEF\xBF\xBE" ? "\\xef\\xbf\\xbe" : "\\xef\\xbf\\xbf";
      i += 2;
    } else if (c == '&') {
      text += "&amp;";
    } else if (c == '<') {
      text += "&lt;";
    } else if (c == '>') {
      text += "&gt;";
    } else if (c == '"') {
      text += "&quot;";
    } else {
      text += c;
    }
  }
  return text;
}

std::string xml_element(std::string_view name, std::string_view text) {
  std::string element = "<";
  element += name;
  element += '>';
  element += xml_text(text);
  element += "</";
  element += name;
  return element + ">\n";
}

}  // namespace winnow
