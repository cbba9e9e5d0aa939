#include "tests/fuzz/imported_list.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/digester.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

ImportedList import_once(const ListImport& import, Bytes input, int fd,
                         bool look_first) {
  ListSource source(fd, "list");
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

// A descriptor from which the bytes come in pieces of a few, as from a pipe: each
// packet of such a socket is a read of its own. So few that none has to wait.
Fd in_pieces(Bytes bytes) {
  constexpr std::size_t kMostPieces = 100;
  int ends[2] = {-1, -1};
  EXPECT_EQ(
      ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
  Fd writer(ends[0]);
  Fd reader(ends[1]);
  const std::size_t length =
      std::max(1 + bytes.size() % 7, bytes.size() / kMostPieces + 1);
  while (!bytes.empty()) {
    const Bytes piece = bytes.first(std::min(length, bytes.size()));
    EXPECT_TRUE(write_all(writer.get(), piece, "pieces"));
    bytes = bytes.subspan(piece.size());
  }
  return reader;
}

ImportedList import_again(const ListImport& import, Bytes input, Again again) {
  const bool look_first = input.size() % 8 == 0;
  if (again == Again::in_pieces) {
    return import_once(import, input, in_pieces(input).get(), look_first);
  }
  return import_once(import, input, memory_file(input).get(), look_first);
}

// But for the byte at which a fault lies: the XML library's depends on the pieces.
bool same(const ImportedList& a, const ImportedList& b) {
  return a.rows.taken == b.rows.taken && a.rows.rejected == b.rows.rejected &&
         a.fault.has_value() == b.fault.has_value() &&
         (!a.fault ||
          (a.fault->kind == b.fault->kind && a.fault->what == b.fault->what));
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

ImportedList import_any(const ListImport& import, Bytes input, Again again) {
  ImportedList list = import_once(import, input, memory_file(input).get(), false);
  if (list.violation) return list;
  for (const Rows::Row& row : list.rows.taken) {
    if (row.digests.empty() && row.pdq.empty()) {
      list.violation = wrong_row(row.line, ": a row that says nothing was taken");
    }
  }
  // As long as the first time takes: so not for all.
  if (input.size() % 4 != 0) return list;
  if (!same(list, import_again(import, input, again))) {
    list.violation = "another list in another manner of reading";
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

Violation check_list(const ListImport& import, Bytes input, const Stands& stands,
                     Again again) {
  const ImportedList list = import_any(import, input, again);
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
