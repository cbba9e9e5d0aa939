// Lists as the BSD tools, `md5sum --tag` and `openssl dgst` write them:
//
//   row   = [ "\" ] ALGORITHM [ " " ] "(" name ")" [ " " ] "= " HEX
//
// The name may hold ") = " itself, so the last one counts. The algorithm is spelled
// SHA256, SHA-256 or SHA2-256; the digest must have its length.
#include <string>

#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

// The letters and digits of a name, in lower case.
std::string plain_word(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  return plain;
}

// Whether `hex` is a digest of an algorithm that a scan does not compute. The commonest
// have their length, so that one that was cut off shows.
bool is_other_digest(std::string_view word, std::string_view hex) {
  if (word == "sha224") return hex.size() == 56 && is_hex(hex);
  if (word == "sha384") return hex.size() == 96 && is_hex(hex);
  if (word == "sha512") return hex.size() == 128 && is_hex(hex);
  return !word.empty() && is_hex(hex);
}

}  // namespace

PlainRow parse_bsd_row(std::string_view line) {
  if (!line.empty() && line.front() == '\\') line.remove_prefix(1);
  const std::size_t open = line.find('(');
  std::size_t close = line.rfind(") = ");
  std::size_t separator = 4;
  if (close == std::string_view::npos) {
    close = line.rfind(")= ");
    separator = 3;
  }
  if (open == std::string_view::npos || close == std::string_view::npos ||
      close < open) {
    return PlainRow{};
  }
  const std::string word = plain_word(line.substr(0, open));
  const std::string_view hex = trimmed(line.substr(close + separator));
  const auto algorithm = word == "sha2256" ? Algorithm::sha256 : parse_algorithm(word);
  if (!algorithm) {
    return PlainRow{is_other_digest(word, hex) ? RowReason::unused_algorithm
                                               : RowReason::not_a_digest};
  }
  const auto digest = parse_digest(hex);
  if (!digest || digest->algorithm != *algorithm) return PlainRow{};
  return PlainRow{*digest};
}

Result<void> import_bsd_list(LineReader& lines, RowSink& sink) {
  return import_plain_list(lines, sink, parse_bsd_row);
}

}  // namespace winnow
