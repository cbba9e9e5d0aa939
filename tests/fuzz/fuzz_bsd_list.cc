#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_bsd_list(Bytes input) {
  return check_plain_list(import_bsd_list, parse_bsd_row, input);
}

}  // namespace winnow
