#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_hashdeep(Bytes input) {
  return check_list(by_lines(import_hashdeep), input, in_their_line(text_of(input)));
}

}  // namespace winnow
