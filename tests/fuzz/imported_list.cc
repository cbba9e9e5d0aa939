#include "tests/fuzz/imported_list.h"

#include <sstream>
#include <vector>

#include "base/digester.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

ImportedList import_once(const ListImport& import, Bytes input, bool look_first) {
  const Fd fd = memory_file(input);
  ListSource source(fd.get(), "list");
  if (look_first) {
    if (const auto head = source.head(); !head) return {{}, head.error(), {}};
  }
  ImportedList list;
  if (auto imported = import(source, list.rows); !imported) {
    list.fault = std::move(imported).error();
    if (list.fault->place.empty() || list.fault->what.empty()) {
      list.violation = "a fault without place or reason: " + list.fault->line();
    }
  } else if (source.size() != input.size()) {
    list.violation = "taken after " + std::to_string(source.size()) + " bytes of " +
                     std::to_string(input.size());
  } else if (source.sha256() != digest_of(Algorithm::sha256, input)) {
    list.violation = "another SHA-256 than the list's";
  }
  return list;
}

bool same(const ImportedList& a, const ImportedList& b) {
  return a.rows.taken == b.rows.taken && a.rows.rejected == b.rows.rejected &&
         a.fault.has_value() == b.fault.has_value() &&
         (!a.fault || a.fault->line() == b.fault->line());
}

Violation wrong_row(std::uint64_t line, const char* what) {
  return "line " + std::to_string(line) + what;
}

// What the lines of a plain list are by themselves.
Rows rows_of_lines(const std::vector<std::string_view>& lines, PlainParser parse) {
  Rows rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_blank_or_comment(lines[i])) continue;
    ListLine line;
    line.text = lines[i];
    line.number = i + 1;
    const PlainRow parsed = parse(lines[i]);
    if (const auto* reason = std::get_if<RowReason>(&parsed.what)) {
      rows.reject(*reason, line);
      continue;
    }
    ListRow row;
    row.digests.set(std::get<Digest>(parsed.what));
    row.size = parsed.size;
    rows.take(row, line);
  }
  return rows;
}

}  // namespace

ListImport by_lines(Importer importer) {
  return [importer](ListSource& source, RowSink& sink) {
    LineReader lines(source);
    return importer(lines, sink);
  };
}

ListImport by_source(SourceImporter importer, const ImportOptions& options) {
  return [importer, options](ListSource& source, RowSink& sink) {
    return importer(source, options, sink);
  };
}

ImportedList import_any(const ListImport& import, Bytes input) {
  ImportedList list = import_once(import, input, false);
  if (list.violation) return list;
  for (const Rows::Row& row : list.rows.taken) {
    if (row.digests.empty() && row.pdq.empty()) {
      list.violation = wrong_row(row.line, ": a row that says nothing was taken");
    }
  }
  // Half of the time that importing takes: so not for all.
  if (input.size() % 8 == 0 && !same(list, import_once(import, input, true))) {
    list.violation = "another list after a look at its head";
  }
  return list;
}

Violation all_stand(const Rows& rows, const Stands& stands) {
  for (const Rows::Row& row : rows.taken) {
    std::istringstream digests(row.digests + " " + row.pdq);
    for (std::string digest; digests >> digest;) {
      if (stands(row, digest)) continue;
      return "a digest that does not stand in the list: " + digest + " in row " +
             std::to_string(row.line);
    }
  }
  return {};
}

Violation check_list(const ListImport& import, Bytes input, const Stands& stands) {
  const ImportedList list = import_any(import, input);
  return list.violation ? list.violation : all_stand(list.rows, stands);
}

Stands in_their_line(std::string_view text) {
  return [text = folded(text)](const Rows::Row& row, const std::string& hex) {
    const auto lines = lines_of(text).lines;
    return row.line >= 1 && row.line <= lines.size() &&
           lines[static_cast<std::size_t>(row.line - 1)].find(hex) !=
               std::string_view::npos;
  };
}

Violation check_plain_list(Importer importer, PlainParser parse, Bytes input) {
  const ImportedList list = import_any(by_lines(importer), input);
  if (list.violation) return list.violation;
  const std::string_view text = text_of(input);
  TextLines lines = lines_of(text);
  if (list.fault) {
    if (list.fault->kind != FaultKind::truncated || lines.terminated) {
      return "a fault that no line is the cause of: " + list.fault->line();
    }
    lines.lines.pop_back();
  }
  const Rows expected = rows_of_lines(lines.lines, parse);
  if (list.rows.taken != expected.taken) return "other rows than the lines have";
  if (list.rows.rejected != expected.rejected) return "other rejections";
  return all_stand(list.rows, in_their_line(text));
}

}  // namespace winnow
