// Hash sets of Autopsy and The Sleuth Kit (.kdb), SQLite of schema version 1:
//
//   db_properties(name, value)   with the row ("Schema Version", "1")
//   hashes(id, md5, sha1, sha2_256)   blobs; file_names and comments are not used
#include <string>
#include <utility>

#include "hashsets/lists/list_import.h"
#include "hashsets/lists/sqlite_list.h"

namespace winnow {
namespace {

bool take_digest(const SqliteRow& from, std::size_t column, Algorithm algorithm,
                 ListRow& row, bool& any) {
  if (from.is_null(column)) return true;
  const auto bytes = from.blob(column);
  if (!bytes) return false;
  const auto digest = make_digest(algorithm, *bytes);
  if (!digest) return false;
  row.digests.set(*digest);
  any = true;
  return true;
}

void take_row(const SqliteRow& from, std::uint64_t number, RowSink& sink) {
  ListRow row;
  bool any = false;
  const std::string shown = to_hex(from.blob(0).value_or(Bytes()));
  const RowPlace place(RowPlace::Unit::row, number, shown);
  const bool good = take_digest(from, 0, Algorithm::md5, row, any) &&
                    take_digest(from, 1, Algorithm::sha1, row, any) &&
                    take_digest(from, 2, Algorithm::sha256, row, any);
  if (!good) return sink.reject(RowReason::not_a_digest, place);
  if (!any) return sink.reject(RowReason::no_digest, place);
  sink.take(row, place);
}

Result<void> check_version(SqliteList& list, const std::string& name) {
  std::string version;
  auto scanned =
      list.scan("db_properties", {"name", "value"}, [&](const SqliteRow& row) {
        if (row.text(0) == "Schema Version") version = row.text(1).value_or("");
      });
  if (!scanned) return scanned;
  if (version == "1") return {};
  return Fault{FaultKind::unsupported,
               "is an Autopsy hash set of another schema version than 1, the one that "
               "is read; export it as a list of MD5 digests",
               name, std::nullopt};
}

}  // namespace

Result<bool> is_kdb(SqliteList& list) {
  for (const char* table : {"db_properties", "hashes"}) {
    auto there = list.has_table(table);
    if (!there || !*there) return there;
  }
  return true;
}

Result<void> import_kdb(ListSource& source, const ImportOptions& /*options*/,
                        RowSink& sink) {
  auto list = SqliteList::open(source);
  if (!list) return std::move(list).error();
  if (auto checked = check_version(*list, source.name()); !checked) return checked;
  std::uint64_t number = 0;
  auto scanned =
      list->scan("hashes", {"md5", "sha1", "sha2_256"},
                 [&](const SqliteRow& row) { take_row(row, ++number, sink); });
  if (!scanned) return scanned;
  return source.skip_rest();
}

}  // namespace winnow
