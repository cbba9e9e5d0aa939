// CaseFacts: what people put on record of one exhibit, as far as its order depends on
// it. Made from the case's log of decisions (drivers/decisions); plain values.
#ifndef WINNOW_SCANNER_RANK_CASE_FACTS_H_
#define WINNOW_SCANNER_RANK_CASE_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rank/case_risk.h"
#include "scanner/rank/policy.h"

namespace winnow {

// What is decided of an exhibit. Those assigned or submitted are started and wait no
// more; those retained or returned have left the backlog.
enum class Disposition : std::uint8_t {
  received,
  triaged,
  assigned,   // to an examiner
  submitted,  // to full examination
  held,       // until a date, for a stated reason
  retained,
  returned,
};
[[nodiscard]] const char* to_string(Disposition disposition);
[[nodiscard]] std::optional<Disposition> parse_disposition(std::string_view word);
[[nodiscard]] bool is_waiting(Disposition disposition);  // received, triaged, held

// What a named person said after looking at what a scan met.
enum class Verdict : std::uint8_t {
  none,      // nobody looked yet
  match,     // a lead that was checked and holds: counts like an exact match
  creation,  // and there are credible signs of creation
  nothing,   // no lead holds: near, block and record findings no longer raise the lane
};
[[nodiscard]] const char* to_string(Verdict verdict);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view word);

// What scans met so far, the strongest. It may grow by itself, and shrinks only by a
// reviewer's word: a later scan with fewer sets takes nothing back.
enum class Met : std::uint8_t { nothing, lead, listed, severest };
[[nodiscard]] const char* to_string(Met met);
[[nodiscard]] std::optional<Met> parse_met(std::string_view word);

struct Review {
  Verdict verdict = Verdict::none;
  std::string reviewer;
  std::string reason;
  std::int64_t at = 0;
};

struct CaseFacts {
  Intake intake;
  bool has_intake = false;
  std::int64_t known_since = 0;  // when it was first put on record; with intake alone
  Disposition disposition = Disposition::received;
  std::optional<std::int64_t> held_until;
  std::optional<std::int64_t> started_at;  // first assigned or submitted
  Review review;
  // A reviewer may put the exhibit into a lower lane than the rules give.
  std::optional<Lane> lowered_to;
  // The lane of the rules at that time: where they give a more urgent one since, as when
  // a lowered answer is past its review, the lowering is over. Nothing: not on record.
  std::optional<Lane> lowered_from;
  std::string lowered_why;        // "by NAME: REASON"
  Met met_before = Met::nothing;  // in earlier scans, since the last review
  // A full examination has ended (winnow outcome). It waits until its disposition says
  // otherwise all the same.
  bool is_examined = false;
  // More was met, or a lead was found to hold, since it was examined: the examination
  // did not know.
  bool met_since_examined = false;
};

// Whether a reviewer found that no lead holds, and no scan met anything since.
[[nodiscard]] bool leads_are_set_aside(const CaseFacts& facts);

// How many starts there were before, which says whose turn the kept places are, and
// which suspects and households have a device that is started or examined already.
struct StartsSoFar {
  std::uint64_t starts = 0;
  std::vector<std::string> suspects;
  std::vector<std::string> households;
};
}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_CASE_FACTS_H_
