// The file system SQLite is given to read one descriptor and nothing else.
#ifndef WINNOW_HASHSETS_LISTS_SQLITE_FILE_SYSTEM_H_
#define WINNOW_HASHSETS_LISTS_SQLITE_FILE_SYSTEM_H_

#include <string>

namespace winnow {

// For sqlite3_open_v2; registered with SQLite on the first call, safe from any thread.
[[nodiscard]] const char* sqlite_file_system();
// The name under which it opens a descriptor: read-only, with pread(), not closing it.
[[nodiscard]] std::string sqlite_file_name(int fd);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_SQLITE_FILE_SYSTEM_H_
