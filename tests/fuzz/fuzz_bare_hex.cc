#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_bare_hex(Bytes input) {
  return check_plain_list(import_bare_hex, parse_bare_row, input);
}

}  // namespace winnow
