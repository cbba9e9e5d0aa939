// Lists as md5sum, sha1sum and sha256sum write them, and md5deep with sizes.
//
//   row   = [ "\" ] [ spaces size spaces ] HEX blank [ " " / "*" ] name
//
// (GNU coreutils manual, "md5sum invocation"; md5deep's `-z`.) A leading backslash says
// that line feeds and backslashes in the name are escaped; "*" says that the file was
// read in binary mode. The name is not kept: a set knows contents, not places. A row
// without a name is taken as well, since its digest says all that counts.
#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

std::string_view first_word(std::string_view text) {
  // Not find_first_of: that calls memchr for each character.
  std::size_t length = 0;
  while (length < text.size() && text[length] != ' ' && text[length] != '\t') ++length;
  return text.substr(0, length);
}

}  // namespace

PlainRow parse_sum_row(std::string_view line) {
  if (auto usual = parse_usual_row(line)) return *std::move(usual);
  if (!line.empty() && line.front() == '\\') line.remove_prefix(1);
  std::string_view text = trimmed(line);
  std::string_view word = first_word(text);
  // No size has 32 digits, so a number that long is a digest.
  std::optional<std::uint64_t> size;
  if (word.size() < 2 * digest_length(Algorithm::md5)) size = parse_size(word);
  if (size) {
    text = trimmed(text.substr(word.size()));
    word = first_word(text);
  }
  return PlainRow{digest_of_word(word), word.size() == text.size() ? word.size() : 0,
                  size};
}

Result<void> import_sum_list(LineReader& lines, RowSink& sink) {
  return import_plain_list(lines, sink, parse_sum_row);
}

}  // namespace winnow
