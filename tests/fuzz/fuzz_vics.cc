#include <initializer_list>
#include <optional>

#include "hashsets/lists/category_profile.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

CategoryProfile shipped(const char* name) {
  return CategoryProfile::open(name).value();
}

}  // namespace

// With profiles the same digests come out as without, unless there is a fault: whose
// numbers they are makes no row and no digest.
Violation fuzz_vics(Bytes input) {
  static const CategoryProfile kUk = shipped("uk");
  static const CategoryProfile kUs = shipped("us");
  const std::string text = folded_json(text_of(input));
  const auto stands = [&](const Rows::Row&, const std::string& hex) {
    return text.find(hex) != std::string::npos;
  };
  std::optional<std::string> digests;
  for (const CategoryProfile* profile :
       std::initializer_list<const CategoryProfile*>{nullptr, &kUk, &kUs}) {
    ImportOptions options;
    options.profile = profile;
    const ImportedList list = import_any(by_source(import_vics, options), input);
    if (list.violation) return list.violation;
    if (auto absent = all_stand(list.rows, stands)) return absent;
    if (list.fault) continue;
    std::string these;
    for (const Rows::Row& row : list.rows.taken) {
      these += row.digests + " " + row.pdq + "\n";
      if (profile != nullptr && row.code && row.profile != profile->id()) {
        return "a category that is not the operator's profile's";
      }
    }
    if (digests.value_or(these) != these) return "a profile changes what is listed";
    digests = these;
  }
  return {};
}

}  // namespace winnow
