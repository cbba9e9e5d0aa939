// Digests alone, one a line, upper or lower case, or with a name behind them:
//
//   row = HEX [ ( blank / "," / ";" ) note ]
//
// The length names the algorithm, so one list may hold several. The note is a name or
// some person's remark and no reason to lose the digest; but where another digest
// stands in it, what belongs to what is for a header to say, and the row is refused.
#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::string_view kSeparators = " \t,;";

bool holds_a_digest(std::string_view note) {
  while (!note.empty()) {
    const std::size_t end = note.find_first_of(kSeparators);
    if (parse_digest(note.substr(0, end))) return true;
    note.remove_prefix(end == std::string_view::npos ? note.size() : end + 1);
  }
  return false;
}

}  // namespace

PlainRow parse_bare_row(std::string_view line) {
  if (auto usual = parse_usual_row(line)) return *std::move(usual);
  const std::string_view text = trimmed(line);
  const std::string_view word = text.substr(0, text.find_first_of(kSeparators));
  if (word.size() == text.size()) return PlainRow{digest_of_word(word), word.size()};
  const bool in_columns = text[word.size()] == ',' || text[word.size()] == ';';
  if (in_columns && holds_a_digest(text.substr(word.size()))) return PlainRow{};
  return PlainRow{digest_of_word(word), 0};
}

Result<void> import_bare_hex(LineReader& lines, RowSink& sink) {
  return import_plain_list(lines, sink, parse_bare_row);
}

}  // namespace winnow
