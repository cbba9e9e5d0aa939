#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {

Violation fuzz_hashlookup(Bytes input) {
  const auto lines = lines_of(text_of(input)).lines;
  return check_list(by_lines(import_hashlookup), input,
                    [&](const Rows::Row& row, const std::string& hex) {
                      if (row.line < 1 || row.line > lines.size()) return false;
                      const auto line = lines[static_cast<std::size_t>(row.line - 1)];
                      return folded_json(line).find(hex) != std::string::npos;
                    });
}

}  // namespace winnow
