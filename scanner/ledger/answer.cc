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
  return std::tie(a.path, a.inode, a.file, a.set_number) <
         std::tie(b.path, b.inode, b.file, b.set_number);
}

const std::vector<std::string>& never_examined() {
  static const std::vector<std::string> parts = {"unallocated space", "slack space",
                                                 "inside containers"};
  return parts;
}

}  // namespace winnow
