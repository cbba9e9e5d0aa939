// A log is laid over the file here, page by page, rather than by SQLite: that would
// need memory shared with other processes, and a file that it may write.
#include "scanner/examine/containers/sqlite_pages.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace winnow {
namespace {

constexpr const char* kName = "winnow-content";
constexpr std::uint64_t kFormatVersions = 18;  // in the head: of writers and readers

// What is being opened on this thread: a name could be forged, this cannot.
thread_local SqlitePages* to_open = nullptr;

struct OneFile {
  sqlite3_file base;  // must be the first
  SqlitePages* pages;
};

SqlitePages& pages_of(sqlite3_file* file) {
  return *reinterpret_cast<OneFile*>(file)->pages;
}

int read_bytes(sqlite3_file* file, void* target, int count, sqlite3_int64 offset) {
  const MutableBytes bytes(static_cast<std::byte*>(target),
                           static_cast<std::size_t>(count));
  const auto got = pages_of(file).read(static_cast<std::uint64_t>(offset), bytes);
  if (!got) return SQLITE_IOERR_READ;
  if (*got == bytes.size()) return SQLITE_OK;
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(*got), bytes.end(),
            std::byte{0});
  return SQLITE_IOERR_SHORT_READ;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(pages_of(file).size_bytes());
  return SQLITE_OK;
}

int close_nothing(sqlite3_file* /*file*/) {
  return SQLITE_OK;
}
int refuse_write(sqlite3_file* /*file*/, const void* /*from*/, int /*count*/,
                 sqlite3_int64 /*offset*/) {
  return SQLITE_READONLY;
}
int refuse_truncate(sqlite3_file* /*file*/, sqlite3_int64 /*size*/) {
  return SQLITE_READONLY;
}
int ignore(sqlite3_file* /*file*/, int /*flags*/) {
  return SQLITE_OK;
}
int no_one_holds_a_lock(sqlite3_file* /*file*/, int* held) {
  *held = 0;
  return SQLITE_OK;
}
int no_control(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file* /*file*/) {
  return 4096;
}
int device_characteristics(sqlite3_file* /*file*/) {
  return SQLITE_IOCAP_IMMUTABLE;
}

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods table = [] {
    sqlite3_io_methods m{};
    m.iVersion = 1;  // no shared memory, no mapping
    m.xClose = close_nothing;
    m.xRead = read_bytes;
    m.xWrite = refuse_write;
    m.xTruncate = refuse_truncate;
    m.xSync = ignore;
    m.xFileSize = file_size;
    m.xLock = ignore;
    m.xUnlock = ignore;
    m.xCheckReservedLock = no_one_holds_a_lock;
    m.xFileControl = no_control;
    m.xSectorSize = sector_size;
    m.xDeviceCharacteristics = device_characteristics;
    return m;
  }();
  return table;
}

int open_one(sqlite3_vfs* /*vfs*/, const char* /*name*/, sqlite3_file* file, int flags,
             int* flags_out) {
  file->pMethods = nullptr;
  if (to_open == nullptr || (flags & SQLITE_OPEN_MAIN_DB) == 0 ||
      (flags & SQLITE_OPEN_READONLY) == 0) {
    return SQLITE_CANTOPEN;
  }
  reinterpret_cast<OneFile*>(file)->pages = to_open;
  to_open = nullptr;
  file->pMethods = &methods();
  if (flags_out != nullptr) *flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  return SQLITE_OK;
}

int refuse_delete(sqlite3_vfs* /*vfs*/, const char* /*name*/, int /*sync*/) {
  return SQLITE_READONLY;
}
int nothing_exists(sqlite3_vfs* /*vfs*/, const char* /*name*/, int /*flags*/,
                   int* exists) {
  *exists = 0;
  return SQLITE_OK;
}
int name_as_it_is(sqlite3_vfs* /*vfs*/, const char* name, int room, char* full) {
  const std::string_view text = name;
  if (text.size() >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  std::memcpy(full, text.data(), text.size());
  full[text.size()] = '\0';
  return SQLITE_OK;
}
// Nothing that reads draws lots, waits or asks for the time.
int no_randomness(sqlite3_vfs* /*vfs*/, int count, char* target) {
  std::memset(target, 0, static_cast<std::size_t>(count));
  return count;
}
int no_sleep(sqlite3_vfs* /*vfs*/, int microseconds) {
  return microseconds;
}
int no_time(sqlite3_vfs* /*vfs*/, double* now) {
  *now = 0;
  return SQLITE_OK;
}
int no_error(sqlite3_vfs* /*vfs*/, int /*length*/, char* /*text*/) {
  return SQLITE_OK;
}

sqlite3_vfs* file_system() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs v{};
    v.iVersion = 1;
    v.szOsFile = sizeof(OneFile);
    v.mxPathname = 64;
    v.zName = kName;
    v.xOpen = open_one;
    v.xDelete = refuse_delete;
    v.xAccess = nothing_exists;
    v.xFullPathname = name_as_it_is;
    v.xRandomness = no_randomness;
    v.xSleep = no_sleep;
    v.xCurrentTime = no_time;
    v.xGetLastError = no_error;
    return v;
  }();
  return &vfs;
}

}  // namespace

SqlitePages::SqlitePages(Content& file, std::uint32_t page_bytes, const SqliteWal* wal,
                         std::size_t frames)
    : file_(file), page_bytes_(page_bytes), wal_(wal), frames_(frames) {}

std::uint64_t SqlitePages::size_bytes() const {
  if (wal_ == nullptr || frames_ == 0) return file_.size_bytes();
  return std::uint64_t{wal_->frames()[frames_ - 1].db_pages} * page_bytes_;
}

Result<std::size_t> SqlitePages::read(std::uint64_t offset, MutableBytes target) {
  std::size_t done = 0;
  while (done < target.size()) {
    const std::uint64_t at = offset + done;
    const std::uint64_t within = at % page_bytes_;
    const MutableBytes rest = target.subspan(done).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(target.size() - done, page_bytes_ - within)));
    const auto page = static_cast<std::uint32_t>(at / page_bytes_ + 1);
    const auto frame = wal_ != nullptr ? wal_->last_of(page, frames_) : std::nullopt;
    const auto got = frame ? wal_->read(*frame, within, rest) : file_.read(at, rest);
    if (!got) return got;
    done += *got;
    if (*got < rest.size()) break;
  }
  // Version 2 stands for a log, which SQLite would look for.
  for (std::uint64_t i = kFormatVersions; i < kFormatVersions + 2; ++i) {
    if (i >= offset && i - offset < done &&
        target[static_cast<std::size_t>(i - offset)] == std::byte{2}) {
      target[static_cast<std::size_t>(i - offset)] = std::byte{1};
    }
  }
  return done;
}

Result<std::vector<std::byte>> SqlitePages::page(std::uint32_t number) {
  std::vector<std::byte> bytes(page_bytes_);
  const Fault beyond{FaultKind::malformed, "points beyond its last page", "", {}};
  if (number == 0) return beyond;
  const auto got = read(std::uint64_t{number - 1} * page_bytes_, bytes);
  if (!got) return got.error();
  if (*got < bytes.size()) return beyond;
  return bytes;
}

int open_sqlite_pages(SqlitePages& pages, sqlite3** database) {
  static const int registered = sqlite3_vfs_register(file_system(), 0);
  if (registered != SQLITE_OK) return registered;
  to_open = &pages;
  const int code = sqlite3_open_v2("content", database,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, kName);
  to_open = nullptr;
  return code;
}

}  // namespace winnow
