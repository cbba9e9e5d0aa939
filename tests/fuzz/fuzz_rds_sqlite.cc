#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

// Texts of a database in UTF-16 have a zero byte before or behind each letter.
std::string wide(const std::string& text, bool zero_first) {
  std::string all;
  for (const char c : text) {
    all += zero_first ? std::string{'\0', c} : std::string{c, '\0'};
  }
  return all;
}

}  // namespace

Violation fuzz_rds_sqlite(Bytes input) {
  const std::string file = folded(text_of(input));
  return check_list(
      by_source(import_rds_sqlite), input,
      [&](const Rows::Row&, const std::string& hex) {
        return stands_in_database(file, hex) ||
               stands_in_database(file, wide(hex, false)) ||
               stands_in_database(file, wide(hex, true));
      },
      Again::as_a_file);
}

}  // namespace winnow
