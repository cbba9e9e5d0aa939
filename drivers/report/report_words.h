// What reports say in words: answers that quote and never judge, limits, and the known
// sources of error. Pure functions; printable UTF-8.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_WORDS_H_
#define WINNOW_DRIVERS_REPORT_REPORT_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/report/report_facts.h"

namespace winnow {

// What stands at the head of each report, behind limits_of().
inline constexpr char kGradeWords[] =
    "Grades are quoted from the sets; nobody judged them again. Counts are of what was "
    "met in the part examined: there may be more. A file that several sets list is one "
    "listed file, and counted once for each of them in the tables by kind and grade.";
// limits_words() for all exhibits together, in one line.
[[nodiscard]] std::string limits_of(const ReportFacts& facts);

// The band in words; with the fixed words where no listed file was met.
[[nodiscard]] std::string answer_words(const RankedExhibit& exhibit);
// "all that was asked for", "in part, ...", "nothing: it was not scanned".
[[nodiscard]] std::string extent_words(const ExhibitFacts& exhibit);
// Whose exhibit it is.
[[nodiscard]] std::string holder_words(const Intake& intake);
// What an outcome of a file means.
[[nodiscard]] const char* outcome_words(FileOutcome outcome);
// A key of a container's metadata (formats: EWF) for people.
[[nodiscard]] std::string metadata_words(const std::string& key);
// match, mismatch, not stored or not verified, with when and by whom.
[[nodiscard]] std::string evidence_check_words(const ExhibitFacts& exhibit);

// What of the exhibit was not examined, each in a line; never none.
[[nodiscard]] std::vector<std::string> not_examined_lines(const ExhibitFacts& exhibit);
// That the scan was to go no further than a tier; "" if to the end.
[[nodiscard]] std::string until_words(const Coverage& coverage);
// How far the scan was to go, whether it was stopped, and what that leaves out.
[[nodiscard]] std::vector<std::string> extent_lines(const ExhibitFacts& exhibit);
// Whether free space was searched, wholly or by samples: one in how much.
[[nodiscard]] std::string sampling_words(const ExhibitFacts& exhibit);

// Known sources of error, for every report.
[[nodiscard]] std::vector<std::string> error_sources();

// For the unit to fill in by hand.
struct UnitField {
  std::string label;
  unsigned lines = 1;
};
[[nodiscard]] std::vector<UnitField> unit_fields();

// Whether what is known was passed on for a child's sake, by whom and when.
[[nodiscard]] std::string referral_text(const Safeguarding& safeguarding);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_WORDS_H_
