// The index that The Sleuth Kit's hfind makes of a list (`-md5.idx`, `-sha1.idx`),
// which may be passed on without the list:
//
//   index  = 41*"0" "|" type LF [ 40*"0" "1|" name LF ] *row
//   row    = HEX "|" 16*DIGIT LF    the digits are the place in the list; same length
//                                   throughout
//
// A copy that was cut between two rows cannot be told from a whole one.
#include <algorithm>

#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::size_t kHeaderKey = 41;
constexpr std::size_t kOffsetDigits = 16;

bool is_header(std::string_view line, char last) {
  if (line.size() < kHeaderKey + 1 || line[kHeaderKey] != '|') return false;
  const std::string_view zeros = line.substr(0, kHeaderKey - 1);
  return line[kHeaderKey - 1] == last &&
         zeros.find_first_not_of('0') == std::string_view::npos;
}

std::variant<RowReason, Digest> parse_row(std::string_view line,
                                          std::optional<Algorithm>& algorithm) {
  if (line.size() <= kOffsetDigits + 1) return RowReason::not_a_digest;
  const std::string_view offset = line.substr(line.size() - kOffsetDigits);
  const std::string_view key = line.substr(0, line.size() - kOffsetDigits - 1);
  if (line[key.size()] != '|' ||
      offset.find_first_not_of("0123456789") != std::string_view::npos) {
    return RowReason::not_a_digest;
  }
  const auto digest = parse_digest(key);
  if (!digest || digest->algorithm != algorithm.value_or(digest->algorithm)) {
    return RowReason::not_a_digest;
  }
  algorithm = digest->algorithm;
  return *digest;
}

}  // namespace

bool looks_like_hfind_index(Bytes head) {
  const std::string_view text = text_of(head);
  return is_header(text.substr(0, text.find('\n')), '0');
}

Result<void> import_hfind_index(ListSource& source, const ImportOptions& /*options*/,
                                RowSink& sink) {
  LineReader lines(source);
  std::optional<Algorithm> algorithm;
  for (;;) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return {};
    const ListLine& line = **next;
    // Rows end with a line end, so one without it was cut, wherever that fell.
    if (!line.terminated) return truncated_list(lines, line.number);
    if (line.number == 1 && !is_header(line.text, '0')) {
      return Fault{FaultKind::malformed, "does not begin as an index of hfind's",
                   lines.place(line.number), std::nullopt};
    }
    if (line.number == 1 || (line.number == 2 && is_header(line.text, '1'))) continue;
    const auto row = parse_row(line.text, algorithm);
    if (const auto* reason = std::get_if<RowReason>(&row)) {
      sink.reject(line.cut ? RowReason::too_long : *reason, line);
      continue;
    }
    ListRow list_row;
    list_row.digests.set(std::get<Digest>(row));
    sink.take(list_row, line);
  }
}

}  // namespace winnow
