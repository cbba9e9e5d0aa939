// Ranking: the exhibits in the order in which they should be fully examined, and why.
//
// A pure function of findings, coverage, what people put on record, the policy and the
// moment it is asked for. Lanes first (lanes.h); within a lane the due date; of those
// due on one day the first useful device of each suspect or household before a second
// one; then points (rank_points.h), whose named reasons add up to the score; then the
// reference. A stated share of the starts goes to the oldest overdue outside lane A.
//
// Bands say what was met: match, indicated, unexamined, and no-match, which is not a
// statement that a device holds nothing. "unexamined" is wider than what is encrypted,
// unreadable or unsupported: a scan that was cut short, or gave up, has not earned the
// word no-match either.
#ifndef WINNOW_SCANNER_RANK_RANKING_H_
#define WINNOW_SCANNER_RANK_RANKING_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/lanes.h"
#include "scanner/rank/policy.h"

namespace winnow {

enum class Band : std::uint8_t { match, indicated, unexamined, no_match };
[[nodiscard]] const char* to_string(Band band);
// In words that cannot be mistaken: "a listed file was found".
[[nodiscard]] const char* words_of(Band band);

struct Reason {
  std::string what;
  std::int64_t points = 0;
};

// What is known of one exhibit.
struct ExhibitAnswer {
  std::string ref;
  std::vector<Finding> findings;
  Coverage coverage;
  bool is_scanned = true;  // false: findings and coverage say nothing
  CaseFacts facts = {};
};

struct RankedExhibit {
  std::uint32_t rank = 0;  // from 1
  std::string ref;
  Lane lane = Lane::D;
  std::vector<std::string> lane_reasons;
  std::optional<DueDay> due;
  bool is_overdue = false;         // as of the moment asked for
  bool has_kept_place = false;     // of those for the oldest overdue
  bool is_further_device = false;  // not the first of its suspect or household
  bool is_held = false;            // until after the moment asked for: it comes last
  std::string review;              // what a person has to look at; "" for nothing
  Band band = Band::no_match;
  std::int64_t score = 0;             // the sum of the reasons' points
  std::vector<Reason> reasons;        // none with zero points
  std::vector<std::string> unknowns;  // what is still unknown about it
  std::string smallest_change;        // that would move it to another lane
  std::array<std::uint64_t, kFindingKinds> counts{};  // findings by kind
  Coverage coverage;
  bool is_scanned = true;
  CaseFacts facts;
  // Of the same suspect or household, waiting or not, by reference; they are shown
  // together. Who judges one exhibit does not know them.
  std::vector<std::string> related = {};
};

// Those of its band; that nobody tried yet is another thing than that it could not be.
[[nodiscard]] const char* words_of(const RankedExhibit& exhibit);

// `as_of_seconds`: since 1970 UTC; recent files are recent as of then.
[[nodiscard]] RankedExhibit judge(const ExhibitAnswer& answer, const Policy& policy,
                                  std::int64_t as_of_seconds);

// Whether start number `start`, from 1, of all there ever were is one of those kept for
// the oldest overdue.
[[nodiscard]] bool is_kept_place(std::uint64_t start, const Policy& policy);

// Sorts and numbers what judge() gave of exhibits that wait.
//
// Without an intake there is no due day: within their lane such exhibits stand behind
// those that have one, and among each other by band, points and reference. Of a suspect
// who is named, else of a household, the first is the best placed that can be scanned;
// one that was started before (`so_far`) counts. Start number n of all there ever were
// is kept for the longest overdue if floor(n * share / 100) grows with it; if nobody
// outside lane A is overdue the place goes on as usual. What is held until later comes
// last.
[[nodiscard]] std::vector<RankedExhibit> put_in_order(std::vector<RankedExhibit> judged,
                                                      const StartsSoFar& so_far,
                                                      const Policy& policy);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_RANKING_H_
