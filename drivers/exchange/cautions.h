// What has to be said wherever results of a scan go: on the terminal, and in a file
// where its format has a place for it.
#ifndef WINNOW_DRIVERS_EXCHANGE_CAUTIONS_H_
#define WINNOW_DRIVERS_EXCHANGE_CAUTIONS_H_

#include <set>
#include <string>
#include <vector>

namespace winnow {

// Whole sentences; `unseen` is what was not looked at (never_examined()).
[[nodiscard]] std::vector<std::string> cautions(const std::set<std::string>& unseen);
// Sentences in one piece.
[[nodiscard]] std::string caution_text(const std::vector<std::string>& sentences);

// Short, beside each single result.
inline constexpr char kListedCaution[] =
    "triage, not a full examination; the grade is quoted from the set";
inline constexpr char kLeadCaution[] =
    "triage, not a full examination; a lead that a person has to look at, not a listed "
    "file";

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_CAUTIONS_H_
