#include "base/fold_case.h"

#include <array>
#include <cstdint>

namespace winnow {
namespace {

// Capitals from `first` to `last`; the small letter of each is `distance` further on.
// `step` is 2 where capital and small letters take turns.
struct Capitals {
  std::uint32_t first;
  std::uint32_t last;
  std::int32_t distance;
  std::uint32_t step;
};

// CaseFolding.txt of Unicode 15, status C and S. In rising order.
constexpr std::array kCapitals = {
    Capitals{0xC0, 0xD6, 32, 1},     Capitals{0xD8, 0xDE, 32, 1},
    Capitals{0x100, 0x12E, 1, 2},    Capitals{0x132, 0x136, 1, 2},
    Capitals{0x139, 0x147, 1, 2},    Capitals{0x14A, 0x176, 1, 2},
    Capitals{0x178, 0x178, -121, 1}, Capitals{0x179, 0x17D, 1, 2},
    Capitals{0x1A0, 0x1A4, 1, 2},    Capitals{0x1AF, 0x1AF, 1, 1},
    Capitals{0x1CD, 0x1DB, 1, 2},    Capitals{0x1DE, 0x1EE, 1, 2},
    Capitals{0x1F8, 0x21E, 1, 2},    Capitals{0x222, 0x232, 1, 2},
    Capitals{0x386, 0x386, 38, 1},   Capitals{0x388, 0x38A, 37, 1},
    Capitals{0x38C, 0x38C, 64, 1},   Capitals{0x38E, 0x38F, 63, 1},
    Capitals{0x391, 0x3A1, 32, 1},   Capitals{0x3A3, 0x3AB, 32, 1},
    Capitals{0x3C2, 0x3C2, 1, 1},    Capitals{0x400, 0x40F, 80, 1},
    Capitals{0x410, 0x42F, 32, 1},   Capitals{0x460, 0x480, 1, 2},
    Capitals{0x48A, 0x4BE, 1, 2},    Capitals{0x4C0, 0x4C0, 15, 1},
    Capitals{0x4C1, 0x4CD, 1, 2},    Capitals{0x4D0, 0x52E, 1, 2},
    Capitals{0x531, 0x556, 48, 1},   Capitals{0x1E00, 0x1E94, 1, 2},
    Capitals{0x1EA0, 0x1EFE, 1, 2},  Capitals{0xFF21, 0xFF3A, 32, 1},
};

std::uint32_t folded(std::uint32_t letter) {
  for (const Capitals& capitals : kCapitals) {
    if (letter < capitals.first) return letter;
    if (letter > capitals.last) continue;
    if ((letter - capitals.first) % capitals.step != 0) return letter;
    return letter + static_cast<std::uint32_t>(capitals.distance);
  }
  return letter;
}

std::uint32_t bits_of(char c, unsigned mask) {
  return static_cast<unsigned char>(c) & mask;
}

bool is_further(char c) {
  return bits_of(c, 0xC0) == 0x80;
}

// Only letters of two and three bytes have others in kCapitals, and of as many bytes.
void fold_two(std::string_view letter, std::string& out) {
  const std::uint32_t small =
      folded(bits_of(letter[0], 0x1F) << 6 | bits_of(letter[1], 0x3F));
  out += static_cast<char>(0xC0 | small >> 6);
  out += static_cast<char>(0x80 | (small & 0x3F));
}

void fold_three(std::string_view letter, std::string& out) {
  const std::uint32_t small =
      folded(bits_of(letter[0], 0x0F) << 12 | bits_of(letter[1], 0x3F) << 6 |
             bits_of(letter[2], 0x3F));
  out += static_cast<char>(0xE0 | small >> 12);
  out += static_cast<char>(0x80 | (small >> 6 & 0x3F));
  out += static_cast<char>(0x80 | (small & 0x3F));
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (bits_of(c, 0xE0) == 0xC0 && rest.size() >= 2 && is_further(rest[1])) {
      fold_two(rest, out);
      i += 2;
    } else if (bits_of(c, 0xF0) == 0xE0 && rest.size() >= 3 && is_further(rest[1]) &&
               is_further(rest[2])) {
      fold_three(rest, out);
      i += 3;
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      ++i;
    }
  }
  return out;
}

}  // namespace winnow
