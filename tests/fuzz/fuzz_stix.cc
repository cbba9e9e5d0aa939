#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {

Violation fuzz_stix(Bytes input) {
  const std::string text = folded_json(text_of(input));
  return check_list(by_source(import_stix), input,
                    [&](const Rows::Row&, const std::string& hex) {
                      return text.find(hex) != std::string::npos;
                    });
}

}  // namespace winnow
