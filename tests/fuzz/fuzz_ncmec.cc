#include <algorithm>

#include "hashsets/lists/ncmec_deletions.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

// Whether the rows of `few` are among those of `all`, in their order.
bool is_part_of(const Rows& few, const Rows& all) {
  auto next = all.taken.begin();
  for (const Rows::Row& row : few.taken) {
    next = std::find(next, all.taken.end(), row);
    if (next == all.taken.end()) return false;
    ++next;
  }
  return true;
}

}  // namespace

// Deletions only ever take rows away, and each that they take is counted.
Violation fuzz_ncmec(Bytes input) {
  const ImportedList all = import_any(by_source(import_ncmec), input);
  if (all.violation) return all.violation;
  NcmecDeletions deletions;
  const ImportedList collected =
      import_any([&](ListSource& source,
                     RowSink&) { return collect_ncmec_deletions(source, deletions); },
                 input);
  if (collected.violation) return collected.violation;
  if (collected.fault.has_value() != all.fault.has_value()) {
    return "a list that can be read for its deletions or its rows only";
  }
  ImportOptions options;
  options.deletions = &deletions;
  const ImportedList left = import_any(by_source(import_ncmec, options), input);
  if (left.violation) return left.violation;
  if (!is_part_of(left.rows, all.rows)) return "deletions gave rows";
  std::size_t withdrawn = 0;
  for (const auto& [place, reason] : left.rows.rejected) {
    if (reason == RowReason::withdrawn) ++withdrawn;
  }
  if (left.rows.taken.size() + withdrawn < all.rows.taken.size()) {
    return "deletions took rows without counting them";
  }
  if (deletions.size() == 0 && left.rows.taken != all.rows.taken) {
    return "rows were withdrawn by nothing";
  }
  const std::string text = folded_xml(text_of(input));
  return all_stand(all.rows, [&](const Rows::Row&, const std::string& hex) {
    return text.find(hex) != std::string::npos;
  });
}

}  // namespace winnow
