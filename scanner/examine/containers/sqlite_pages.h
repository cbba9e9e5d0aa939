// The pages of an SQLite database as its readers see them: those of its log laid over
// those of the file. And the file system that SQLite is given to read them, and nothing
// else. One thread.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_PAGES_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_PAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/containers/sqlite_wal.h"
#include "scanner/examine/content/content.h"

struct sqlite3;

namespace winnow {

class SqlitePages {
 public:
  // `wal` may be null; of it the first `frames` count. Both outlive this.
  SqlitePages(Content& file, std::uint32_t page_bytes, const SqliteWal* wal,
              std::size_t frames);

  [[nodiscard]] std::uint32_t page_bytes() const { return page_bytes_; }
  [[nodiscard]] std::uint64_t size_bytes() const;
  // As Content::read(); the head says that there is no log.
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, MutableBytes target);
  // All of a page, from 1 on; a fault beyond the last.
  [[nodiscard]] Result<std::vector<std::byte>> page(std::uint32_t number);

 private:
  Content& file_;
  std::uint32_t page_bytes_;
  const SqliteWal* wal_;
  std::size_t frames_;
};

// Opens them, read-only. SQLite's own result code; whatever it is, *database is to be
// closed with sqlite3_close(). The pages outlive it. Safe from any thread.
[[nodiscard]] int open_sqlite_pages(SqlitePages& pages, sqlite3** database);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_PAGES_H_
