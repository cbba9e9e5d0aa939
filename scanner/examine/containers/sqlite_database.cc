// SQLite databases: what their tables hold, then what earlier states have left behind
// in the log, under it and in free pages.
//
// Format: https://www.sqlite.org/fileformat2.html.
#include <algorithm>
#include <array>
#include <optional>

#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/database_values.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/sqlite_pages.h"
#include "scanner/examine/containers/sqlite_record.h"
#include "scanner/examine/containers/sqlite_tables.h"
#include "scanner/examine/containers/sqlite_wal.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kHeadBytes = 100;
constexpr std::string_view kJournalMagic("\xD9\xD5\x05\xF9\x20\xA1\x63\xD7", 8);
constexpr std::uint64_t kJournalSectorBytes = 512;
constexpr std::uint64_t kPassesOverRows = 2;  // text may grow as it becomes UTF-8
constexpr std::uint64_t kPassesOverOldStates = 4;

// Rows of pages that no table need lead to. Their columns have numbers, from 1 on.
class OldRows {
 public:
  OldRows(std::size_t usable_bytes, std::uint64_t most_row_bytes,
          DatabaseValues& values)
      : usable_(usable_bytes), most_(most_row_bytes), values_(values) {}

  // False: no more is wanted, or may be had.
  bool read(Bytes page, std::uint32_t number, const std::string& label,
            const SqlitePageReader& read_page) {
    return for_each_record(
        page, usable_, number == 1, most_, read_page, [&](const SqliteRecord& record) {
          return values_.spend(record.payload_bytes) && take(record, label);
        });
  }

 private:
  bool take(const SqliteRecord& record, const std::string& label) {
    const std::string row = std::to_string(record.row);
    for (std::size_t i = 0; i < record.values.size(); ++i) {
      const SqliteValue& value = record.values[i];
      if (value.bytes.size() < DatabaseValues::kLeastBytes) continue;
      const std::string column = "column-" + std::to_string(i + 1);
      const ValuePlace place{label + "/" + row + "/" + column, "",
                             label + ", row " + row + ", " + column};
      const bool goes_on = value.kind == SqliteKind::blob
                               ? values_.blob(place, value.bytes)
                               : values_.text(place, text_of(value.bytes));
      if (!goes_on) return false;
    }
    return true;
  }

  std::size_t usable_;
  std::uint64_t most_;
  DatabaseValues& values_;
};

std::string numbered(const char* what, std::uint64_t number) {
  return what + std::to_string(number);
}

// A frame's rows, with what else of them its own change wrote.
bool read_frame(const SqliteWal& wal, Content& file, std::size_t frame,
                const char* label, OldRows& rows) {
  SqlitePages then(file, wal.page_bytes(), &wal, wal.end_of_change(frame));
  std::vector<std::byte> page(wal.page_bytes());
  const auto got = wal.read(frame, 0, page);
  if (!got || *got < page.size()) return true;
  return rows.read(page, wal.frames()[frame].page, numbered(label, frame + 1),
                   [&then](std::uint32_t number) { return then.page(number); });
}

class DatabaseReader {
 public:
  DatabaseReader(Content& content, Siblings* siblings, const ContainerLimits& limits,
                 MemberSink& sink)
      : content_(content), siblings_(siblings), limits_(limits), sink_(sink) {}

  Result<void> run() {
    auto head = read_part(content_, 0, kHeadBytes);
    if (!head) return std::move(head).error();
    const std::uint32_t stated = be<std::uint16_t>(*head, 16);
    page_bytes_ = stated == 1 ? 65536 : stated;
    if (!has_magic(*head, 0, kMagic) || !is_sqlite_page_size(page_bytes_)) {
      return Fault{FaultKind::malformed, "is not an SQLite database", "", {}};
    }
    usable_ = page_bytes_ - le<std::uint8_t>(*head, 20);
    open_beside();
    SqlitePages pages(content_, page_bytes_, wal(), committed());
    DatabaseValues values(limits_, sink_, kPassesOverRows * pages.size_bytes());
    const TablesRead read = read_sqlite_tables(pages, limits_, values);
    if (!read.is_stopped) read_old_states(pages, !read.damage, values);
    auto outcome = values.outcome();
    return outcome ? read.damage : outcome;
  }

 private:
  [[nodiscard]] const SqliteWal* wal() const { return wal_ ? &*wal_ : nullptr; }
  [[nodiscard]] std::size_t committed() const { return wal_ ? wal_->committed() : 0; }

  void open_beside() {
    if (siblings_ == nullptr) return;
    journal_ = siblings_->open_called("-journal");
    if (journal_) {
      const auto start = read_up_to(*journal_, 0, kJournalMagic.size());
      if (start && has_magic(*start, 0, kJournalMagic)) {
        sink_.note("a journal lies beside it, by which its last change may be undone");
      }
    }
    wal_content_ = siblings_->open_called("-wal");
    if (!wal_content_ || wal_content_->size_bytes() == 0) return;
    auto wal = SqliteWal::open(*wal_content_, limits_);
    if (!wal) {
      sink_.note("the log beside it is not read: it " + wal.error().what);
    } else if (wal->page_bytes() != page_bytes_) {
      sink_.note("the log beside it is not read: its pages are of another size");
    } else {
      wal_ = *std::move(wal);
    }
  }

