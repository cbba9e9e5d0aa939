// Lists of PDQ hashes, one a line, in the three shapes that are in use:
//
//   HEX64 [ "," anything ]
//   "hash=" HEX64 *( "," name "=" value )      norm, delta, quality, filename
//   frame "," quality "," HEX64 "," seconds    vPDQ, a frame of a video
//
// 64 digits alone on a line are a PDQ hash in a list of this format and a SHA-256
// everywhere else: a list that has nothing but them is taken for SHA-256, unless
// BuildRequest::format says "pdq". Where a row states a quality below 50 it is left
// out, as the reference does when it compares.
#include <charconv>
#include <string>

#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr int kLowestQuality = 50;
constexpr int kHighestQuality = 100;
constexpr std::size_t kDigits = 64;
constexpr std::string_view kHash = "hash=";
constexpr std::string_view kQuality = "quality=";

std::optional<std::uint32_t> whole_number(std::string_view word) {
  if (word.size() > 9) return {};  // 64 zeros are a hash
  std::uint32_t number = 0;
  const char* end = word.data() + word.size();
  const auto parsed = std::from_chars(word.data(), end, number);
  if (word.empty() || parsed.ec != std::errc() || parsed.ptr != end) return {};
  return number;
}

std::string_view cut_field(std::string_view& text) {
  const std::size_t comma = text.find(',');
  const std::string_view field = text.substr(0, comma);
  text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  return field;
}

// "12.345": written with three places, so that one cut short is seen.
bool is_seconds(std::string_view word) {
  const std::size_t point = word.find('.');
  return point != std::string_view::npos && word.size() == point + 4 &&
         whole_number(word.substr(0, point)) && whole_number(word.substr(point + 1));
}

bool is_pdq_digits(std::string_view word) {
  return word.size() == kDigits && is_hex(word);
}

std::variant<RowReason, PdqHash> parse_value(
    std::string_view hex, std::optional<std::string_view> quality = {}) {
  if (!is_pdq_digits(hex)) return RowReason::not_a_digest;
  if (quality) {
    const auto number = whole_number(*quality);
    if (!number || *number > kHighestQuality) return RowReason::bad_field;
    if (*number < kLowestQuality) return RowReason::low_quality;
  }
  const auto pdq = parse_pdq(hex);
  if (!pdq) return RowReason::not_a_digest;
  return *pdq;
}

std::variant<RowReason, PdqHash> parse_named(std::string_view line) {
  const std::string_view hex = cut_field(line).substr(kHash.size());
  std::optional<std::string_view> quality;
  // A file's name comes last and may hold anything.
  while (!line.empty() && line.substr(0, 9) != "filename=") {
    const std::string_view field = cut_field(line);
    if (field.substr(0, kQuality.size()) == kQuality) {
      quality = trimmed(field.substr(kQuality.size()));
    }
  }
  return parse_value(trimmed(hex), quality);
}

std::variant<RowReason, PdqHash> parse_row(std::string_view line) {
  line = trimmed(line);
  if (line.substr(0, kHash.size()) == kHash) return parse_named(line);
  const std::string_view first = trimmed(cut_field(line));
  if (!whole_number(first) || line.empty()) return parse_value(first);
  const std::string_view quality = trimmed(cut_field(line));
  const std::string_view hex = trimmed(cut_field(line));
  if (!is_seconds(trimmed(line))) return RowReason::bad_field;
  return parse_value(hex, quality);
}

// Whether a line can be nothing but a row of such a list.
bool is_pdq_line(std::string_view line) {
  line = trimmed(line);
  if (line.find(',') == std::string_view::npos && line.substr(0, 5) != kHash) {
    return false;
  }
  const auto row = parse_row(line);
  const auto* reason = std::get_if<RowReason>(&row);
  if (reason == nullptr || *reason == RowReason::low_quality) return true;
  // Flat: 64 digits all alike.
  return is_pdq_digits(trimmed(line.substr(0, line.find(','))));
}

}  // namespace

bool looks_like_pdq_list(Bytes head) {
  std::string_view text = text_of(head);
  std::size_t pdq = 0;
  std::size_t others = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (is_blank_or_comment(line)) continue;
    ++(is_pdq_line(line) ? pdq : others);
  }
  return pdq > others;
}

Result<void> import_pdq_list(ListSource& source, const ImportOptions& /*options*/,
                             RowSink& sink) {
  LineReader lines(source);
  for (;;) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return {};
    const ListLine& line = **next;
    if (is_blank_or_comment(line.text)) continue;
    std::variant<RowReason, PdqHash> value = RowReason::too_long;
    if (!line.cut) value = parse_row(line.text);
    if (const auto* reason = std::get_if<RowReason>(&value)) {
      // "quality=8" may be the beginning of "quality=80".
      if (!line.terminated && *reason == RowReason::low_quality) {
        return truncated_list(lines, line.number);
      }
      if (auto rejected = reject_row(lines, sink, *reason, line); !rejected) {
        return rejected;
      }
      continue;
    }
    ListRow row;
    row.pdq = std::get<PdqHash>(value);
    sink.take(row, line);
  }
}

}  // namespace winnow
