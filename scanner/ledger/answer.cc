#include "scanner/ledger/answer.h"

#include <tuple>

namespace winnow {

const char* to_string(FindingKind kind) {
  switch (kind) {
    case FindingKind::exact:
      return "exact";
    case FindingKind::near:
      return "near";
    case FindingKind::block:
      return "block";
    case FindingKind::record:
      return "record";
    case FindingKind::indication:
      return "indication";
  }
  return "unknown";
}

bool comes_before(const Finding& a, const Finding& b) {
  return std::tie(a.path, a.inode, a.file, a.set_number, a.entry) <
         std::tie(b.path, b.inode, b.file, b.set_number, b.entry);
}

std::set<std::string> never_examined(const Coverage& coverage) {
  if (coverage.space_searched) return {"inside containers"};
  return {"inside containers", "slack space", "unallocated space"};
}

}  // namespace winnow