  void read_old_states(SqlitePages& pages, bool all_pages, DatabaseValues& values) {
    const std::uint64_t size =
        content_.size_bytes() + (wal_content_ ? wal_content_->size_bytes() : 0);
    values.only_new(kPassesOverOldStates * size);
    OldRows rows(usable_, std::min(size, limits_.memory_bytes), values);
    if (all_pages && !read_all_pages(pages, rows)) return;
    if (!read_free_pages(pages, rows)) return;
    if (wal_ && !read_under_log(rows)) return;
    if (wal_ && !read_log(rows)) return;
    if (journal_) read_journal(pages, rows);
  }

  // Where the tables are damaged: every page that looks like a part of one.
  bool read_all_pages(SqlitePages& pages, OldRows& rows) {
    const std::uint64_t count =
        std::min<std::uint64_t>(pages.size_bytes() / page_bytes_, 0xFFFFFFFE);
    for (std::uint32_t number = 1; number <= count; ++number) {
      if (!read_page(pages, number, numbered("page-", number), rows)) return false;
    }
    return true;
  }

  bool read_page(SqlitePages& pages, std::uint32_t number, const std::string& label,
                 OldRows& rows) {
    const auto page = pages.page(number);
    if (!page) return true;
    return rows.read(*page, number, label,
                     [&pages](std::uint32_t other) { return pages.page(other); });
  }

  bool read_free_pages(SqlitePages& pages, OldRows& rows) {
    const auto head = pages.page(1);
    if (!head) return true;
    std::uint64_t left = std::min<std::uint64_t>(be<std::uint32_t>(*head, 36),
                                                 pages.size_bytes() / page_bytes_);
    std::uint32_t trunk = be<std::uint32_t>(*head, 32);
    while (trunk != 0 && left > 0) {
      --left;
      const auto list = pages.page(trunk);
      if (!list) return true;
      const std::uint64_t count = std::min<std::uint64_t>(
          {be<std::uint32_t>(*list, 4), left, (page_bytes_ - 8) / 4});
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto number = be<std::uint32_t>(*list, 8 + 4 * i);
        if (!read_page(pages, number, numbered("free/page-", number), rows)) {
          return false;
        }
      }
      left -= count;
      trunk = be<std::uint32_t>(*list, 0);
    }
    return true;
  }

  // Pages of the file that the log has newer forms of.
  bool read_under_log(OldRows& rows) {
    SqlitePages file(content_, page_bytes_, nullptr, 0);
    const std::uint64_t count =
        std::min<std::uint64_t>(content_.size_bytes() / page_bytes_, 0xFFFFFFFE);
    for (std::uint32_t number = 1; number <= count; ++number) {
      if (wal_->last_of(number, committed()) &&
          !read_page(file, number, numbered("under-log/page-", number), rows)) {
        return false;
      }
    }
    return true;
  }

  // Frames that later ones have replaced, that were not committed, or that an earlier
  // use of the log has left.
  bool read_log(OldRows& rows) {
    const auto& frames = wal_->frames();
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const bool is_current =
          i < committed() && wal_->last_of(frames[i].page, committed()) == i;
      if (is_current) continue;
      if (!read_frame(*wal_, content_, i, "log/frame-", rows)) return false;
    }
    return true;
  }

  // Pages as they were before a change: each behind its number and before a checksum.
  // A journal that is done with keeps them, with its head overwritten by zeros.
  void read_journal(SqlitePages& pages, OldRows& rows) {
    const std::uint64_t record_bytes = 4 + std::uint64_t{page_bytes_} + 4;
    for (std::uint64_t at = kJournalSectorBytes;; at += record_bytes) {
      const auto record = read_part(*journal_, at, record_bytes);
      if (!record) return;
      const auto number = be<std::uint32_t>(*record, 0);
      const auto others = [&pages](std::uint32_t other) { return pages.page(other); };
      if (number == 0 || !rows.read(Bytes(*record).subspan(4, page_bytes_), number,
                                    numbered("journal/page-", number), others)) {
        return;
      }
    }
  }

  Content& content_;
  Siblings* siblings_;
  const ContainerLimits& limits_;
  MemberSink& sink_;
  std::uint32_t page_bytes_ = 0;
  std::size_t usable_ = 0;
  std::unique_ptr<Content> journal_, wal_content_;
  std::optional<SqliteWal> wal_;
};

// The bytes at the end of each page that its database keeps free, if page 1 is there.
std::size_t reserved_bytes(const SqliteWal& wal) {
  const auto first = wal.last_of(1, wal.frames().size());
  std::array<std::byte, kHeadBytes> head{};
  if (!first || !wal.read(*first, 0, head)) return 0;
  return has_magic(head, 0, kMagic) ? le<std::uint8_t>(head, 20) : 0;
}

}  // namespace

Result<void> open_sqlite(Content& content, Siblings* siblings,
                         const ContainerLimits& limits, MemberSink& sink) {
  return DatabaseReader(content, siblings, limits, sink).run();
}

Result<void> open_sqlite_log(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  auto wal = SqliteWal::open(content, limits);
  if (!wal) return std::move(wal).error();
  DatabaseValues values(limits, sink, 0);
  const std::uint64_t size = content.size_bytes();
  values.only_new(kPassesOverOldStates * size);
  OldRows rows(wal->page_bytes() - reserved_bytes(*wal),
               std::min(size, limits.memory_bytes), values);
  const auto& frames = wal->frames();
  MemoryContent no_file({});
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (!read_frame(*wal, no_file, i, "frame-", rows)) break;
  }
  return values.outcome();
}

}  // namespace winnow
