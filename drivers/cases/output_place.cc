#include "drivers/cases/output_place.h"

#include "base/place.h"
#include "base/text.h"
#include "scanner/supervise/recorder.h"

namespace winnow {

Result<void> check_apart_from_exhibits(const CaseFolder& folder,
                                       const std::string& out) {
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  for (const std::string& journal : *journals) {
    const auto run = run_of_journal(journal);
    // A damaged one is told of by what reads it.
    if (!run || !*run || !lies_in(out, (*run)->path)) continue;
    return Fault{FaultKind::usage,
                 "lies inside the exhibit " + printable_utf8((*run)->exhibit) +
                     ", which is never written to; choose another --out",
                 out, std::nullopt};
  }
  return {};
}

}  // namespace winnow
