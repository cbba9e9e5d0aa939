// A list imported from any bytes, and what must hold of every import whatever the
// format.
#ifndef WINNOW_TESTS_FUZZ_IMPORTED_LIST_H_
#define WINNOW_TESTS_FUZZ_IMPORTED_LIST_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

struct ImportedList {
  Rows rows;  // up to the fault, if there is one
  std::optional<Fault> fault;
  Violation violation;
};

using ListImport = std::function<Result<void>(ListSource&, RowSink&)>;
[[nodiscard]] ListImport by_lines(Importer importer);
[[nodiscard]] ListImport by_source(SourceImporter importer,
                                   const ImportOptions& options = {});

// How a list is read a second time.
enum class Again {
  in_pieces,  // from a descriptor that gives few bytes at a time, and loses those of a
              // piece that are not asked for at once
  as_a_file,  // where there has to be one, or less than a piece is asked for
};

// Imports: a violation if a list was taken without all of it being read, if its size or
// SHA-256 are not the bytes', if a row says nothing, or if a fault names neither the
// list nor a reason. For one length in four imports again, for one in eight after a
// look at the head of the list: a violation if that makes a difference.
[[nodiscard]] ImportedList import_any(const ListImport& import, Bytes input,
                                      Again again = Again::in_pieces);

// Whether a digest or PDQ hash of a row, in small hexadecimal digits, stands in the
// list.
using Stands = std::function<bool(const Rows::Row& row, const std::string& hex)>;
// The first digest that does not.
[[nodiscard]] Violation all_stand(const Rows& rows, const Stands& stands);
// import_any(), then all_stand().
[[nodiscard]] Violation check_list(const ListImport& import, Bytes input,
                                   const Stands& stands,
                                   Again again = Again::in_pieces);

// Of a list with one row a line, in which the row's digests must stand.
[[nodiscard]] Stands in_their_line(std::string_view text);

// Of a list without columns: its rows must be those that `parse` finds in each line by
// itself, and only a last line without an end may make the list a truncated one.
[[nodiscard]] Violation check_plain_list(Importer importer, PlainParser parse,
                                         Bytes input);

}  // namespace winnow

#endif  // WINNOW_TESTS_FUZZ_IMPORTED_LIST_H_
