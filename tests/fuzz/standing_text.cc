#include "tests/fuzz/standing_text.h"

#include <charconv>
#include <cstdint>

namespace winnow {
namespace {

constexpr std::size_t kSmallestPage = 512;
constexpr std::size_t kOverflowHead = 4;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The character of a number; what is none of ASCII is no digit of a digest.
char ascii(std::uint32_t number) {
  return number < 128 ? lower(static_cast<char>(number)) : '?';
}

std::uint32_t number_of(std::string_view digits, int base) {
  std::uint32_t number = UINT32_MAX;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  return number;
}

// Where the markup that begins at `from` ends: behind its `>`, which does not count
// inside quotation marks.
std::size_t tag_end(std::string_view text, std::size_t from) {
  char quote = '\0';
  for (std::size_t i = from; i < text.size(); ++i) {
    if (quote != '\0') {
      if (text[i] == quote) quote = '\0';
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t behind(std::string_view text, std::string_view mark, std::size_t from) {
  const std::size_t found = text.find(mark, from);
  return found == std::string_view::npos ? text.size() : found + mark.size();
}

// Whether an overflow page begins with `value`.
bool continues(std::string_view file, std::string_view value) {
  for (std::size_t page = kSmallestPage; page + kOverflowHead < file.size();
       page += kSmallestPage) {
    const std::string_view piece = file.substr(page + kOverflowHead);
    if (piece.substr(0, value.size()) == value) return true;
  }
  return false;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = lower(c);
  return all;
}

std::string folded_json(std::string_view text) {
  std::string all;
  all.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      all += lower(text[i]);
    } else if (text[++i] == 'u') {
      all += ascii(number_of(text.substr(i + 1, 4), 16));
      i += 4;
    } else {
      all += lower(text[i]);
    }
  }
  return all;
}

std::string folded_xml(std::string_view text) {
  std::string all;
  all.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.substr(0, 4) == "<!--") {
      i = behind(text, "-->", i + 4);
    } else if (rest.substr(0, 9) == "<![CDATA[") {
      const std::size_t end = behind(text, "]]>", i + 9);
      all += folded(text.substr(i + 9, end - i - 9));
      if (all.size() >= 3 && all.substr(all.size() - 3) == "]]>") {
        all.resize(all.size() - 3);
      }
      i = end;
    } else if (rest.substr(0, 2) == "<?") {
      i = behind(text, "?>", i + 2);
    } else if (rest.front() == '<') {
      i = tag_end(text, i);
    } else if (rest.substr(0, 2) == "&#") {
      const std::size_t end = behind(text, ";", i);
      const std::string_view digits = text.substr(i + 2, end - i - 3);
      all += digits.substr(0, 1) == "x" ? ascii(number_of(digits.substr(1), 16))
                                        : ascii(number_of(digits, 10));
      i = end;
    } else {
      all += lower(rest.front());
      ++i;
    }
  }
  return all;
}

TextLines lines_of(std::string_view text) {
  TextLines all;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    all.terminated = end != std::string_view::npos;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(all.terminated ? end + 1 : text.size());
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    all.lines.push_back(line);
  }
  return all;
}

bool stands_in_database(std::string_view file, std::string_view value) {
  if (file.find(value) != std::string_view::npos) return true;
  for (std::size_t cut = 1; cut < value.size(); ++cut) {
    if (file.find(value.substr(0, cut)) == std::string_view::npos) return false;
    if (continues(file, value.substr(cut))) return true;
  }
  return false;
}

}  // namespace winnow
