// The write-ahead log of an SQLite database, as frames: images of pages in the order in
// which they were written.
//
// Format: https://www.sqlite.org/fileformat2.html, "The Write-Ahead Log". One thread.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_WAL_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_WAL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/containers/container.h"

namespace winnow {

struct WalFrame {
  std::uint32_t page = 0;      // from 1 on
  std::uint32_t db_pages = 0;  // after the commit that it ends; 0 if it ends none
};

class SqliteWal {
 public:
  // Reads all of the log once. The content outlives this.
  [[nodiscard]] static Result<SqliteWal> open(Content& content,
                                              const ContainerLimits& limits);

  [[nodiscard]] std::uint32_t page_bytes() const { return page_bytes_; }
  // All that are whole, those too that an earlier use of the log has left behind.
  [[nodiscard]] const std::vector<WalFrame>& frames() const { return frames_; }
  // The first so many are what the database's readers take: up to the last commit whose
  // checksums hold.
  [[nodiscard]] std::size_t committed() const { return committed_; }
  // Behind the last frame of the change that this frame is part of.
  [[nodiscard]] std::size_t end_of_change(std::size_t frame) const {
    return ends_[frame];
  }
  // The last frame of that page among the first `end`; nothing if it is in none.
  [[nodiscard]] std::optional<std::size_t> last_of(std::uint32_t page,
                                                   std::size_t end) const;
  // Fills `target` from byte `offset` of the frame's page on.
  [[nodiscard]] Result<std::size_t> read(std::size_t frame, std::uint64_t offset,
                                         MutableBytes target) const;

 private:
  explicit SqliteWal(Content& content) : content_(&content) {}
  [[nodiscard]] Result<void> read_frames(const ContainerLimits& limits);

  Content* content_;
  std::vector<std::byte> head_;
  std::uint32_t page_bytes_ = 0;
  std::vector<WalFrame> frames_;
  std::vector<std::size_t> ends_;  // of the change, by frame
  std::size_t committed_ = 0;
  std::map<std::uint32_t, std::vector<std::size_t>> frames_of_;  // by page, rising
};

// A size of pages that SQLite takes.
[[nodiscard]] bool is_sqlite_page_size(std::uint32_t bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_SQLITE_WAL_H_
