#include "hashsets/lists/sqlite_list.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <limits>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/sqlite_file_system.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kHeaderLength = 100;
constexpr const char* kWholeCopy = "get a whole copy of it, nothing was imported";

// Bounds for what a schema and a row may cost; real lists are far below all of them.
constexpr std::array<std::pair<int, int>, 10> kLimits = {{
    {SQLITE_LIMIT_LENGTH, 1 << 20},
    {SQLITE_LIMIT_SQL_LENGTH, 1 << 16},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 50},
    {SQLITE_LIMIT_COMPOUND_SELECT, 3},
    {SQLITE_LIMIT_VDBE_OP, 25000},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
}};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

// A statement may select and read, from tables alone, and ask for a table's columns:
// what a view or a trigger would read has their name as `inner`, what it would call is
// a function.
int authorize(void* /*context*/, int action, const char* first, const char* /*second*/,
              const char* /*schema*/, const char* inner) {
  if (inner != nullptr) return SQLITE_DENY;
  if (action == SQLITE_SELECT || action == SQLITE_READ) return SQLITE_OK;
  const bool columns = action == SQLITE_PRAGMA && first != nullptr &&
                       std::string_view(first) == "table_xinfo";
  return columns ? SQLITE_OK : SQLITE_DENY;
}

bool exists_beside(const std::string& name, const char* ending) {
  struct stat info {};
  return ::stat((name + ending).c_str(), &info) == 0 && info.st_size > 0;
}

// What SQLite itself does not look at, or says without the remedy.
Result<void> check_file(const ListSource& source) {
  const auto fault = [&](FaultKind kind, const std::string& what) {
    return Fault{kind, what, source.name(), std::nullopt};
  };
  struct stat info {};
  if (::fstat(source.fd(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return fault(FaultKind::usage,
                 "is an SQLite database that does not come from a file; write it to "
                 "one first");
  }
  std::array<std::byte, kHeaderLength> header{};
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size < header.size()) {
    return fault(FaultKind::truncated,
                 std::string("is the beginning of an SQLite database; ") + kWholeCopy);
  }
  if (auto read = read_exactly(source.fd(), 0, header, source.name()); !read) {
    return read;
  }
  std::uint64_t page = be<std::uint16_t>(header, 16);
  if (page == 1) page = 65536;
  const std::uint64_t pages = be<std::uint32_t>(header, 28);
  // Writers from before 2010 leave the number of pages as it is.
  const bool counted = be<std::uint32_t>(header, 24) == be<std::uint32_t>(header, 92);
  if (page < 512 || size % page != 0 || (counted && size / page < pages)) {
    return fault(FaultKind::truncated,
                 "is truncated or damaged: an SQLite database of " + grouped(pages) +
                     " pages in " + grouped(size) + " bytes; " + kWholeCopy);
  }
  const bool write_ahead = header[18] != std::byte{1} || header[19] != std::byte{1};
  if (write_ahead || exists_beside(source.name(), "-wal") ||
      exists_beside(source.name(), "-journal")) {
    return fault(FaultKind::unsupported,
                 "is an SQLite database with a journal, so the file may not be the "
                 "whole of it; have its own program close it, or run \"PRAGMA "
                 "journal_mode=DELETE\" on a copy");
  }
  return {};
}

}  // namespace

bool looks_like_sqlite(Bytes head) {
  return has_magic(head, 0, kMagic);
}

bool SqliteRow::is_null(std::size_t column) const {
  return sqlite3_column_type(statement_, columns_[column]) == SQLITE_NULL;
}

std::optional<std::string_view> SqliteRow::text(std::size_t column) const {
  const int i = columns_[column];
  if (sqlite3_column_type(statement_, i) != SQLITE_TEXT) return {};
  const auto* data = sqlite3_column_text(statement_, i);
  const int length = sqlite3_column_bytes(statement_, i);
  if (data == nullptr || length <= 0) return std::string_view();
  return std::string_view(reinterpret_cast<const char*>(data),
                          static_cast<std::size_t>(length));
}

std::optional<Bytes> SqliteRow::blob(std::size_t column) const {
  const int i = columns_[column];
  if (sqlite3_column_type(statement_, i) != SQLITE_BLOB) return {};
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, i));
  const int length = sqlite3_column_bytes(statement_, i);
  if (data == nullptr || length <= 0) return Bytes();
  return Bytes(data, static_cast<std::size_t>(length));
}

std::optional<std::int64_t> SqliteRow::number(std::size_t column) const {
  const int i = columns_[column];
  if (sqlite3_column_type(statement_, i) != SQLITE_INTEGER) return {};
  return sqlite3_column_int64(statement_, i);
}

void SqliteList::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

Fault SqliteList::fault(int code) const {
  const std::string what = database_ ? sqlite3_errmsg(database_.get()) : "";
  switch (code & 0xFF) {
    case SQLITE_NOMEM:
      return Fault{FaultKind::out_of_memory, "not enough memory to read the list",
                   name_, std::nullopt};
    case SQLITE_IOERR:
      return Fault{FaultKind::io, "cannot be read as an SQLite database: " + what,
                   name_, std::nullopt};
    default:
      return Fault{FaultKind::malformed,
                   "is a damaged or altered SQLite database (" + printable_utf8(what) +
                       "); " + kWholeCopy,
                   name_, std::nullopt};
  }
}

