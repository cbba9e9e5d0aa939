// What a rematch changed in a case: which exhibits moved, from where to where and why,
// and what could not be decided. Plain values.
#ifndef WINNOW_DRIVERS_DECISIONS_REMATCH_MOVES_H_
#define WINNOW_DRIVERS_DECISIONS_REMATCH_MOVES_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"
#include "scanner/rank/ranking.h"
#include "scanner/supervise/rematch.h"

namespace winnow {

using KindCounts = std::array<std::uint64_t, kFindingKinds>;

// What is not known of an exhibit and a set, and so is no "not listed".
struct NotDecided {
  std::string what;         // one word: "files", "members", "volumes", "pictures", ...
  std::string set;          // its name; "" for all of them
  std::uint64_t count = 0;  // 0 if nobody knows
  std::string reason;
};

// One exhibit of the case, before and after.
struct ExhibitMove {
  std::string ref;
  RematchEnd end = RematchEnd::done;
  std::string complaint;                     // of a damaged journal
  std::vector<std::string> added;            // names of sets that it was compared with
  std::map<std::string, KindCounts> by_set;  // new findings, by name of the set
  RankedExhibit before;
  RankedExhibit after;
  std::vector<NotDecided> not_decided;
  // Another lane, place, band or score, or another number of findings.
  [[nodiscard]] bool has_moved() const;
  // It is out of the unit's hands, or kept, and more was met on it.
  [[nodiscard]] bool matches_after_leaving() const;
};

// A listed content that is on several exhibits.
struct SharedContent {
  std::string set;
  std::uint32_t entry = 0;
  std::vector<std::string> exhibits;  // sorted
};

struct RematchReport {
  std::vector<ExhibitMove> exhibits;  // by their place after
  std::vector<SharedContent> shared;  // of the sets that were added; by set and entry
};

// What came of one exhibit, besides its answers.
struct RematchedExhibit {
  RematchEnd end = RematchEnd::done;
  std::string complaint;
  std::vector<std::string> added;  // names
  std::vector<NotDecided> not_decided;
};

// How the exhibits are put in order.
struct OrderedBy {
  const Policy& policy;
  StartsSoFar so_far;
  std::int64_t as_of_seconds = 0;
};

// Answers of all exhibits before and after, each ranked as of that moment. This is the
// one place where both orders are made. Those that do not wait have no place (0).
[[nodiscard]] RematchReport rank_before_and_after(
    std::vector<ExhibitAnswer> before, std::vector<ExhibitAnswer> after,
    const std::map<std::string, RematchedExhibit>& rematched, const OrderedBy& by);

// What no set could be asked of, whatever it lists: files without digests, members that
// were not read, volumes.
[[nodiscard]] std::vector<NotDecided> not_decided_of(const Coverage& coverage);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_REMATCH_MOVES_H_
