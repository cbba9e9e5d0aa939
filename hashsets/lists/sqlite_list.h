// SqliteList: an SQLite database somebody sent, read as a list and as nothing else.
//
// The file is hostile. SQLite gets its bytes through a file system of our own that
// knows this one descriptor and can open nothing else; the connection is read-only,
// distrusts the schema, and may do no more than read plain tables: no views, virtual
// tables, functions, computed columns or triggers. Rows come one by one, in the order
// of their numbers; nothing is sorted or kept. One thread; the descriptor stays the
// caller's and its position is not moved.
#ifndef WINNOW_HASHSETS_LISTS_SQLITE_LIST_H_
#define WINNOW_HASHSETS_LISTS_SQLITE_LIST_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/lists/list_source.h"

struct sqlite3;
struct sqlite3_stmt;

namespace winnow {

// The columns that were asked for, of the row a scan has come to.
class SqliteRow {
 public:
  SqliteRow(sqlite3_stmt* statement, const std::vector<int>& columns)
      : statement_(statement), columns_(columns) {}

  // `column` counts the columns asked for. Views are valid until the next row. A value
  // of another type is nothing.
  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const;
  [[nodiscard]] std::optional<Bytes> blob(std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> number(std::size_t column) const;

 private:
  sqlite3_stmt* statement_;
  const std::vector<int>& columns_;
};

class SqliteList {
 public:
  // Faults: a source that is no file, one cut off, one with a journal still beside it,
  // and anything that SQLite does not take for a database.
  [[nodiscard]] static Result<SqliteList> open(const ListSource& source);

  // Whether there is a table (no view, no virtual table) of this name.
  [[nodiscard]] Result<bool> has_table(std::string_view name);
  // Calls `take` for each row of a table; malformed if a column is absent or the rows
  // do not come in order, as where a page is lost or stands twice.
  [[nodiscard]] Result<void> scan(std::string_view table,
                                  const std::vector<std::string_view>& columns,
                                  const std::function<void(const SqliteRow&)>& take);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };

  explicit SqliteList(std::string name) : name_(std::move(name)) {}
  Result<void> lock_down();
  Result<void> check_plain(const std::string& table);
  [[nodiscard]] Fault fault(int code) const;

  std::string name_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_SQLITE_LIST_H_
