// Database and Statement: the thin layer over SQLite that the store needs, so that no
// other file speaks its C interface. Faults name the database file and the remedy.
//
// A Statement must not outlive its Database. One thread at a time.
//
// Here and in BulkInsert (bulk_insert.h) alone is SQLite spoken; elsewhere only SQL
// that PostgreSQL takes too. A PostgreSQL door behind the same classes has to provide:
//   Statement    parameters "?" become $1, $2, ... in their order; numbers are bigint
//                (unsigned ones by their bits, as here), blobs bytea in binary form
//   BulkInsert   COPY FROM STDIN (FORMAT binary), one stream a step: a prepared INSERT
//                is sixteen times slower there. Rows that replace others go by COPY
//                into a temporary table and from there by INSERT ... ON CONFLICT ... DO
//                UPDATE, of several with one key the last
//   Database     the schema (case_schema.h) with INTEGER as bigint, BLOB as bytea, TEXT
//                as text COLLATE "C" (order is that of bytes) and no WITHOUT ROWID; the
//                columns offset and full are words of its SQL and stand in quotes;
//                version() in a table of its own
//   Transaction  an exhibit's rows locked by their writer, where BEGIN IMMEDIATE locks
//                the database; after any fault in it nothing but ROLLBACK works
//   text with a NUL, which PostgreSQL's has not, refused or escaped: paths are hostile
#ifndef WINNOW_DRIVERS_STORE_DATABASE_H_
#define WINNOW_DRIVERS_STORE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace winnow {

class Statement {
 public:
  // Binds one value to parameter `index`, from 1. Views must stay valid until reset().
  void bind(int index, std::int64_t number);
  void bind(int index, std::string_view text);
  void bind(int index, Bytes blob);
  void bind_null(int index);
  // Numbers of the evidence are unsigned; SQLite's are not. The bits are kept.
  void bind_unsigned(int index, std::uint64_t number);

  // Runs to the next row: false when there is none.
  [[nodiscard]] Result<bool> step();
  // Runs a statement that gives no rows, and makes it ready for the next values.
  [[nodiscard]] Result<void> run();
  void reset();

  // Columns of the current row, from 0; views are valid until the next step().
  [[nodiscard]] int column_count() const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::uint64_t unsigned_number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] Bytes blob(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, std::string path)
      : statement_(statement), path_(std::move(path)) {}
  [[nodiscard]] Result<void> check_bound();

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string path_;
  int bind_error_ = 0;
};

class Database {
 public:
  // Opens, creating the file if there is none. WAL, so that readers never wait.
  [[nodiscard]] static Result<Database> open(const std::string& path);

  [[nodiscard]] Result<void> execute(const std::string& sql);
  [[nodiscard]] Result<Statement> prepare(const std::string& sql);
  // The first column of the first row of a query.
  [[nodiscard]] Result<std::int64_t> query_number(const std::string& sql);
  // Of the schema of a database that nobody has open, without opening it; 0 if the file
  // is none, or there is none.
  [[nodiscard]] static Result<std::int64_t> version_in(const std::string& path);
  // Of the schema, as set_version() left it; 0 in a new database. Transactions undo it.
  [[nodiscard]] Result<std::int64_t> version();
  [[nodiscard]] Result<void> set_version(std::int64_t version);
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A transaction that is undone unless commit() was called.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  // One that only reads: all that is asked until it goes is of one moment, whatever
  // others write meanwhile. Nobody waits for it.
  [[nodiscard]] static Result<Transaction> begin_reading(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // null once committed or moved from
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_DATABASE_H_
