#include "drivers/report/grade_counts.h"

#include <algorithm>
#include <tuple>

namespace winnow {
namespace {

bool comes_first(const GradeCount& a, const GradeCount& b) {
  return std::tie(a.kind, a.grade, a.set) < std::tie(b.kind, b.grade, b.set);
}

GradeCount& row_of(const GradeCount& like, std::vector<GradeCount>& rows) {
  const auto place = std::lower_bound(rows.begin(), rows.end(), like, comes_first);
  if (place != rows.end() && !comes_first(like, *place)) return *place;
  return *rows.insert(place, {like.kind, like.grade, like.set, {}});
}

}  // namespace

FoundIn found_in(const Finding& finding) {
  if (finding.kind == FindingKind::block) return FoundIn::free_space;
  return finding.allocated ? FoundIn::live : FoundIn::deleted;
}

const char* words_of(FoundIn place) {
  switch (place) {
    case FoundIn::live:
      return "live";
    case FoundIn::deleted:
      return "recovered from deleted";
    case FoundIn::free_space:
      return "in free space";
  }
  return "live";
}

const char* words_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::exact:
      return "exact: a listed file";
    case FindingKind::near:
      return "near: a picture that looks like a listed one, a lead";
    case FindingKind::block:
      return "block: a part of a listed file";
    case FindingKind::record:
      return "record: a digest of a listed file, written down";
    case FindingKind::indication:
      return "indication: a name or a content that is worth a look";
  }
  return "indication: a name or a content that is worth a look";
}

std::string grade_text(const Finding& finding) {
  if (finding.is_hint()) return "no grade: met by no set";
  const Category& category = finding.category;
  std::string text = category.code ? std::to_string(*category.code) : "";
  if (!category.label.empty()) text += (text.empty() ? "" : " ") + category.label;
  if (text.empty()) return "the set states no grade";
  if (!category.profile.empty()) return category.profile + ": " + text;
  return category.label.empty() ? "code " + text : text;
}

std::uint64_t count_listed_files(const std::vector<Finding>& findings) {
  std::uint64_t files = 0;
  const Finding* last = nullptr;
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::exact) continue;
    const bool is_same = last != nullptr && last->path == finding.path &&
                         last->inode == finding.inode && last->file == finding.file &&
                         last->member == finding.member;
    if (!is_same) ++files;
    last = &finding;
  }
  return files;
}

void add_counts(const std::vector<Finding>& findings, std::vector<GradeCount>& rows) {
  for (const Finding& finding : findings) {
    GradeCount& row =
        row_of({finding.kind, grade_text(finding), finding.set, {}}, rows);
    ++row.in[static_cast<std::size_t>(found_in(finding))];
  }
}

void add_counts(const std::vector<GradeCount>& more, std::vector<GradeCount>& rows) {
  for (const GradeCount& one : more) {
    GradeCount& row = row_of(one, rows);
    for (std::size_t i = 0; i < kFoundIns; ++i) row.in[i] += one.in[i];
  }
}

std::uint64_t total_of(const std::vector<GradeCount>& rows, FindingKind kind) {
  std::uint64_t total = 0;
  for (const GradeCount& row : rows) {
    if (row.kind == kind) total += row.total();
  }
  return total;
}

}  // namespace winnow
