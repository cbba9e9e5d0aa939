// CSV lists with a header (RFC 4180): every column named after a digest is taken, the
// category as a code if it is a whole number and as a label if not. Lines that begin
// with
// '#' before the header (Get-FileHash writes one) are skipped.
#include <array>
#include <charconv>
#include <string>

#include "base/text_pieces.h"
#include "hashsets/lists/csv_columns.h"
#include "hashsets/lists/csv_reader.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

using Fields = std::vector<std::string_view>;

// How databases and people write "nothing" into a cell.
bool is_nothing(std::string_view cell) {
  return cell.empty() || cell == "-" || cell == "null" || cell == "NULL" ||
         cell == "(null)";
}

bool any_value(const Fields& fields, const std::vector<std::size_t>& columns) {
  for (const std::size_t i : columns) {
    if (!is_nothing(trimmed(fields[i]))) return true;
  }
  return false;
}

// Why a PDQ hash is not compared, if its quality says so.
std::optional<RowReason> poor_quality(const Fields& fields, const CsvColumns& columns) {
  if (!columns.quality) return {};
  const std::string_view cell = trimmed(fields[*columns.quality]);
  if (is_nothing(cell)) return {};
  const auto quality = parse_size(cell);
  if (!quality || *quality > kHighestPdqQuality) return RowReason::bad_field;
  if (*quality < kLowestPdqQuality) return RowReason::low_quality;
  return {};
}

// `left_out` is set if a value of the row is not used and the row is.
std::variant<RowReason, ListRow> parse_values(const Fields& fields,
                                              const CsvColumns& columns,
                                              bool& left_out) {
  if (fields.size() < columns.count) return RowReason::columns_missing;
  for (std::size_t i = columns.count; i < fields.size(); ++i) {
    if (!trimmed(fields[i]).empty()) return RowReason::columns_extra;
  }
  ListRow row;
  bool any = false;
  bool other = any_value(fields, columns.unused);
  for (const CsvColumns::DigestColumn& column : columns.digests) {
    const std::string_view cell = trimmed(fields[column.index]);
    if (is_nothing(cell)) continue;
    const auto value = digest_of_word(cell);
    if (const auto* digest = std::get_if<Digest>(&value)) {
      if (column.algorithm && digest->algorithm != *column.algorithm) {
        return RowReason::not_a_digest;
      }
      row.digests.set(*digest);
      any = true;
    } else if (column.algorithm ||
               std::get<RowReason>(value) == RowReason::not_a_digest) {
      return RowReason::not_a_digest;
    } else {
      other = true;
    }
  }
  if (columns.pdq && !is_nothing(trimmed(fields[*columns.pdq]))) {
    row.pdq = parse_pdq(trimmed(fields[*columns.pdq]));
    if (!row.pdq) return RowReason::not_a_digest;
    if (const auto poor = poor_quality(fields, columns)) {
      if (!any || *poor != RowReason::low_quality) return *poor;
      row.pdq.reset();
      left_out = true;
    }
    any = true;
  }
  if (!any) return other ? RowReason::unused_algorithm : RowReason::no_digest;
  if (columns.size) row.size = parse_size(trimmed(fields[*columns.size]));
  return row;
}

// The category of a row. `joined` is room for a label made of two columns.
void set_category(const Fields& fields, const CsvColumns& columns, ListRow& row,
                  std::string& joined) {
  if (columns.label) row.label = trimmed(fields[*columns.label]);
  if (is_nothing(row.label)) row.label = {};
  if (!columns.category) return;
  const std::string_view cell = trimmed(fields[*columns.category]);
  if (is_nothing(cell)) return;
  std::int64_t code = 0;
  const char* end = cell.data() + cell.size();
  const auto parsed = std::from_chars(cell.data(), end, code);
  if (parsed.ec == std::errc() && parsed.ptr == end) {
    row.code = code;
    return;
  }
  joined = cell;
  if (!row.label.empty()) joined.append(": ").append(row.label);
  row.label = joined;
}

Result<std::optional<CsvColumns>> read_header(LineReader& lines, char& delimiter) {
  for (;;) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return std::optional<CsvColumns>();
    if (is_blank_or_comment((*next)->text)) continue;
    const auto found = csv_delimiter((*next)->text);
    if (!found) return std::optional<CsvColumns>();
    delimiter = *found;
    CsvSplitter splitter(delimiter);
    splitter.start();
    if (!splitter.split((*next)->text)) return std::optional<CsvColumns>();
    return parse_csv_header(splitter.fields());
  }
}

}  // namespace

Result<void> import_csv(LineReader& lines, RowSink& sink) {
  char delimiter = ',';
  const auto columns = read_header(lines, delimiter);
  if (!columns) return columns.error();
  if (!*columns) {
    return Fault{FaultKind::malformed, "has no header that names a digest",
                 lines.place(1), std::nullopt};
  }
  CsvReader records(lines, delimiter);
  std::string joined;
  for (;;) {
    const auto more = records.next();
    if (!more) return more.error();
    if (!*more) return {};
    const ListLine& line = records.line();
    std::variant<RowReason, ListRow> row = RowReason::too_long;
    bool left_out = false;
    if (records.has_stray_text()) row = RowReason::quotes;
    if (!line.cut && !records.has_stray_text()) {
      row = parse_values(records.fields(), **columns, left_out);
    }
    if (const auto* reason = std::get_if<RowReason>(&row)) {
      if (auto rejected = reject_row(lines, sink, *reason, line); !rejected) {
        return rejected;
      }
      continue;
    }
    ListRow& list_row = std::get<ListRow>(row);
    set_category(records.fields(), **columns, list_row, joined);
    sink.take(list_row, line);
    if (left_out || any_value(records.fields(), (*columns)->unused)) {
      sink.reject(RowReason::unused_value, line);
    }
  }
}

}  // namespace winnow
