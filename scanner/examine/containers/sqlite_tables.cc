#include "scanner/examine/containers/sqlite_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::uint64_t kLeastRowBytes = 4;  // a cell and the pointer to it
constexpr int kStepsACheck = 1 << 20;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

int authorize(void* /*context*/, int action, const char* /*first*/,
              const char* /*second*/, const char* /*database*/,
              const char* /*trigger*/) {
  const bool reads = action == SQLITE_SELECT || action == SQLITE_READ;
  return reads || action == SQLITE_PRAGMA ? SQLITE_OK : SQLITE_DENY;
}

int one_check_less(void* checks_left) {
  return --*static_cast<std::int64_t*>(checks_left) < 0 ? 1 : 0;
}

std::string quoted(const std::string& name) {
  std::string result = "\"";
  for (const char c : name) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

Bytes bytes_at(sqlite3_stmt* statement, int column) {
  const void* data = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
}

// Text as UTF-8, whatever the database's own coding is.
std::string_view text_at(sqlite3_stmt* statement, int column) {
  const auto* data = sqlite3_column_text(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  if (data == nullptr || size <= 0) return {};
  return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
}

class TableReader {
 public:
  TableReader(SqlitePages& pages, const ContainerLimits& limits, DatabaseValues& values)
      : limits_(limits),
        values_(values),
        rows_left_(pages.size_bytes() / kLeastRowBytes),
        checks_left_(static_cast<std::int64_t>(pages.size_bytes() / 4096 + 64)) {
    sqlite3* database = nullptr;
    const int code = open_sqlite_pages(pages, &database);
    database_.reset(database);
    if (code == SQLITE_OK) {
      lock_down();
    } else {
      damaged("", code);
    }
  }

  TablesRead run() {
    if (!damage_) return result();
    const auto tables = tables_of();
    for (const std::string& table : tables) {
      if (is_stopped_) break;
      read_table(table);
    }
    return result();
  }

 private:
  [[nodiscard]] TablesRead result() const { return {is_stopped_, damage_}; }

  void lock_down() {
    sqlite3* database = database_.get();
    const auto most =
        static_cast<int>(std::min<std::uint64_t>(limits_.memory_bytes, 1 << 30));
    const std::array<std::pair<int, int>, 7> limits = {
        {{SQLITE_LIMIT_LENGTH, most},
         {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
         {SQLITE_LIMIT_EXPR_DEPTH, 100},
         {SQLITE_LIMIT_ATTACHED, 0},
         {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
         {SQLITE_LIMIT_WORKER_THREADS, 0},
         {SQLITE_LIMIT_VDBE_OP, 250'000}}};
    for (const auto& [limit, value] : limits) sqlite3_limit(database, limit, value);
    const std::array<std::pair<int, int>, 6> switches = {
        {{SQLITE_DBCONFIG_DEFENSIVE, 1},
         {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
         {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
         {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
         {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
         {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}}};
    for (const auto& [name, value] : switches) {
      sqlite3_db_config(database, name, value, nullptr);
    }
    sqlite3_exec(database,
                 "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA query_only=ON;"
                 "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096;",
                 nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(database, authorize, nullptr);
    sqlite3_progress_handler(database, kStepsACheck, one_check_less, &checks_left_);
  }

  void damaged(const std::string& table, int code) {
    if (!damage_) return;
    const std::string what = table.empty() ? "the database" : "table " + table;
    if (code == SQLITE_NOMEM) {
      damage_ = Fault{FaultKind::out_of_memory,
                      "not enough memory to read " + printable_utf8(what),
                      "",
                      {}};
      return;
    }
    const char* words = database_ ? sqlite3_errmsg(database_.get()) : "";
    damage_ = Fault{code == SQLITE_TOOBIG ? FaultKind::too_big : FaultKind::malformed,
                    printable_utf8(what + " is damaged: " + words),
                    "",
                    {}};
  }

  Statement prepare(const std::string& sql, int& code) {
    sqlite3_stmt* statement = nullptr;
    code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                              &statement, nullptr);
    return Statement(statement);
  }

  // Those with rows of their own.
  std::vector<std::string> tables_of() {
    std::vector<std::string> tables;
    int code = SQLITE_OK;
    const Statement statement =
        prepare("SELECT type, name, rootpage FROM sqlite_master", code);
    if (code == SQLITE_OK) {
      while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
        if (text_at(statement.get(), 0) != "table") continue;
        const std::string name(text_at(statement.get(), 1));
        if (tables.size() >= limits_.entries) break;
        if (sqlite3_column_int64(statement.get(), 2) > 0) {
          tables.push_back(name);
        } else {
          values_.note("table " + printable_utf8(name) +
                       " is virtual and is read where its parts are stored");
        }
      }
    }
    if (code != SQLITE_DONE) damaged("", code);
    return tables;
  }

  // Those that are stored.
  std::vector<std::string> columns_of(const std::string& table) {
    constexpr int kComputed = 2;
    std::vector<std::string> columns;
    int code = SQLITE_OK;
    const Statement statement =
        prepare("PRAGMA table_xinfo(" + quoted(table) + ")", code);
    if (code == SQLITE_OK) {
      while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
        if (sqlite3_column_int(statement.get(), 6) == kComputed) continue;
        columns.emplace_back(text_at(statement.get(), 1));
      }
    }
    if (code != SQLITE_DONE) damaged(table, code);
    return columns;
  }

  void read_table(const std::string& table) {
    const std::vector<std::string> columns = columns_of(table);
    if (columns.empty()) return;
    std::string list;
    for (const std::string& column : columns) list += "," + quoted(column);
    // An index could hold other values than the table does.
    const std::string from = " FROM " + quoted(table) + " NOT INDEXED";
    int code = SQLITE_OK;
    Statement statement = prepare("SELECT rowid" + list + from, code);
    // Not every table has numbers of rows.
    if (code != SQLITE_OK) statement = prepare("SELECT NULL" + list + from, code);
    std::uint64_t count = 0;
    if (code == SQLITE_OK) {
      while ((code = sqlite3_step(statement.get())) == SQLITE_ROW && !is_stopped_) {
        if (rows_left_ == 0) {
          code = SQLITE_CORRUPT;
          break;
        }
        --rows_left_;
        ++count;
        read_row(table, columns, statement.get(), count);
      }
    }
    if (code != SQLITE_DONE && !is_stopped_) damaged(table, code);
  }

  void read_row(const std::string& table, const std::vector<std::string>& columns,
                sqlite3_stmt* row, std::uint64_t count) {
    for (std::size_t i = 0; i < columns.size() && !is_stopped_; ++i) {
      const int column = static_cast<int>(i) + 1;
      const int type = sqlite3_column_type(row, column);
      if (type != SQLITE_BLOB && type != SQLITE_TEXT) continue;
      const int length = sqlite3_column_bytes(row, column);
      if (length < static_cast<int>(DatabaseValues::kLeastBytes)) continue;
      const std::string number = sqlite3_column_type(row, 0) == SQLITE_INTEGER
                                     ? std::to_string(sqlite3_column_int64(row, 0))
                                     : std::to_string(count);
      const ValuePlace place{
          path_part(table) + "/" + number + "/" + path_part(columns[i]), columns[i],
          "table " + printable_utf8(table) + ", column " + printable_utf8(columns[i]) +
              ", row " + number};
      is_stopped_ = type == SQLITE_BLOB ? !values_.blob(place, bytes_at(row, column))
                                        : !values_.text(place, text_at(row, column));
    }
  }

  const ContainerLimits& limits_;
  DatabaseValues& values_;
  std::uint64_t rows_left_;
  std::int64_t checks_left_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  bool is_stopped_ = false;
  Result<void> damage_;
};

}  // namespace

TablesRead read_sqlite_tables(SqlitePages& pages, const ContainerLimits& limits,
                              DatabaseValues& values) {
  return TableReader(pages, limits, values).run();
}

}  // namespace winnow
