// Answers as JSON, with the field names of the contract. Every function gives one line
// without its end.
#ifndef WINNOW_DRIVERS_ANSWERS_ANSWERS_JSON_H_
#define WINNOW_DRIVERS_ANSWERS_ANSWERS_JSON_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scanner/ledger/answer.h"
#include "scanner/rank/ranking.h"
#include "scanner/supervise/item_limits.h"

namespace winnow {

// What of the finding's content stands in the set: "md5", "pdq", "xxh3-64", "name".
[[nodiscard]] const char* what_matched(const Finding& finding);
class Json;

// `coverage` is that of the exhibit: it tells one issue of a set from another, and
// which times are local ones. The event of a running scan does without.
[[nodiscard]] std::string finding_json(const std::string& exhibit,
                                       const Finding& finding,
                                       const Coverage& coverage);
[[nodiscard]] std::string found_json(const std::string& exhibit,
                                     const Finding& finding);
[[nodiscard]] std::string coverage_json(
    const std::vector<std::pair<std::string, Coverage>>& exhibits);
[[nodiscard]] std::string rank_json(const std::vector<RankedExhibit>& exhibits,
                                    const Policy& policy, const std::string& as_of);

// The fields of one of them, but for its coverage and residual risk, into an object
// that was begun.
void put_place_fields(Json& json, const RankedExhibit& exhibit, const Policy& policy,
                      const std::string& as_of);
// A confidence (ten-thousandths) as a number of JSON: "0.9900".
[[nodiscard]] std::string fraction_text(std::uint32_t ten_thousandths);
// A problem as coverage lists it.
[[nodiscard]] std::string listed_problem_json(const Problem& problem);

// Events of a running scan.
struct ScanFacts {
  std::vector<std::pair<std::string, std::string>> exhibits;  // reference, path
  std::vector<UsedSet> sets;
  std::string tool_version;
  std::string case_path;
};
[[nodiscard]] std::string start_json(const ScanFacts& facts);
[[nodiscard]] std::string tier_json(const std::string& exhibit, Tier tier,
                                    const Coverage& coverage);
[[nodiscard]] std::string problem_json(const std::string& exhibit,
                                       const Problem& problem);
struct ProgressFacts {
  std::string exhibit;
  Progress progress;
  std::uint64_t low_seconds = 0;  // left, at best and at worst
  std::uint64_t high_seconds = 0;
  bool has_estimate = false;
};
[[nodiscard]] std::string plan_json(const std::string& exhibit,
                                    const TierPlanned& planned);
[[nodiscard]] std::string progress_json(const ProgressFacts& facts);
// How each exhibit ended: reference, word, and its coverage.
struct EndFacts {
  std::string exhibit;
  std::string end;
  std::uint64_t findings = 0;
  bool complete = false;
  DeathCounts deaths{};  // of workers, met and survived
};
// `audit_head` is the text of the audit log's.
[[nodiscard]] std::string end_json(const std::vector<EndFacts>& exhibits,
                                   int exit_status, const std::string& audit_head);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_ANSWERS_JSON_H_
