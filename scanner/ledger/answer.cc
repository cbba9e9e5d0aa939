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
  return std::tie(a.path, a.inode, a.file, a.member, a.set_number, a.entry, a.kind,
                  a.note) < std::tie(b.path, b.inode, b.file, b.member, b.set_number,
                                     b.entry, b.kind, b.note);
}

bool is_remark(const std::string& outcome) {
  return outcome == "note" || outcome == to_string(FileOutcome::skipped) ||
         outcome == to_string(FileOutcome::matched) ||
         outcome == to_string(FileOutcome::hashed);
}

std::set<std::string> never_examined(const Coverage& coverage) {
  std::set<std::string> parts;
  if (coverage.until < Tier::look) parts.insert("inside containers");
  if (!coverage.keeps_pictures) parts.insert("how pictures look (no set has PDQ)");
  if (!coverage.space_searched) parts.insert({"slack space", "unallocated space"});
  return parts;
}

}  // namespace winnow
