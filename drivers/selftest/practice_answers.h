// What must be met on the practice exhibits, and whether it was.
//
// findings.tsv and problems.tsv of the pack: text, one row a line, columns parted by
// tabs, a header line first. They follow from what was written where
// (bench/practice/selftest_exhibits.h), not from any scan.
//
//   findings  exhibit, kind, path as answers show it, allocated (yes, no), size, md5,
//             sha1, sha256 ("-" of a block), runs (OFFSET+LENGTH, with commas between),
//             listed (SHA-256 of the listed file that is met), pdq and distance ("-"
//             unless they are known answers)
//   problems  exhibit, outcome, place: a path, or OFFSET+LENGTH of a volume
//
// Answers are the program's own, as `findings --json`, `coverage --json` and `rank
// --json` gave them.
#ifndef WINNOW_DRIVERS_SELFTEST_PRACTICE_ANSWERS_H_
#define WINNOW_DRIVERS_SELFTEST_PRACTICE_ANSWERS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/selftest/selftest_checks.h"

namespace winnow {

// Without their ends, and without empty ones.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

// Rows by column.
using PracticeTable = std::vector<std::map<std::string, std::string, std::less<>>>;
// A Fault names the line that has not as many columns as the first.
[[nodiscard]] Result<PracticeTable> parse_practice_table(const std::string& name,
                                                         std::string_view text);

struct ExpectedAnswers {
  PracticeTable findings;
  PracticeTable problems;
  std::map<std::string, std::uint64_t> sizes;   // of the devices
  std::map<std::string, std::string> entry_of;  // SHA-256 of a listed file to its entry
};

// Every planted thing with its kind, place and digests, and nothing else.
void check_findings(const ExpectedAnswers& expected, const std::string& json_lines,
                    SelftestChecks& checks);
// Sums that hold, every problem that was planted, and no other.
void check_coverage(const ExpectedAnswers& expected, const std::string& json,
                    SelftestChecks& checks);
// The devices in this order, each with its band, and scores that are their reasons'
// sum.
void check_ranking(const std::string& json, SelftestChecks& checks);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_PRACTICE_ANSWERS_H_
