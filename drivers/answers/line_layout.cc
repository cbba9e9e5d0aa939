#include "drivers/answers/line_layout.h"

#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace winnow {
namespace {

constexpr std::string_view kBefore = ": ";
constexpr std::string_view kCommand = ": winnow ";
constexpr char kGoesOn = '\\';

// What one place of a text holds: a letter, or a colour, which takes no column.
struct Glyph {
  std::string_view bytes;
  std::size_t columns = 1;
  char32_t letter = 0;
};

// The widths of letters are the C library's, which asks the thread's locale.
class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(shared())) {}
  ~Utf8Locale() { ::uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  static locale_t shared() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
    return utf8;
  }
  locale_t before_;
};

std::size_t length_of_colour(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find('m');
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t length_of_letter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

char32_t decoded(std::string_view letter) {
  const auto lead = static_cast<unsigned char>(letter.front());
  if (letter.size() == 1) return lead;
  char32_t value = lead & (0xFFu >> (letter.size() + 1));
  for (const char c : letter.substr(1)) {
    value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  return value;
}

Glyph glyph_at(std::string_view text) {
  if (const std::size_t colour = length_of_colour(text); colour > 0) {
    return {text.substr(0, colour), 0, 0};
  }
  Glyph glyph{text.substr(0, length_of_letter(text)), 1, 0};
  glyph.letter = decoded(glyph.bytes);
  if (glyph.letter < 0x80) return glyph;
  const int columns = ::wcwidth(static_cast<wchar_t>(glyph.letter));
  if (columns >= 0) glyph.columns = static_cast<std::size_t>(columns);
  return glyph;
}

// A run of letters without a space, or a command.
struct Word {
  std::string_view bytes;
  std::size_t columns = 0;
  std::size_t gap = 0;  // spaces before it
  bool stays_whole = false;
};

std::size_t measured(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Glyph glyph = glyph_at(text.substr(i));
    columns += glyph.columns;
    i += glyph.bytes.size();
  }
  return columns;
}

std::vector<Word> words_of(std::string_view line) {
  const std::size_t found = line.rfind(kCommand);
  const std::size_t command =
      found == std::string_view::npos ? line.size() : found + kBefore.size();
  std::vector<Word> words;
  std::size_t i = 0;
  while (i < line.size()) {
    const std::size_t begin = std::min(line.find_first_not_of(' ', i), line.size());
    if (begin == line.size()) break;
    const bool is_command = begin == command;
    const std::size_t end =
        is_command ? line.size() : std::min(line.find(' ', begin), line.size());
    const std::string_view bytes = line.substr(begin, end - begin);
    words.push_back({bytes, measured(bytes), begin - i, is_command});
    i = end;
  }
  return words;
}

// Lines as they grow.
class Lines {
 public:
  Lines(std::size_t columns, std::size_t further_in)
      : columns_(columns), further_in_(further_in) {}

  void add(const Word& word) {
    const bool is_first = all_.size() == 1 && used_ == 0;
    if (is_first || used_ + word.gap + word.columns <= columns_) {
      append(std::string(word.gap, ' '), word.gap);
      if (used_ + word.columns <= columns_ || word.stays_whole) {
        append(word.bytes, word.columns);
      } else {
        break_up(word.bytes);
      }
      return;
    }
    // Of a long one some is shown where it belongs, if there is room for it.
    const std::size_t room = columns_ - std::min(columns_, used_ + word.gap);
    const bool is_long = word.columns > columns_ - further_in_ && !word.stays_whole;
    if (is_long && room >= kFewestColumns) {
      append(std::string(word.gap, ' '), word.gap);
    } else {
      go_on_below();
    }
    if (is_long) {
      break_up(word.bytes);
    } else {
      append(word.bytes, word.columns);
    }
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(all_); }

 private:
  void append(std::string_view bytes, std::size_t columns) {
    all_.back() += bytes;
    used_ += columns;
  }
  void go_on_below() {
    all_.emplace_back(further_in_, ' ');
    used_ = further_in_;
  }
  // Behind a "/" if one comes late enough, so that names stay whole.
  void break_up(std::string_view word) {
    while (used_ + measured(word) > columns_) {
      const std::size_t room = columns_ - std::min(columns_, used_ + 1);
      std::size_t end = 0;
      std::size_t behind_slash = 0;
      std::size_t taken = 0;
      while (end < word.size()) {
        const Glyph glyph = glyph_at(word.substr(end));
        if (taken + glyph.columns > room) break;
        taken += glyph.columns;
        end += glyph.bytes.size();
        if (glyph.letter == U'/' && taken >= room / 2) behind_slash = end;
      }
      if (behind_slash > 0) end = behind_slash;
      if (end == 0) end = glyph_at(word).bytes.size();  // wider than the room itself
      all_.back() += word.substr(0, end);
      all_.back() += kGoesOn;
      word.remove_prefix(end);
      go_on_below();
    }
    append(word, measured(word));
  }

  std::size_t columns_;
  std::size_t further_in_;
  std::size_t used_ = 0;
  std::vector<std::string> all_ = {""};
};

// Behind a mark ("+120  reason", "  1  exhibit"), or else two columns in.
std::size_t further_in_of(std::string_view line, std::size_t columns) {
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == std::string_view::npos) return 0;
  const std::size_t gap = line.find("  ", begin);
  if (gap != std::string_view::npos) {
    const std::size_t text = line.find_first_not_of(' ', gap);
    const std::size_t in =
        text == std::string_view::npos ? 0 : measured(line.substr(0, text));
    if (in > 0 && in <= columns / 3) return in;
  }
  return std::min(begin + 2, columns / 4);
}

