#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

std::string raw(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace

// As bytes in a row, or as digits where the schema has it as the value of a column that
// a row leaves out.
Violation fuzz_kdb(Bytes input) {
  const std::string_view file = text_of(input);
  const std::string digits = folded(file);
  return check_list(
      by_source(import_kdb), input,
      [&](const Rows::Row&, const std::string& hex) {
        return stands_in_database(file, raw(hex)) || stands_in_database(digits, hex);
      },
      Again::as_a_file);
}

}  // namespace winnow
