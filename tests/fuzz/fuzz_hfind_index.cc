#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"

namespace winnow {

Violation fuzz_hfind_index(Bytes input) {
  return check_list(by_source(import_hfind_index), input,
                    in_their_line(text_of(input)));
}

}  // namespace winnow