bool turns_direction(char32_t letter) {
  return letter == 0x061C || letter == 0x200E || letter == 0x200F ||
         (letter >= 0x2028 && letter <= 0x202E) ||
         (letter >= 0x2066 && letter <= 0x2069);
}

std::string with_directions_shown(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size();) {
    const Glyph glyph = glyph_at(text.substr(i));
    i += glyph.bytes.size();
    if (!turns_direction(glyph.letter)) {
      shown += glyph.bytes;
      continue;
    }
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x",
                  static_cast<unsigned>(glyph.letter));
    shown += code.data();
  }
  return shown;
}

std::size_t usable(std::size_t columns) {
  return std::max(columns, kFewestColumns);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  const Utf8Locale utf8;
  return measured(text);
}

std::vector<std::string> broken_line(std::string_view line, std::size_t columns,
                                     std::size_t further_in) {
  const Utf8Locale utf8;
  if (measured(line) <= columns) return {std::string(line)};
  Lines lines(std::max<std::size_t>(columns, 2), std::min(further_in, columns / 2));
  for (const Word& word : words_of(line)) lines.add(word);
  return lines.take();
}

std::string fitted(std::string_view text, std::size_t columns) {
  const Utf8Locale utf8;
  const std::string shown = with_directions_shown(text);
  const std::string_view all = shown;
  std::string result;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t end = std::min(all.find('\n', i), all.size());
    const std::string_view line = all.substr(i, end - i);
    const char* between = "";
    for (const std::string& one :
         broken_line(line, usable(columns), further_in_of(line, usable(columns)))) {
      result += between + one;
      between = "\n";
    }
    if (end < all.size()) result += '\n';
    i = end + 1;
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t columns) {
  const Utf8Locale utf8;
  constexpr std::string_view kLeftOut = "..";
  const std::size_t all = measured(text);
  if (all <= columns) return std::string(text);
  const std::size_t kept = columns - std::min(columns, kLeftOut.size());
  const std::size_t head = kept / 2;
  const std::size_t tail_begin = all - (kept - head);
  std::string result;
  std::string tail;
  std::size_t place = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Glyph glyph = glyph_at(text.substr(i));
    if (place + glyph.columns <= head) result += glyph.bytes;
    if (place >= tail_begin) tail += glyph.bytes;
    place += glyph.columns;
    i += glyph.bytes.size();
  }
  return result + std::string(kLeftOut.substr(0, columns)) + tail;
}

}  // namespace winnow
