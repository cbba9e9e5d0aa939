#include "drivers/store/bulk_insert.h"

#include <bit>
#include <cstring>

namespace winnow {
namespace {

// Small enough to stay in the processor's cache between the two ends.
constexpr std::size_t kStepBytes = 64 * 1024;

constexpr char kNothing = 0;
constexpr char kNumber = 1;
constexpr char kText = 2;
constexpr char kBlob = 3;
constexpr std::size_t kValueHead = 1 + sizeof(std::uint64_t);

// Quoted: some names are words of one SQL or the other.
std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

std::string names_of(std::span<const std::string_view> columns) {
  std::string names;
  for (const std::string_view column : columns) {
    names += (names.empty() ? "" : ",") + quoted(column);
  }
  return names;
}

std::string replacing(const BulkTable& table) {
  std::string sql = " ON CONFLICT (" +
                    names_of(table.columns.first(table.replaced_by)) + ") DO UPDATE";
  const char* before = " SET ";
  for (const std::string_view column : table.columns.subspan(table.replaced_by)) {
    sql += before + quoted(column) + "=excluded." + quoted(column);
    before = ",";
  }
  return sql;
}

}  // namespace

Result<BulkInsert> BulkInsert::into(Database& database, const BulkTable& table) {
  std::string sql = "INSERT INTO " + quoted(table.name) + " (" +
                    names_of(table.columns) + ") VALUES (";
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql += i == 0 ? "?" : ",?";
  sql += ")";
  if (table.replaced_by > 0) sql += replacing(table);
  auto insert = database.prepare(sql);
  if (!insert) return std::move(insert).error();
  return BulkInsert(std::move(*insert), table.columns.size(),
                    database.path() + ", table " + std::string(table.name));
}

void BulkInsert::put(char kind, std::uint64_t value) {
  char head[kValueHead];
  head[0] = kind;
  std::memcpy(head + 1, &value, sizeof(value));
  waiting_.append(head, sizeof(head));
  ++values_;
}

void BulkInsert::put(char kind, Bytes bytes) {
  put(kind, bytes.size());
  waiting_ += text_of(bytes);
}

BulkInsert& BulkInsert::number(std::int64_t number) {
  put(kNumber, std::bit_cast<std::uint64_t>(number));
  return *this;
}

BulkInsert& BulkInsert::count(std::uint64_t number) {
  put(kNumber, number);
  return *this;
}

BulkInsert& BulkInsert::text(std::string_view text) {
  put(kText, bytes_of(text));
  return *this;
}

BulkInsert& BulkInsert::blob(Bytes blob) {
  put(kBlob, blob);
  return *this;
}

BulkInsert& BulkInsert::nothing() {
  put(kNothing, std::uint64_t{0});
  return *this;
}

Fault BulkInsert::unfit_row() const {
  return {FaultKind::malformed,
          "a row of " + std::to_string(values_) + " values cannot be put into " +
              std::to_string(columns_) + " columns; this is a mistake in winnow",
          place_, std::nullopt};
}

Result<void> BulkInsert::end_row() {
  if (values_ != columns_) return unfit_row();
  values_ = 0;
  return waiting_.size() < kStepBytes ? Result<void>() : flush();
}

// Gives where the next value begins.
std::size_t BulkInsert::bind_value(std::size_t at, int index) {
  const char kind = waiting_[at];
  std::uint64_t value = 0;
  std::memcpy(&value, waiting_.data() + at + 1, sizeof(value));
  at += kValueHead;
  switch (kind) {
    case kNumber:
      insert_.bind_unsigned(index, value);
      return at;
    case kText:
      insert_.bind(index, std::string_view(waiting_).substr(at, value));
      return at + value;
    case kBlob:
      insert_.bind(index, bytes_of(std::string_view(waiting_).substr(at, value)));
      return at + value;
    default:
      insert_.bind_null(index);
      return at;
  }
}

Result<void> BulkInsert::flush() {
  if (values_ != 0) return unfit_row();  // it was not ended
  std::size_t at = 0;
  Result<void> done;
  while (done && at < waiting_.size()) {
    for (std::size_t i = 1; i <= columns_; ++i) {
      at = bind_value(at, static_cast<int>(i));
    }
    done = insert_.run();
  }
  waiting_.clear();
  return done;
}

}  // namespace winnow
