#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

// A record is found at the place that its row names.
Violation fuzz_encase_hash(Bytes input) {
  return check_list(
      by_source(import_encase_hash), input,
      [&](const Rows::Row& row, const std::string& hex) {
        const auto record = part(input, row.line, hex.size() / 2);
        return record && to_hex(*record) == hex;
      },
      Again::as_a_file);
}

}  // namespace winnow
