// iLook lists of version 1, CSV with this header, whose second column says what the
// first holds:
//
//   V1Hash,HashType,SetDescription,FileName,FilePath,FileSize
#include <string>

#include "base/text_pieces.h"
#include "hashsets/lists/csv_columns.h"
#include "hashsets/lists/csv_reader.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::size_t kColumns = 6;
constexpr std::size_t kSizeColumn = 5;

bool is_header(const std::vector<std::string_view>& names) {
  return names.size() >= 2 && plain_column_name(names[0]) == "v1hash" &&
         plain_column_name(names[1]) == "hashtype";
}

std::string_view without_mark(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? text.substr(3) : text;
}

std::variant<RowReason, ListRow> parse_row(
    const std::vector<std::string_view>& fields) {
  if (fields.size() < kColumns) return RowReason::columns_missing;
  if (fields.size() > kColumns) return RowReason::columns_extra;
  const std::string_view value = trimmed(fields[0]);
  if (value.empty()) return RowReason::no_digest;
  const auto algorithm = parse_algorithm(plain_column_name(fields[1]));
  if (!algorithm) return RowReason::unused_algorithm;
  const auto digest = parse_digest(value);
  if (!digest || digest->algorithm != *algorithm) return RowReason::not_a_digest;
  ListRow row;
  row.digests.set(*digest);
  row.size = parse_size(trimmed(fields[kSizeColumn]));
  return row;
}

}  // namespace

bool looks_like_ilook_v1(Bytes head) {
  const std::string_view text = without_mark(text_of(head));
  std::string_view line = text.substr(0, text.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  CsvSplitter splitter(',');
  splitter.start();
  return splitter.split(line) && is_header(splitter.fields());
}

Result<void> import_ilook_v1(ListSource& source, const ImportOptions& /*options*/,
                             RowSink& sink) {
  LineReader lines(source);
  CsvReader records(lines, ',');
  bool header = true;
  for (;;) {
    const auto more = records.next();
    if (!more) return more.error();
    if (!*more) return {};
    const ListLine& line = records.line();
    if (header) {
      header = false;
      if (!line.cut && is_header(records.fields())) continue;
      return Fault{FaultKind::malformed, "does not begin as an iLook list of version 1",
                   lines.place(line.number), std::nullopt};
    }
    std::variant<RowReason, ListRow> row = RowReason::too_long;
    if (records.has_stray_text()) row = RowReason::quotes;
    if (!line.cut && !records.has_stray_text()) row = parse_row(records.fields());
    if (const auto* reason = std::get_if<RowReason>(&row)) {
      if (auto rejected = reject_row(lines, sink, *reason, line); !rejected) {
        return rejected;
      }
      continue;
    }
    sink.take(std::get<ListRow>(row), line);
  }
}

}  // namespace winnow
