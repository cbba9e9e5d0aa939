// SQLite databases made on the spot, as lists come in them.
#ifndef WINNOW_TESTS_HASHSETS_LISTS_SQLITE_FILES_H_
#define WINNOW_TESTS_HASHSETS_LISTS_SQLITE_FILES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// The bytes of a database in which this was executed.
[[nodiscard]] std::vector<std::byte> sqlite_image(const std::string& sql);

// Schemas of NSRL RDS v3 and of Autopsy, and rows of invented digests for them.
[[nodiscard]] std::string minimal_rds(std::size_t rows);
[[nodiscard]] std::string full_rds(std::size_t rows);
[[nodiscard]] std::string kdb(std::size_t rows);

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_LISTS_SQLITE_FILES_H_
