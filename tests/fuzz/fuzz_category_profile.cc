#include <string>

#include "base/text.h"
#include "hashsets/lists/category_profile.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {

Violation fuzz_category_profile(Bytes input) {
  const auto profile = CategoryProfile::parse(std::string(text_of(input)), "profile");
  if (!profile) {
    return profile.error().place == "profile" && !profile.error().what.empty()
               ? Violation()
               : "a fault without place or reason";
  }
  for (const std::string& text :
       {profile->id(), profile->region(), profile->source_ref(), profile->version()}) {
    if (text.empty() || !is_printable_utf8(text)) return "a text that cannot be shown";
  }
  if (profile->entries().empty()) return "no entries";
  const CategoryProfile::Entry* previous = nullptr;
  for (const CategoryProfile::Entry& entry : profile->entries()) {
    if (previous != nullptr && previous->code >= entry.code) {
      return "codes out of order, or one that is there twice";
    }
    if (profile->find(entry.code) != &entry) return "an entry that is not found";
    if (entry.severity_rank < 1 || entry.label.empty() ||
        !is_printable_utf8(entry.label) || !is_printable_utf8(entry.legal_letter)) {
      return "an entry that is not whole";
    }
    previous = &entry;
  }
  return {};
}

}  // namespace winnow
