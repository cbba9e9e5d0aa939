// What full examinations say of the order and of the scans: yield and misses.
//
// Of each exhibit the last outcome counts that had come by the moment asked for. One
// that could not be examined says nothing of what it holds: it is counted, and in no
// share. Pure functions.
#ifndef WINNOW_DRIVERS_DECISIONS_OUTCOME_FIGURES_H_
#define WINNOW_DRIVERS_DECISIONS_OUTCOME_FIGURES_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "drivers/decisions/decisions.h"
#include "drivers/decisions/shares.h"
#include "scanner/ledger/residual.h"

namespace winnow {

struct ExaminedExhibit {
  std::string ref;
  const ExhibitDecisions* exhibit = nullptr;  // of the decisions asked
  const Outcome* outcome = nullptr;           // its last
};
// Those with an outcome by then, by reference. They point into `decisions`.
[[nodiscard]] std::vector<ExaminedExhibit> examined_exhibits(
    const Decisions& decisions, std::int64_t as_of_seconds);
[[nodiscard]] bool is_holding(ExaminationResult result);

struct Yield {
  std::string group;  // "A" to "D", "1" to "10", "unknown", "all"
  std::uint32_t examined = 0;
  std::uint32_t listed = 0;
  std::uint32_t unlisted = 0;
  std::uint32_t nothing = 0;
  std::uint32_t impossible = 0;
  std::uint64_t items = 0;    // of material
  std::uint64_t minutes = 0;  // of examination, as far as they were said
  Share holding;              // of those that could be examined
};
// By the lane in which each was started: A to D, unknown if there is any, all.
[[nodiscard]] std::vector<Yield> yield_by_lane(
    const std::vector<ExaminedExhibit>& examined);
// By the tenth of the order in which it stood when it was started: 1 to 10 (the first
// tenth is the most urgent), unknown if there is any.
[[nodiscard]] std::vector<Yield> yield_by_decile(
    const std::vector<ExaminedExhibit>& examined);

// Fewer cases than this say nothing of a rate.
inline constexpr std::uint32_t kLeastCases = 10;

enum class MissVerdict : std::uint8_t {
  too_few,  // to tell
  within,   // the whole interval is at or below the bound
  beyond,   // the whole interval is above it: more was missed than was stated
};
[[nodiscard]] const char* to_string(MissVerdict verdict);

// How much the scans said they would miss at most, had it been so much material.
struct StatedMiss {
  std::uint64_t bytes = 0;
  std::uint32_t bound = 0;  // the mean of theirs, ten-thousandths, rounded up
  MissVerdict verdict = MissVerdict::too_few;
};

struct Misses {
  std::string group;  // "at random", "all"
  // Exhibits that scans put last: they met nothing, or the exhibit stood in lane D.
  std::uint32_t put_last = 0;   // and that could be examined
  std::uint32_t listed = 0;     // of them, held material that a list knew
  std::uint32_t unlisted = 0;   // or other material, which no list can meet
  Share held;                   // of put_last: what went last and should not have
  std::uint32_t unscanned = 0;  // examined, but never scanned: in none of these
  // Of all that held listed material and were scanned, those whose scan met none.
  Share missed;
  std::vector<StatedMiss> stated;  // beside it; empty where no scan stated any
};
// Of those drawn at random (proposals.h), which stand for all that went last, and of
// all, which were mostly chosen for what was met on them.
[[nodiscard]] std::vector<Misses> misses_of(
    const std::vector<ExaminedExhibit>& examined);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_OUTCOME_FIGURES_H_
