// Lists of PDQ hashes, one a line, in the four shapes that are in use:
//
//   HEX64 [ "," anything ]
//   "hash=" HEX64 *( "," name "=" value )      norm, delta, quality, filename
//   frame "," quality "," HEX64 "," seconds    vPDQ, a frame of a video
//   HEX64 "," quality "," seconds              the same, as its compact form has it
//
// The first says nowhere that it is one: 64 digits are a SHA-256 in every other list,
// with a name behind them or without, so it is taken for this only where
// BuildRequest::format says "pdq". Where a row states a quality below 50 it is left
// out, as the reference does when it compares.
#include <charconv>
#include <string>

#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

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
    if (!number || *number > kHighestPdqQuality) return RowReason::bad_field;
    if (*number < kLowestPdqQuality) return RowReason::low_quality;
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

// The two shapes of vPDQ, which nothing else looks like; nothing for another line.
std::optional<std::variant<RowReason, PdqHash>> parse_frame(std::string_view line) {
  const std::string_view first = trimmed(cut_field(line));
  const bool compact = is_pdq_digits(first);
  if (!compact && !whole_number(first)) return {};
  const std::string_view quality = trimmed(cut_field(line));
  const std::string_view hex = compact ? first : trimmed(cut_field(line));
  const bool whole = is_seconds(trimmed(line)) && is_pdq_digits(hex);
  if (compact && (!whole || !whole_number(quality))) return {};
  if (!whole && is_pdq_digits(hex)) return RowReason::bad_field;
  return parse_value(hex, quality);
}

std::variant<RowReason, PdqHash> parse_row(std::string_view line) {
  line = trimmed(line);
  if (line.substr(0, kHash.size()) == kHash) return parse_named(line);
  if (line.find(',') != std::string_view::npos) {
    if (const auto frame = parse_frame(line)) return *frame;
  }
  return parse_value(trimmed(cut_field(line)));
}

// Whether a line can be nothing but a row of such a list.
bool is_pdq_line(std::string_view line) {
  line = trimmed(line);
  std::optional<std::variant<RowReason, PdqHash>> row;
  if (line.substr(0, kHash.size()) == kHash) {
    row = parse_named(line);
  } else if (line.find(',') != std::string_view::npos) {
    row = parse_frame(line);
  }
  if (!row) return false;
  const auto* reason = std::get_if<RowReason>(&*row);
  return reason == nullptr || *reason == RowReason::low_quality;
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
