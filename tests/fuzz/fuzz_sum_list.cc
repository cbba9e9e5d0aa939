#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_sum_list(Bytes input) {
  return check_plain_list(import_sum_list, parse_sum_row, input);
}

}  // namespace winnow
