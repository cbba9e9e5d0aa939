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

bool precedes(const UsedSet& a, const UsedSet& b) {
  return std::tie(a.type, a.name, a.id) < std::tie(b.type, b.name, b.id);
}

const char* to_string(Undecided what) {
  switch (what) {
    case Undecided::digests:
      return "digests";
    case Undecided::pictures:
      return "pictures";
    case Undecided::known_pictures:
      return "known-benign-pictures";
    case Undecided::blocks:
      return "blocks";
  }
  return "digests";
}

bool is_gap(Undecided what) {
  return what != Undecided::known_pictures;
}

std::string words_of(const UndecidedRecord& undecided) {
  const std::string count = std::to_string(undecided.count);
  switch (undecided.what) {
    case Undecided::digests:
      return "it lists digests that were not kept of " + count +
             " contents: whether they are listed is not known";
    case Undecided::pictures:
      return "it lists hashes of pictures (PDQ), and those of this exhibit were not "
             "kept: whether they resemble listed ones is not known";
    case Undecided::known_pictures:
      return "it lists hashes of pictures (PDQ), and " + count +
             " known benign pictures were not decoded";
    case Undecided::blocks:
      return "it lists blocks of contents, and " +
             (undecided.count > 0 ? count + " stretches of free space were"
                                  : std::string("free space was")) +
             " not compared with them: "
             "whether remnants of what it lists lie there is not known";
  }
  return "";
}

bool is_remark(const std::string& outcome) {
  return outcome == "note" || outcome == to_string(FileOutcome::skipped) ||
         outcome == to_string(FileOutcome::matched) ||
         outcome == to_string(FileOutcome::hashed);
}

std::set<std::string> never_examined(const Coverage& coverage) {
  std::set<std::string> parts;
  if (coverage.until < Tier::look) parts.insert("inside containers");
  if (!coverage.keeps_pictures) parts.insert("how pictures look (no PDQ was taken)");
  if (!coverage.space_searched) parts.insert({"slack space", "unallocated space"});
  return parts;
}

}  // namespace winnow
