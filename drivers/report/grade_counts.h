// Findings counted by what they are, by the grade that the set quotes, and by where
// they were met. Pure functions.
#ifndef WINNOW_DRIVERS_REPORT_GRADE_COUNTS_H_
#define WINNOW_DRIVERS_REPORT_GRADE_COUNTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"

namespace winnow {

// Where a finding was met.
enum class FoundIn : std::uint8_t { live, deleted, free_space };
inline constexpr std::size_t kFoundIns = 3;
[[nodiscard]] FoundIn found_in(const Finding& finding);
[[nodiscard]] const char* words_of(FoundIn place);  // "recovered from deleted"

// "exact: a listed file", for people.
[[nodiscard]] const char* words_of(FindingKind kind);
// As the set has it: "uk: 1 Category A"; or that the set states none.
[[nodiscard]] std::string grade_text(const Finding& finding);

struct GradeCount {
  FindingKind kind = FindingKind::exact;
  std::string grade;
  std::string set;     // its name
  std::string set_id;  // "" of what no set met: several issues of a set share a name
  std::uint64_t in[kFoundIns] = {};  // by FoundIn

  [[nodiscard]] std::uint64_t total() const { return in[0] + in[1] + in[2]; }
  [[nodiscard]] std::uint64_t of(FoundIn place) const {
    return in[static_cast<std::size_t>(place)];
  }
};
// Files with an exact finding, each once, however many sets list it. The findings are
// in their order (comes_before()).
[[nodiscard]] std::uint64_t count_listed_files(const std::vector<Finding>& findings);
// By kind, grade and set; rows of several exhibits may be given one after the other.
// Exact rows count files, each once in a row however many entries of the set list it;
// the others count findings. `sets` are those of the scan, the findings in their order.
void add_counts(const std::vector<Finding>& findings, const std::vector<UsedSet>& sets,
                std::vector<GradeCount>& rows);
void add_counts(const std::vector<GradeCount>& more, std::vector<GradeCount>& rows);
[[nodiscard]] std::uint64_t total_of(const std::vector<GradeCount>& rows,
                                     FindingKind kind);
// Findings that are not exact: a person has to check them.
[[nodiscard]] std::uint64_t count_leads(const std::vector<GradeCount>& rows);
// The set's name, with the first digits of its id where another of these rows has a set
// of the same name.
[[nodiscard]] std::string set_text(const GradeCount& row,
                                   const std::vector<GradeCount>& rows);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_GRADE_COUNTS_H_
