// NSRL RDS v3 (SQLite). The minimal edition has a table FILE and a view DISTINCT_HASH;
// in the full one FILE is a view and METADATA the table behind it. Both are read from
// the table: a view is a program of the sender's, and both give each content once for
// every package it is in, which is the set writer's to fold.
#include <string>
#include <utility>

#include "hashsets/lists/list_import.h"
#include "hashsets/lists/sqlite_list.h"

namespace winnow {
namespace {

// Takes the digest of a column into the row; false if there is something else in it.
bool take_digest(const SqliteRow& from, std::size_t column, Algorithm algorithm,
                 ListRow& row, bool& any) {
  if (from.is_null(column)) return true;
  const auto text = from.text(column);
  if (!text) return false;
  if (text->empty()) return true;
  const auto digest = parse_digest(*text);
  if (!digest || digest->algorithm != algorithm) return false;
  row.digests.set(*digest);
  any = true;
  return true;
}

void take_row(const SqliteRow& from, std::uint64_t number, RowSink& sink) {
  ListRow row;
  bool any = false;
  const std::string shown(from.text(0).value_or(""));
  const RowPlace place(RowPlace::Unit::row, number, shown);
  const bool good = take_digest(from, 0, Algorithm::sha256, row, any) &&
                    take_digest(from, 1, Algorithm::sha1, row, any) &&
                    take_digest(from, 2, Algorithm::md5, row, any);
  if (!good) return sink.reject(RowReason::not_a_digest, place);
  if (!any) return sink.reject(RowReason::no_digest, place);
  const auto size = from.number(3);
  if (size && *size >= 0) row.size = static_cast<std::uint64_t>(*size);
  sink.take(row, place);
}

// The release, which stands in a table of one row. What cannot be read of it is not
// missed: no row of the list depends on it.
void tell_release(SqliteList& list, RowSink& sink) {
  const auto has_version = list.has_table("VERSION");
  if (!has_version || !*has_version) return;
  std::string version;
  std::string released_on;
  const auto read =
      list.scan("VERSION", {"version", "release_date"}, [&](const SqliteRow& row) {
        version = row.text(0).value_or("");
        released_on = row.text(1).value_or("");
      });
  if (read) sink.about({"NSRL", version, released_on});
}

}  // namespace

Result<std::string> rds_sqlite_name(SqliteList& list) {
  const auto full = list.has_table("METADATA");
  if (!full) return full.error();
  if (*full) return std::string("nsrl-3-full");
  const auto minimal = list.has_table("FILE");
  if (!minimal) return minimal.error();
  return std::string(*minimal ? "nsrl-3-minimal" : "");
}

Result<void> import_rds_sqlite(ListSource& source, const ImportOptions& /*options*/,
                               RowSink& sink) {
  auto list = SqliteList::open(source);
  if (!list) return std::move(list).error();
  const auto name = rds_sqlite_name(*list);
  if (!name) return name.error();
  const bool full = *name == "nsrl-3-full";
  tell_release(*list, sink);
  std::uint64_t number = 0;
  auto scanned =
      list->scan(full ? "METADATA" : "FILE",
                 {"sha256", "sha1", "md5", full ? "bytes" : "file_size"},
                 [&](const SqliteRow& row) { take_row(row, ++number, sink); });
  if (!scanned) return scanned;
  return source.skip_rest();
}

}  // namespace winnow
