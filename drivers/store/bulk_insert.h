// BulkInsert: many rows into one table, the one way in which the store puts them there.
//
// Rows gather in memory and go to the database in steps; what was appended is in it
// for sure after flush() alone, and what was not flushed when the object goes is lost.
// A key that is in the table already is a Fault, of the step that it comes to, unless
// rows replace those of their key. Belongs into a transaction, which undoes a step that
// was cut off. One thread at a time; it must not outlive its Database.
#ifndef WINNOW_DRIVERS_STORE_BULK_INSERT_H_
#define WINNOW_DRIVERS_STORE_BULK_INSERT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "drivers/store/database.h"

namespace winnow {

struct BulkTable {
  std::string_view name;
  std::span<const std::string_view> columns;  // in the order in which values come
  // The first so many of them are the key by which a row takes the place of the one
  // that is there; 0: no row does.
  std::size_t replaced_by = 0;
};

class BulkInsert {
 public:
  [[nodiscard]] static Result<BulkInsert> into(Database& database,
                                               const BulkTable& table);

  // The next value of the row; what a view shows is copied.
  BulkInsert& number(std::int64_t number);
  // Numbers of the evidence are unsigned; those of databases are not. The bits are
  // kept.
  BulkInsert& count(std::uint64_t number);
  BulkInsert& text(std::string_view text);
  BulkInsert& blob(Bytes blob);
  BulkInsert& nothing();
  // A fault if there were not as many values as columns.
  [[nodiscard]] Result<void> end_row();

  [[nodiscard]] Result<void> flush();

 private:
  BulkInsert(Statement insert, std::size_t columns, std::string place)
      : insert_(std::move(insert)), columns_(columns), place_(std::move(place)) {}
  void put(char kind, std::uint64_t value);
  void put(char kind, Bytes bytes);
  [[nodiscard]] Fault unfit_row() const;
  [[nodiscard]] std::size_t bind_value(std::size_t at, int index);

  Statement insert_;
  std::size_t columns_;
  std::string place_;       // for faults
  std::size_t values_ = 0;  // of the row that is not ended
  std::string waiting_;     // values: kind, number or length, bytes
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_BULK_INSERT_H_
