#include "drivers/report/grade_counts.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "drivers/answers/finding_cells.h"

namespace winnow {
namespace {

bool comes_first(const GradeCount& a, const GradeCount& b) {
  return std::tie(a.kind, a.grade, a.set, a.set_id) <
         std::tie(b.kind, b.grade, b.set, b.set_id);
}

GradeCount& row_of(const GradeCount& like, std::vector<GradeCount>& rows) {
  const auto place = std::lower_bound(rows.begin(), rows.end(), like, comes_first);
  if (place != rows.end() && !comes_first(like, *place)) return *place;
  return *rows.insert(place, {like.kind, like.grade, like.set, like.set_id, {}});
}

bool is_same_file(const Finding& a, const Finding& b) {
  return a.path == b.path && a.inode == b.inode && a.file == b.file &&
         a.member == b.member;
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
    if (last == nullptr || !is_same_file(*last, finding)) ++files;
    last = &finding;
  }
  return files;
}

void add_counts(const std::vector<Finding>& findings, const std::vector<UsedSet>& sets,
                std::vector<GradeCount>& rows) {
  // The file that a row counted last, by grade and set.
  std::map<std::tuple<std::string, std::string, std::string>, const Finding*> last;
  for (const Finding& finding : findings) {
    const GradeCount like{
        finding.kind, grade_text(finding), finding.set, id_of_set(finding, sets), {}};
    if (finding.kind == FindingKind::exact) {
      const Finding*& before = last[{like.grade, like.set, like.set_id}];
      const bool is_counted = before != nullptr && is_same_file(*before, finding);
      before = &finding;
      if (is_counted) continue;
    }
    GradeCount& row = row_of(like, rows);
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

std::uint64_t count_leads(const std::vector<GradeCount>& rows) {
  std::uint64_t leads = 0;
  for (const GradeCount& row : rows) {
    if (row.kind != FindingKind::exact) leads += row.total();
  }
  return leads;
}

std::string set_text(const GradeCount& row, const std::vector<GradeCount>& rows) {
  constexpr std::size_t kFirstDigits = 12;
  const bool is_shared =
      std::any_of(rows.begin(), rows.end(), [&](const GradeCount& other) {
        return other.set == row.set && other.set_id != row.set_id;
      });
  if (!is_shared || row.set_id.empty()) return row.set;
  return row.set + " (" + row.set_id.substr(0, kFirstDigits) + ")";
}

}  // namespace winnow
