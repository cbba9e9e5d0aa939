#include "drivers/cli/shown_findings.h"

#include <algorithm>
#include <iterator>

namespace winnow {

bool ShownFindings::is_new(const Finding& finding) {
  const Entry entry(finding.set_number, finding.entry);
  if (finding.kind == FindingKind::block) {
    bool is_new = false;
    for (const Run& run : finding.runs) {
      is_new |= add(blocks_[entry], run.offset, run.offset + run.length);
    }
    return is_new;
  }
  const Place place(finding.file, finding.member);
  if (finding.kind == FindingKind::exact) listed_files_.insert(place);
  return files_.emplace(place, entry, finding.kind, finding.hint).second;
}

// False if all of [begin, end) is in `shown`.
bool ShownFindings::add(Stretches& shown, std::uint64_t begin, std::uint64_t end) {
  auto next = shown.upper_bound(begin);
  if (next != shown.begin() && std::prev(next)->second >= begin) {
    --next;
    if (next->second >= end) return false;
    begin = next->first;
  }
  while (next != shown.end() && next->first <= end) {
    end = std::max(end, next->second);
    next = shown.erase(next);
  }
  shown.emplace(begin, end);
  return true;
}

}  // namespace winnow
