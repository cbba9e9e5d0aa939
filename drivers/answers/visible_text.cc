#include "drivers/answers/visible_text.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace winnow {
namespace {

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

}  // namespace

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

std::string hex_digits(char32_t point) {
  std::array<char, 16> digits{};
  const int length =
      std::snprintf(digits.data(), digits.size(), "%x", static_cast<unsigned>(point));
  return {digits.data(), static_cast<std::size_t>(length)};
}

std::string visible_text(std::string_view text) {
  const std::string printable = printable_utf8(text);
  std::string visible;
  visible.reserve(printable.size());
  for (std::size_t i = 0; i < printable.size();) {
    const Character character = character_at(printable, i);
    if (steers(character.point)) {
      visible += "\\u{" + hex_digits(character.point) + "}";
    } else {
      visible.append(printable, i, character.length);
    }
    i += character.length;
  }
  return visible;
}

}  // namespace winnow
