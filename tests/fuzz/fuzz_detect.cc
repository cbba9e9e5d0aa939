#include "base/digester.h"
#include "hashsets/lists/detect.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

// Telling a format takes nothing from the source, and gives the same each time.
Violation fuzz_detect(Bytes input) {
  const Fd fd = memory_file(input);
  ListSource source(fd.get(), "list");
  const auto detected = detect_source(source);
  if (!detected && (detected.error().place.empty() || detected.error().what.empty())) {
    return "a fault without place or reason";
  }
  if (detected && detected->name.empty()) return "a format without a name";
  if (detected && detected->format == ListFormat::sqlite) return "no list by itself";
  const auto head = source.head();
  if (!head) return "the head cannot be read again";
  const auto by_head = detect_list(*head, "list");
  if (by_head && by_head->format != ListFormat::sqlite &&
      (!detected || detected->format != by_head->format)) {
    return "the head tells another format than the source";
  }
  if (auto skipped = source.skip_rest(); !skipped) return skipped.error().line();
  if (source.size() != input.size() ||
      source.sha256() != digest_of(Algorithm::sha256, input)) {
    return "something was taken from the source";
  }
  return {};
}

}  // namespace winnow
