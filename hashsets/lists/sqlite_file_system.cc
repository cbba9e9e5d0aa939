// Opening /proc/self/fd/N through SQLite's own file system would not do: it follows the
// link to a path, which may be another file by then, and looks for journals beside it.
#include "hashsets/lists/sqlite_file_system.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace winnow {
namespace {

constexpr const char* kName = "winnow-list";

struct OneFile {
  sqlite3_file base;  // must be the first
  int fd;
};

int fd_of(sqlite3_file* file) {
  return reinterpret_cast<OneFile*>(file)->fd;
}

int read_bytes(sqlite3_file* file, void* target, int count, sqlite3_int64 offset) {
  auto* bytes = static_cast<char*>(target);
  int done = 0;
  while (done < count) {
    const ssize_t got = ::pread(fd_of(file), bytes + done,
                                static_cast<std::size_t>(count - done), offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SQLITE_IOERR_READ;
    if (got == 0) break;
    done += static_cast<int>(got);
  }
  if (done == count) return SQLITE_OK;
  std::memset(bytes + done, 0, static_cast<std::size_t>(count - done));
  return SQLITE_IOERR_SHORT_READ;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  struct stat info {};
  if (::fstat(fd_of(file), &info) != 0) return SQLITE_IOERR_FSTAT;
  *size = info.st_size;
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

// Only what sqlite_file_name() gave, and only as a main database.
int open_one(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags,
             int* flags_out) {
  file->pMethods = nullptr;
  if (name == nullptr || (flags & SQLITE_OPEN_MAIN_DB) == 0 ||
      (flags & SQLITE_OPEN_READONLY) == 0) {
    return SQLITE_CANTOPEN;
  }
  const std::string_view digits = name;
  int fd = -1;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, fd);
  if (parsed.ec != std::errc() || parsed.ptr != end || fd < 0) return SQLITE_CANTOPEN;
  reinterpret_cast<OneFile*>(file)->fd = fd;
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
// Nothing that reads a list draws lots, waits or asks for the time.
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

const char* sqlite_file_system() {
  static const int registered = sqlite3_vfs_register(file_system(), 0);
  return registered == SQLITE_OK ? kName : "";
}

std::string sqlite_file_name(int fd) {
  return std::to_string(fd);
}

}  // namespace winnow
