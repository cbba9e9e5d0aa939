#include "drivers/report/html_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "base/text.h"

namespace winnow {
namespace {

struct Character {
  char32_t point = 0;
  std::size_t length = 1;  // bytes
};

// Of valid UTF-8.
Character character_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[k]));
  };
  const char32_t lead = byte(i);
  std::size_t length = 1;
  if (lead >= 0xC0) length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (length == 1) return {lead, 1};
  char32_t point = lead & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) point = point << 6 | (byte(i + k) & 0x3F);
  return {point, length};
}

struct Range {
  char32_t first;
  char32_t last;
};
// Marks of direction and embedding, joiners, line and paragraph ends, invisible
// operators, the byte order mark, interlinear marks, tags, and what is no character.
constexpr std::array kSteering = {
    Range{0xAD, 0xAD},     Range{0x61C, 0x61C},     Range{0x180E, 0x180E},
    Range{0x200B, 0x200F}, Range{0x2028, 0x202E},   Range{0x2060, 0x206F},
    Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB},   Range{0xFDD0, 0xFDEF},
    Range{0xFFFE, 0xFFFF}, Range{0xE0000, 0xE0FFF}, Range{0x10FFFE, 0x10FFFF}};

bool steers(char32_t point) {
  for (const Range& range : kSteering) {
    if (point >= range.first && point <= range.last) return true;
  }
  return false;
}

std::string hex_of(char32_t point, const char* format) {
  std::array<char, 16> digits{};
  const int length =
      std::snprintf(digits.data(), digits.size(), format, static_cast<unsigned>(point));
  return {digits.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::string visible_text(std::string_view text) {
  const std::string printable = printable_utf8(text);
  std::string visible;
  visible.reserve(printable.size());
  for (std::size_t i = 0; i < printable.size();) {
    const Character character = character_at(printable, i);
    if (steers(character.point)) {
      visible += hex_of(character.point, "\\u{%x}");
    } else {
      visible.append(printable, i, character.length);
    }
    i += character.length;
  }
  return visible;
}

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
    css += is_plain ? std::string(1, static_cast<char>(point)) : hex_of(point, "\\%x ");
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
