#include "drivers/report/html_text.h"

namespace winnow {

std::string html_text(std::string_view text) {
  std::string html;
  for (const char c : visible_text(text)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string css_string(std::string_view text) {
  std::string css = "\"";
  const std::string visible = visible_text(text);
  for (std::size_t i = 0; i < visible.size();) {
    const Character character = character_at(visible, i);
    const char32_t point = character.point;
    const bool is_plain = (point >= '0' && point <= '9') || point == ' ' ||
                          (point >= 'A' && point <= 'Z') ||
                          (point >= 'a' && point <= 'z');
    css += is_plain ? std::string(1, static_cast<char>(point))
                    : "\\" + hex_digits(point) + " ";
    i += character.length;
  }
  return css + "\"";
}

std::string cut_short(std::string_view text, std::size_t most) {
  const std::string visible = visible_text(text);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < visible.size(); ++characters) {
    if (characters == most) return visible.substr(0, i) + "\u2026";
    i += character_at(visible, i).length;
  }
  return visible;
}

}  // namespace winnow