Result<SqliteList> SqliteList::open(const ListSource& source) {
  if (auto checked = check_file(source); !checked) return std::move(checked).error();
  SqliteList list(source.name());
  sqlite3* database = nullptr;
  const std::string file = sqlite_file_name(source.fd());
  const int code =
      sqlite3_open_v2(file.c_str(), &database,
                      SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, sqlite_file_system());
  list.database_.reset(database);
  if (code != SQLITE_OK) return list.fault(code);
  if (auto locked = list.lock_down(); !locked) return std::move(locked).error();
  return list;
}

Result<void> SqliteList::lock_down() {
  sqlite3* database = database_.get();
  for (const auto& [limit, value] : kLimits) sqlite3_limit(database, limit, value);
  const std::pair<int, int> switches[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},  {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
  };
  for (const auto& [name, value] : switches) {
    const int code = sqlite3_db_config(database, name, value, nullptr);
    if (code != SQLITE_OK) return fault(code);
  }
  // Nothing is sorted, so nothing needs room; what would would not find a disk.
  const int code = sqlite3_exec(database,
                                "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
                                "PRAGMA temp_store=MEMORY; PRAGMA query_only=ON;"
                                "PRAGMA cache_size=-4096;",
                                nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fault(code);
  sqlite3_set_authorizer(database, authorize, nullptr);
  return {};
}

Result<bool> SqliteList::has_table(std::string_view name) {
  sqlite3_stmt* made = nullptr;
  // A virtual table has no page of its own. "=" compares bytes, but SQLite takes the
  // names of tables in either case, and so must we.
  int code = sqlite3_prepare_v2(database_.get(),
                                "SELECT type, name, rootpage FROM sqlite_master", -1,
                                &made, nullptr);
  const Statement statement(made);
  if (code != SQLITE_OK) return fault(code);
  bool found = false;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    const std::vector<int> columns = {0, 1, 2};
    const SqliteRow row(statement.get(), columns);
    const std::string entry(row.text(1).value_or(""));
    found = found || (row.text(0) == "table" && row.number(2).value_or(0) > 0 &&
                      sqlite3_stricmp(entry.c_str(), std::string(name).c_str()) == 0);
  }
  if (code != SQLITE_DONE) return fault(code);
  return found;
}

// The authorizer is not asked about the expression of a computed column: SQLite had
// read it with the schema.
Result<void> SqliteList::check_plain(const std::string& table) {
  sqlite3_stmt* made = nullptr;
  const std::string sql = "PRAGMA table_xinfo(\"" + table + "\")";
  int code = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr);
  const Statement statement(made);
  if (code != SQLITE_OK) return fault(code);
  constexpr int kHidden = 6;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    if (sqlite3_column_int(statement.get(), kHidden) == 0) continue;
    return Fault{FaultKind::unsupported,
                 "has computed columns in its table " + table +
                     ", which no list of its kind has; export the list as CSV",
                 name_, std::nullopt};
  }
  if (code != SQLITE_DONE) return fault(code);
  return {};
}

Result<void> SqliteList::scan(std::string_view table,
                              const std::vector<std::string_view>& columns,
                              const std::function<void(const SqliteRow&)>& take) {
  // All columns, though few are used: only when the last one is asked for does SQLite
  // compare the length of a record with those of its fields, without which one wrong
  // bit would move every digest of a row by a digit. NOT INDEXED, because the order of
  // rows shows pages lost or doubled.
  if (auto plain = check_plain(std::string(table)); !plain) return plain;
  const std::string sql =
      "SELECT rowid, * FROM \"" + std::string(table) + "\" NOT INDEXED";
  sqlite3_stmt* made = nullptr;
  int code = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr);
  const Statement statement(made);
  if (code != SQLITE_OK) return fault(code);
  std::vector<int> indexes;
  for (const std::string_view column : columns) {
    const std::string name(column);
    for (int i = 1; i < sqlite3_column_count(statement.get()); ++i) {
      if (sqlite3_stricmp(sqlite3_column_name(statement.get(), i), name.c_str()) != 0) {
        continue;
      }
      indexes.push_back(i);
      break;
    }
  }
  if (indexes.size() != columns.size()) {
    return Fault{FaultKind::unsupported,
                 "has a table " + std::string(table) +
                     " without the columns it should have; export the list again, or "
                     "as CSV",
                 name_, std::nullopt};
  }
  const SqliteRow row(statement.get(), indexes);
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  bool first = true;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    const std::int64_t number = sqlite3_column_int64(statement.get(), 0);
    if (!first && number <= last) {
      return Fault{FaultKind::malformed,
                   std::string("is a damaged SQLite database (rows out of order); ") +
                       kWholeCopy,
                   name_, std::nullopt};
    }
    first = false;
    last = number;
    take(row);
  }
  if (code != SQLITE_DONE) return fault(code);
  return {};
}

}  // namespace winnow
