#include "scanner/examine/containers/archive_names.h"

#include <algorithm>

#include "base/text.h"
#include "scanner/examine/containers/member_gate.h"

namespace winnow {
namespace {

// Code page 437 from 0x80 on.
constexpr std::u16string_view kCodePage437 =
    u"\u00C7\u00FC\u00E9\u00E2\u00E4\u00E0\u00E5\u00E7"
    u"\u00EA\u00EB\u00E8\u00EF\u00EE\u00EC\u00C4\u00C5"
    u"\u00C9\u00E6\u00C6\u00F4\u00F6\u00F2\u00FB\u00F9"
    u"\u00FF\u00D6\u00DC\u00A2\u00A3\u00A5\u20A7\u0192"
    u"\u00E1\u00ED\u00F3\u00FA\u00F1\u00D1\u00AA\u00BA"
    u"\u00BF\u2310\u00AC\u00BD\u00BC\u00A1\u00AB\u00BB"
    u"\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556"
    u"\u2555\u2563\u2551\u2557\u255D\u255C\u255B\u2510"
    u"\u2514\u2534\u252C\u251C\u2500\u253C\u255E\u255F"
    u"\u255A\u2554\u2569\u2566\u2560\u2550\u256C\u2567"
    u"\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256B"
    u"\u256A\u2518\u250C\u2588\u2584\u258C\u2590\u2580"
    u"\u03B1\u00DF\u0393\u03C0\u03A3\u03C3\u00B5\u03C4"
    u"\u03A6\u0398\u03A9\u03B4\u221E\u03C6\u03B5\u2229"
    u"\u2261\u00B1\u2265\u2264\u2320\u2321\u00F7\u2248"
    u"\u00B0\u2219\u00B7\u221A\u207F\u00B2\u25A0\u00A0";
static_assert(kCodePage437.size() == 128);

// All of the code page lies below U+10000 and, from 0x80 on, above U+007F.
void append_utf8(std::string& text, char16_t c) {
  const auto value = static_cast<unsigned>(c);
  if (value < 0x800) {
    text += static_cast<char>(0xC0 | value >> 6);
  } else {
    text += static_cast<char>(0xE0 | value >> 12);
    text += static_cast<char>(0x80 | (value >> 6 & 0x3F));
  }
  text += static_cast<char>(0x80 | (value & 0x3F));
}

std::string from_code_page(std::string_view raw) {
  std::string text;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      append_utf8(text, kCodePage437[byte - 0x80u]);
    }
  }
  return text;
}

bool is_utf8(std::string_view raw) {
  std::string without_controls(raw);
  std::erase_if(without_controls, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  return is_printable_utf8(without_controls);
}

}  // namespace

std::string archive_path(std::string_view stored, bool is_zip) {
  return member_path(is_zip && !is_utf8(stored) ? from_code_page(stored)
                                                : std::string(stored));
}

}  // namespace winnow
