// Lists of hashdeep 1.0 (https://github.com/jessek/hashdeep, FILEFORMAT):
//
//   list    = "%%%% HASHDEEP-1.0" "%%%% size,<algorithm>,...,filename" *row
//   row     = size "," HEX *( "," HEX ) "," name
//   comment = "#" ...
//
// Nothing is quoted: commas beyond the last column belong to the name. A second pair of
// header lines, as where two lists were put together, counts from there on.
#include <string>
#include <utility>
#include <vector>

#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::string_view kMark = "%%%% ";
constexpr std::string_view kVersion = "%%%% HASHDEEP-1.0";

struct Column {
  std::optional<Algorithm> algorithm;  // nothing: one that is not used
};

std::optional<Algorithm> algorithm_of_column(std::string_view name) {
  if (name == "sha-1") return Algorithm::sha1;
  if (name == "sha-256") return Algorithm::sha256;
  return parse_algorithm(name);
}

// Cuts the part before the next comma from `text`; nothing if there is none.
std::optional<std::string_view> cut_field(std::string_view& text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const std::string_view field = text.substr(0, comma);
  text.remove_prefix(comma + 1);
  return field;
}

// The digest columns of a header line, in order; nothing if it is none.
std::optional<std::vector<Column>> parse_columns(std::string_view line) {
  line.remove_prefix(kMark.size());
  if (cut_field(line) != "size") return std::nullopt;
  std::vector<Column> columns;
  while (const auto name = cut_field(line)) {
    columns.push_back({algorithm_of_column(*name)});
  }
  if (trimmed(line) != "filename") return std::nullopt;
  return columns;
}

// The row, or why there is none; `unused` is set if digests were left out.
std::variant<RowReason, ListRow> parse_row(std::string_view text,
                                           const std::vector<Column>& columns,
                                           bool& unused) {
  const auto size = cut_field(text);
  if (!size) return RowReason::columns_missing;
  ListRow row;
  row.size = parse_size(*size);
  bool any = false;
  for (const Column& column : columns) {
    const auto field = cut_field(text);
    if (!field) return RowReason::columns_missing;
    if (!column.algorithm) {
      unused = true;
      continue;
    }
    const auto digest = parse_digest(*field);
    if (!digest || digest->algorithm != *column.algorithm)
      return RowReason::not_a_digest;
    row.digests.set(*digest);
    any = true;
  }
  if (!any) return unused ? RowReason::unused_algorithm : RowReason::no_digest;
  return row;
}

Fault bad_header(const LineReader& lines, std::uint64_t number) {
  return Fault{
      FaultKind::unsupported,
      "is not a header of hashdeep 1.0, the version that is read; write the list "
      "with hashdeep or as CSV with a header",
      lines.place(number), std::nullopt};
}

}  // namespace

Result<void> import_hashdeep(LineReader& lines, RowSink& sink) {
  std::vector<Column> columns;
  for (;;) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return {};
    const ListLine& line = **next;
    if (is_blank_or_comment(line.text)) continue;
    if (line.text.substr(0, kMark.size()) == kMark) {
      if (trimmed(line.text) == kVersion) continue;
      auto parsed = parse_columns(line.text);
      if (!parsed) return bad_header(lines, line.number);
      columns = std::move(*parsed);
      continue;
    }
    if (columns.empty()) return bad_header(lines, line.number);
    bool unused = false;
    std::variant<RowReason, ListRow> row = RowReason::too_long;
    if (!line.cut) row = parse_row(line.text, columns, unused);
    if (const auto* reason = std::get_if<RowReason>(&row)) {
      if (auto rejected = reject_row(lines, sink, *reason, line); !rejected) {
        return rejected;
      }
      continue;
    }
    sink.take(std::get<ListRow>(row), line);
    if (unused) sink.reject(RowReason::unused_value, line);
  }
}

}  // namespace winnow
