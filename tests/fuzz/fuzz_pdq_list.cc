#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_pdq_list(Bytes input) {
  return check_list(by_source(import_pdq_list), input, in_their_line(text_of(input)));
}

}  // namespace winnow
