// The rows of a database's tables, read by SQLite itself, which is held to reading.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_TABLES_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_TABLES_H_

#include "base/result.h"
#include "scanner/examine/containers/database_values.h"
#include "scanner/examine/containers/sqlite_pages.h"

namespace winnow {

// How far the reading came.
struct TablesRead {
  bool is_stopped = false;  // by the sink or a cap: see DatabaseValues::outcome()
  Result<void> damage;      // the first; tables behind it were read all the same
};

// Every blob and text of every table goes to `values`. Triggers, views and virtual
// tables are not run; the latter get a note. One thread.
[[nodiscard]] TablesRead read_sqlite_tables(SqlitePages& pages,
                                            const ContainerLimits& limits,
                                            DatabaseValues& values);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_TABLES_H_
