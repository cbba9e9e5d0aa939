#include "scanner/examine/containers/uuencode.h"

#include <algorithm>
#include <optional>

namespace winnow {
namespace {

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// "begin 644 photo.jpg"; nothing if the line is none of these.
std::optional<std::string> begun_name(std::string_view line) {
  constexpr std::string_view kBegin = "begin ";
  if (line.substr(0, kBegin.size()) != kBegin) return std::nullopt;
  line.remove_prefix(kBegin.size());
  const std::size_t digits = std::min(line.find_first_not_of("01234567"), line.size());
  if (digits < 3 || digits > 4 || digits >= line.size() || line[digits] != ' ') {
    return std::nullopt;
  }
  return std::string(line.substr(digits + 1));
}

// Six bits; a character left out at the end of a line is a space.
unsigned six_bits(std::string_view line, std::size_t at) {
  return at < line.size() ? (static_cast<unsigned char>(line[at]) - 0x20u) & 0x3F : 0;
}

bool is_of_form(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(),
                                      [](char c) { return c >= 0x20 && c <= 0x60; });
}

// Whether the line was one of data.
bool append_line(std::string_view line, std::vector<std::byte>& bytes) {
  if (!is_of_form(line)) return false;
  const std::size_t length = six_bits(line, 0);
  if (length == 0 || line.size() > 2 + (length + 2) / 3 * 4) return false;
  for (std::size_t done = 0; done < length; done += 3) {
    const std::size_t at = 1 + done / 3 * 4;
    const unsigned group = six_bits(line, at) << 18 | six_bits(line, at + 1) << 12 |
                           six_bits(line, at + 2) << 6 | six_bits(line, at + 3);
    for (std::size_t i = 0; i < std::min<std::size_t>(3, length - done); ++i) {
      bytes.push_back(static_cast<std::byte>(group >> (16 - 8 * i)));
    }
  }
  return true;
}

}  // namespace

std::vector<UuFile> uuencoded_files(Bytes bytes) {
  std::vector<UuFile> files;
  std::string_view text = text_of(bytes);
  while (!text.empty()) {
    const auto name = begun_name(next_line(text));
    if (!name) continue;
    UuFile file{*name, {}};
    while (!text.empty()) {
      std::string_view rest = text;
      if (!append_line(next_line(rest), file.bytes)) break;
      text = rest;
    }
    if (!file.bytes.empty()) files.push_back(std::move(file));
  }
  return files;
}

}  // namespace winnow
