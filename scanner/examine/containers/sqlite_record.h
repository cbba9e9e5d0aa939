// Rows of an SQLite table out of a single page, without the tables of the database: for
// pages that no table leads to any more.
//
// Format: https://www.sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format".
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_RECORD_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_RECORD_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

enum class SqliteKind : std::uint8_t { other, text, blob };

struct SqliteValue {
  SqliteKind kind = SqliteKind::other;
  Bytes bytes;  // of text and blobs
};

struct SqliteRecord {
  std::uint64_t row = 0;
  std::uint64_t payload_bytes = 0;  // that were read
  std::vector<SqliteValue> values;  // valid during the call only; none if it is no row
};

// Gives a page by its number.
using SqlitePageReader =
    std::function<Result<std::vector<std::byte>>(std::uint32_t page)>;

// Calls `use` for each row of a leaf of a table, in the page's order, until it says
// false. Anything else than such a leaf has no rows. `usable` is the page's size less
// the bytes that the database keeps free at its end; `first` says that it is page 1.
// No row takes more than `most` bytes. False if `use` said so.
bool for_each_record(Bytes page, std::size_t usable, bool first, std::uint64_t most,
                     const SqlitePageReader& read_page,
                     const std::function<bool(const SqliteRecord&)>& use);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_RECORD_H_
