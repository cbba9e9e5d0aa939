#include "drivers/store/database.h"

#include <sqlite3.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

constexpr int kBusyMilliseconds = 10'000;

// SQLite calls some writes that a full disk refused plain I/O errors (its shared memory
// file's among them).
bool is_disk_full(int code, const std::string& path) {
  if ((code & 0xFF) == SQLITE_FULL) return true;
  if ((code & 0xFF) != SQLITE_IOERR) return false;
  struct statvfs disk {};
  constexpr std::uint64_t kLittle = 64 * 1024;
  return ::statvfs(path.c_str(), &disk) == 0 && disk.f_bavail * disk.f_bsize < kLittle;
}

Fault fault_of(int code, const char* message, const std::string& path) {
  const std::string what = message ? message : sqlite3_errstr(code);
  if (is_disk_full(code, path)) code = SQLITE_FULL;
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return Fault{FaultKind::no_space,
                   "no space is left on the disk; free some and run the command again",
                   path, std::nullopt};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fault{FaultKind::malformed,
                   "the case's database is damaged (" + what +
                       "); make it again with winnow verify --rebuild",
                   path, std::nullopt};
    case SQLITE_NOMEM:
      return Fault{FaultKind::out_of_memory, what, path, std::nullopt};
    default:
      return Fault{FaultKind::io, "the case's database cannot be used: " + what, path,
                   std::nullopt};
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::bind(int index, std::int64_t number) {
  bind_error_ |= sqlite3_bind_int64(statement_.get(), index, number);
}

void Statement::bind_unsigned(int index, std::uint64_t number) {
  bind(index, std::bit_cast<std::int64_t>(number));
}

void Statement::bind(int index, std::string_view text) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* data = text.empty() ? "" : text.data();
  bind_error_ |= sqlite3_bind_text64(statement_.get(), index, data, text.size(),
                                     SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int index, Bytes blob) {
  if (blob.empty()) {
    bind_error_ |= sqlite3_bind_zeroblob(statement_.get(), index, 0);
    return;
  }
  bind_error_ |= sqlite3_bind_blob64(statement_.get(), index, blob.data(), blob.size(),
                                     SQLITE_STATIC);
}

void Statement::bind_null(int index) {
  bind_error_ |= sqlite3_bind_null(statement_.get(), index);
}

Result<void> Statement::check_bound() {
  const int error = std::exchange(bind_error_, 0);
  if (error == SQLITE_OK) return {};
  return fault_of(error, "a value cannot be stored", path_);
}

Result<bool> Statement::step() {
  if (auto bound = check_bound(); !bound) return std::move(bound).error();
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fault_of(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())), path_);
}

Result<void> Statement::run() {
  const auto stepped = step();
  reset();
  if (!stepped) return stepped.error();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

int Statement::column_count() const {
  return sqlite3_column_count(statement_.get());
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::uint64_t Statement::unsigned_number(int column) const {
  return std::bit_cast<std::uint64_t>(std::int64_t{number(column)});
}

std::string_view Statement::text(int column) const {
  return text_of(blob(column));
}

Bytes Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (!data || size <= 0) return {};
  return {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close(handle);
}

Result<Database> Database::open(const std::string& path) {
  Database database(path);
  sqlite3* handle = nullptr;
  // One thread uses a Database at a time, so SQLite need not lock every call.
  const int code = sqlite3_open_v2(
      path.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) {
    return fault_of(code, handle ? sqlite3_errmsg(handle) : nullptr, path);
  }
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // NORMAL: a power cut may cost the last transactions, which the journals give again.
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                             "PRAGMA cache_size=-16384", "PRAGMA trusted_schema=OFF"}) {
    if (auto done = database.execute(pragma); !done) return std::move(done).error();
  }
  return database;
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return fault_of(code, sqlite3_errmsg(handle_.get()), path_);
}

Result<Statement> Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &statement, nullptr);
  if (code == SQLITE_OK) return Statement(statement, path_);
  return fault_of(code, sqlite3_errmsg(handle_.get()), path_);
}

Result<std::int64_t> Database::query_number(const std::string& sql) {
  auto statement = prepare(sql);
  if (!statement) return std::move(statement).error();
  const auto row = statement->step();
  if (!row) return row.error();
  return *row ? statement->number(0) : 0;
}

// As SQLite's description of its file has it: a number at byte 60, the highest byte
// first.
Result<std::int64_t> Database::version_in(const std::string& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  constexpr std::size_t kVersionAt = 60;
  const auto file = open_read_only(path);
  if (!file) {
    if (file.error().kind == FaultKind::missing) return std::int64_t{0};
    return file.error();
  }
  std::array<unsigned char, 64> head{};
  const ssize_t got = ::pread(file->get(), head.data(), head.size(), 0);
  if (got < 0) return fault_from_errno(errno, "cannot be read", path);
  const auto* text = reinterpret_cast<const char*>(head.data());
  if (got < static_cast<ssize_t>(head.size()) ||
      std::string_view(text, kMagic.size()) != kMagic) {
    return std::int64_t{0};
  }
  std::uint32_t version = 0;
  for (std::size_t i = kVersionAt; i < head.size(); ++i)
    version = version << 8 | head[i];
  return std::int64_t{std::bit_cast<std::int32_t>(version)};
}

Result<std::int64_t> Database::version() {
  return query_number("PRAGMA user_version");
}

Result<void> Database::set_version(std::int64_t version) {
  return execute("PRAGMA user_version=" + std::to_string(version));
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) {
    return std::move(begun).error();
  }
  return Transaction(database);
}

Result<Transaction> Transaction::begin_reading(Database& database) {
  if (auto begun = database.execute("BEGIN"); !begun) return std::move(begun).error();
  Transaction transaction(database);
  // Its moment is that of the first question.
  const auto asked = database.query_number("SELECT count(*) FROM sqlite_schema");
  if (!asked) return asked.error();
  return transaction;
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // Nothing can be done about a failure, and nothing need be: it was not committed.
  if (database_) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  auto committed = database_->execute("COMMIT");
  if (committed) database_ = nullptr;
  return committed;
}

}  // namespace winnow
