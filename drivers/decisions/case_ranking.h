// CaseRanking: the order of a whole case, out of what its scans met and what people put
// on record.
//
// One exhibit's findings are held in memory at a time. The store is asked by one
// thread.
#ifndef WINNOW_DRIVERS_DECISIONS_CASE_RANKING_H_
#define WINNOW_DRIVERS_DECISIONS_CASE_RANKING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/decisions.h"
#include "drivers/store/case_store.h"
#include "scanner/rank/forecast.h"
#include "scanner/rank/policy.h"
#include "scanner/rank/ranking.h"

namespace winnow {

struct CaseRanking {
  std::vector<RankedExhibit> waiting;  // in order, numbered from 1
  // Started, retained or returned: by reference, numbered 0.
  std::vector<RankedExhibit> others;
};

// References of every exhibit that was scanned or is on record, sorted.
[[nodiscard]] Result<std::vector<std::string>> exhibits_of(CaseStore& store,
                                                           const Decisions& decisions);
// The same, given what was scanned.
[[nodiscard]] std::vector<std::string> exhibits_of(std::vector<std::string> scanned,
                                                   const Decisions& decisions);
// What is known of one of them; findings and coverage only if it was scanned.
[[nodiscard]] Result<ExhibitAnswer> answer_of(CaseStore& store,
                                              const Decisions& decisions,
                                              const std::string& ref);

// Every exhibit of the case, as of that moment.
[[nodiscard]] Result<CaseRanking> rank_case(CaseStore& store,
                                            const Decisions& decisions,
                                            const Policy& policy,
                                            std::int64_t as_of_seconds);

// Exhibits that judge() gave, put in order and related to each other.
[[nodiscard]] CaseRanking ranking_of(std::vector<RankedExhibit> judged,
                                     const Decisions& decisions, const Policy& policy);

// Among those that wait, not in order yet, or the others.
void place(RankedExhibit exhibit, CaseRanking& ranking);

// Both, in no order of importance.
[[nodiscard]] std::vector<RankedExhibit> all_of(CaseRanking ranking);

// What rates are told by: when exhibits came and when they were started.
[[nodiscard]] History history_of(const CaseRanking& ranking, const Decisions& decisions,
                                 std::int64_t as_of_seconds);

// An exhibit that two orders of one case place differently; place 0: not waiting.
struct Move {
  std::string ref;
  std::uint32_t from_place = 0;
  std::uint32_t to_place = 0;
  Lane from_lane = Lane::D;
  Lane to_lane = Lane::D;
  Band from_band = Band::no_match;
  Band to_band = Band::no_match;
  std::string from_words;  // of the bands
  std::string to_words;
  std::int64_t from_score = 0;
  std::int64_t to_score = 0;
  std::vector<std::string> why;  // reasons that came or grew, then those that went
  Disposition disposition = Disposition::received;
};
// Those whose lane, band or score differ, or that are in only one of the orders; by the
// new place, those that do not wait last.
[[nodiscard]] std::vector<Move> moves_between(const CaseRanking& before,
                                              const CaseRanking& after);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_CASE_RANKING_H_
