#include "base/text.h"

#include <cstddef>

namespace winnow {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// Length of the well-formed UTF-8 sequence at `i` (Unicode 15, table 3-7), 0 if none.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned lead = byte_at(text, i);
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (length == 0 || length > text.size() - i) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    const unsigned b = byte_at(text, i + k);
    if (b < low || b > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

bool is_control(std::string_view text, std::size_t i, std::size_t length) {
  const unsigned lead = byte_at(text, i);
  if (length == 1) return lead < 0x20 || lead == 0x7F;
  return length == 2 && lead == 0xC2 && byte_at(text, i + 1) < 0xA0;  // C1 controls
}

// Where the printable ASCII that begins at `i` ends: as good as every name is nothing
// else, and inventories have millions of them.
std::size_t skip_plain(std::string_view text, std::size_t i) {
  while (i < text.size() && byte_at(text, i) - 0x20 < 0x5F) ++i;
  return i;
}

}  // namespace

std::string printable_utf8(std::string_view raw) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t plain = skip_plain(raw, 0);
  std::string text(raw.substr(0, plain));
  for (std::size_t i = plain; i < raw.size();) {
    const std::size_t length = sequence_length(raw, i);
    if (length > 0 && !is_control(raw, i, length)) {
      text.append(raw, i, length);
      i += length;
      continue;
    }
    for (std::size_t k = 0; k < (length == 0 ? 1 : length); ++k, ++i) {
      text += "\\x";
      text += kDigits[byte_at(raw, i) >> 4];
      text += kDigits[byte_at(raw, i) & 15];
    }
  }
  return text;
}

bool is_printable_utf8(std::string_view text) {
  for (std::size_t i = skip_plain(text, 0); i < text.size(); i = skip_plain(text, i)) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0 || is_control(text, i, length)) return false;
    i += length;
  }
  return true;
}

std::string grouped(unsigned long long number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

}  // namespace winnow
