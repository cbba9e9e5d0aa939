#include "hashsets/lists/list_import.h"

#include <charconv>
#include <string>
#include <utility>

#include "base/text_pieces.h"

namespace winnow {
namespace {

// Of the digest of a row that has one.
std::size_t digits_of(const PlainRow& row) {
  const auto* digest = std::get_if<Digest>(&row.what);
  return digest == nullptr ? row.bare_digits : 2 * digest_length(digest->algorithm);
}

}  // namespace

const char* to_string(RowReason reason) {
  switch (reason) {
    case RowReason::not_a_digest:
      return "not a hexadecimal digest of the right length";
    case RowReason::too_long:
      return "line too long";
    case RowReason::columns_missing:
      return "fewer columns than the header";
    case RowReason::columns_extra:
      return "more columns than the header";
    case RowReason::quotes:
      return "text after a closing quotation mark";
    case RowReason::contradiction:
      return "one digest is of an empty file, another is not";
    case RowReason::no_digest:
      return "no digest in the row";
    case RowReason::unused_algorithm:
      return "algorithm not used";
    case RowReason::unused_value:
      return "with a value that is not compared: of another algorithm, such as MD4 or "
             "SHA-512, or a PDQ hash of a plain picture";
    case RowReason::not_json:
      return "not JSON";
    case RowReason::not_an_object:
      return "not a JSON object";
    case RowReason::two_values:
      return "two different values for the same field";
    case RowReason::bad_category:
      return "category is not a whole number";
    case RowReason::pattern_not_simple:
      return "pattern is not a plain list of file digests joined by OR";
    case RowReason::revoked:
      return "revoked by its publisher";
    case RowReason::low_quality:
      return "PDQ hash of a quality below 50, which is not compared";
    case RowReason::withdrawn:
      return "withdrawn by its publisher";
    case RowReason::bad_field:
      return "a field that the entry needs is missing or not readable";
  }
  return "unknown";
}

bool is_malformed(RowReason reason) {
  switch (reason) {
    case RowReason::no_digest:
    case RowReason::unused_algorithm:
    case RowReason::unused_value:
    case RowReason::pattern_not_simple:
    case RowReason::revoked:
    case RowReason::low_quality:
    case RowReason::withdrawn:
      return false;
    default:
      return true;
  }
}

Fault truncated_list(const LineReader& lines, std::uint64_t line_number) {
  return Fault{
      FaultKind::truncated,
      "truncated at line " + std::to_string(line_number) +
          ": the list ends in the middle of a row; nothing was imported, get a "
          "whole copy of it (if it is whole, end its last line)",
      lines.place(line_number), std::nullopt};
}

Result<void> reject_row(const LineReader& lines, RowSink& sink, RowReason reason,
                        const ListLine& line) {
  const bool could_be_cut = is_malformed(reason) || reason == RowReason::no_digest;
  if (!line.terminated && could_be_cut) return truncated_list(lines, line.number);
  sink.reject(reason, line);
  return {};
}

std::optional<PdqHash> parse_pdq(std::string_view hex) {
  const auto digits = parse_digest(hex);  // as long as a SHA-256
  if (!digits || digits->bytes().size() != sizeof(PdqHash::value)) return {};
  if (hex.find_first_not_of(hex.front()) == std::string_view::npos) return {};
  return PdqHash{digits->value};
}

std::optional<std::uint64_t> parse_size(std::string_view word) {
  std::uint64_t size = 0;
  const char* end = word.data() + word.size();
  const auto parsed = std::from_chars(word.data(), end, size);
  if (word.empty() || parsed.ec != std::errc() || parsed.ptr != end) return {};
  if (size > std::uint64_t{1} << 63) return {};
  return size;
}

bool is_blank_or_comment(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.empty() || text.front() == '#';
}

std::variant<RowReason, Digest> digest_of_word(std::string_view word) {
  if (const auto digest = parse_digest(word)) return *digest;
  // SHA-224, SHA-384 and SHA-512: digests, but not ones that a scan computes.
  const bool other = word.size() == 56 || word.size() == 96 || word.size() == 128;
  if (other && is_hex(word)) return RowReason::unused_algorithm;
  return RowReason::not_a_digest;
}

std::optional<PlainRow> parse_usual_row(std::string_view line) {
  for (const Algorithm algorithm : kAlgorithms) {
    const std::size_t digits = 2 * digest_length(algorithm);
    if (line.size() <= digits) return {};
    if (line[digits] != ' ') continue;
    if (line.back() == ' ' || line.back() == '\t') return {};
    const auto digest = parse_digest(line.substr(0, digits));
    if (!digest) return {};
    return PlainRow{*digest, 0, {}};
  }
  return {};
}

Result<void> import_plain_list(LineReader& lines, RowSink& sink, PlainParser parse) {
  // The digits that every row so far had, 0 if they differ.
  std::optional<std::size_t> usual_digits;
  ListLine line;
  for (;;) {
    if (!lines.next_at_hand(line)) {
      const auto next = lines.next();
      if (!next) return next.error();
      if (!*next) return {};
      line = **next;
    }
    if (is_blank_or_comment(line.text)) continue;
    if (line.cut) {
      sink.reject(RowReason::too_long, line);
      continue;
    }
    const PlainRow row = parse(line.text);
    const auto* reason = std::get_if<RowReason>(&row.what);
    if (reason != nullptr && is_malformed(*reason)) {
      if (auto done = reject_row(lines, sink, *reason, line); !done) return done;
      continue;
    }
    const std::size_t digits = digits_of(row);
    if (!line.terminated && row.bare_digits > 0 && digits < usual_digits.value_or(0)) {
      return truncated_list(lines, line.number);
    }
    usual_digits = usual_digits.value_or(digits) == digits ? digits : 0;
    if (reason != nullptr) {
      sink.reject(*reason, line);
      continue;
    }
    ListRow list_row;
    list_row.digests.set(std::get<Digest>(row.what));
    list_row.size = row.size;
    sink.take(list_row, line);
  }
}

}  // namespace winnow
