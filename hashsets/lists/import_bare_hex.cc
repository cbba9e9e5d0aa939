// Digests alone, one a line, upper or lower case:
//
//   row = HEX [ blank note ]
//
// The length names the algorithm, so one list may hold several. What follows a blank is
// some person's note and no reason to lose the digest.
#include "hashsets/lists/list_import.h"

namespace winnow {

PlainRow parse_bare_row(std::string_view line) {
  if (auto usual = parse_usual_row(line)) return *std::move(usual);
  const std::string_view text = trimmed(line);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  return PlainRow{digest_of_word(word), word.size() == text.size() ? word.size() : 0};
}

Result<void> import_bare_hex(LineReader& lines, RowSink& sink) {
  return import_plain_list(lines, sink, parse_bare_row);
}

}  // namespace winnow
