#include "drivers/decisions/case_ranking.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace winnow {
namespace {

bool is_on_record(const ExhibitDecisions& exhibit) {
  return exhibit.facts.has_intake || !exhibit.steps.empty();
}

// Names those of one suspect or household to each other.
void relate(std::vector<RankedExhibit*>& exhibits) {
  std::map<std::string, std::set<std::string>> of_suspect;
  std::map<std::string, std::set<std::string>> of_household;
  for (const RankedExhibit* exhibit : exhibits) {
    const Intake& intake = exhibit->facts.intake;
    if (!intake.suspect.empty()) of_suspect[intake.suspect].insert(exhibit->ref);
    if (!intake.household.empty()) of_household[intake.household].insert(exhibit->ref);
  }
  for (RankedExhibit* exhibit : exhibits) {
    const Intake& intake = exhibit->facts.intake;
    std::set<std::string> related;
    if (!intake.suspect.empty()) related = of_suspect[intake.suspect];
    if (!intake.household.empty()) {
      const auto& household = of_household[intake.household];
      related.insert(household.begin(), household.end());
    }
    related.erase(exhibit->ref);
    exhibit->related.assign(related.begin(), related.end());
  }
}

using ByRef = std::map<std::string, const RankedExhibit*>;

ByRef by_ref(const CaseRanking& ranking) {
  ByRef exhibits;
  for (const RankedExhibit& exhibit : ranking.waiting) exhibits[exhibit.ref] = &exhibit;
  for (const RankedExhibit& exhibit : ranking.others) exhibits[exhibit.ref] = &exhibit;
  return exhibits;
}

std::map<std::string, std::int64_t> points_by_reason(const RankedExhibit* exhibit) {
  std::map<std::string, std::int64_t> points;
  if (exhibit == nullptr) return points;
  for (const Reason& reason : exhibit->reasons) points[reason.what] += reason.points;
  return points;
}

std::string signed_points(std::int64_t points) {
  return (points > 0 ? "+" : "") + std::to_string(points);
}

// Reasons whose points changed. One whose text has a number in it goes and comes.
std::vector<std::string> why_of(const RankedExhibit* before,
                                const RankedExhibit* after) {
  const auto old_points = points_by_reason(before);
  const auto new_points = points_by_reason(after);
  std::vector<std::string> why;
  if (before != nullptr && after != nullptr && before->lane != after->lane) {
    for (const std::string& reason : after->lane_reasons) why.push_back(reason);
  }
  for (const auto& [what, points] : new_points) {
    const auto old = old_points.find(what);
    const std::int64_t change = points - (old == old_points.end() ? 0 : old->second);
    if (change != 0) why.push_back(signed_points(change) + " " + what);
  }
  for (const auto& [what, points] : old_points) {
    if (!new_points.contains(what)) {
      why.push_back(signed_points(-points) + " no longer: " + what);
    }
  }
  return why;
}

Move move_of(const std::string& ref, const RankedExhibit* before,
             const RankedExhibit* after) {
  Move move;
  move.ref = ref;
  if (before != nullptr) {
    move.from_place = before->rank;
    move.from_lane = before->lane;
    move.from_band = before->band;
    move.from_words = words_of(*before);
    move.from_score = before->score;
  }
  const RankedExhibit& last = after != nullptr ? *after : *before;
  move.to_place = after != nullptr ? after->rank : 0;
  move.to_lane = last.lane;
  move.to_band = last.band;
  move.to_words = words_of(last);
  move.to_score = last.score;
  move.disposition = last.facts.disposition;
  move.why = why_of(before, after);
  return move;
}

bool is_unlike(const RankedExhibit* before, const RankedExhibit* after) {
  if (before == nullptr || after == nullptr) return true;
  return before->lane != after->lane || before->band != after->band ||
         before->score != after->score;
}

}  // namespace

Result<std::vector<std::string>> exhibits_of(CaseStore& store,
                                             const Decisions& decisions) {
  auto scanned = store.exhibits();
  if (!scanned) return std::move(scanned).error();
  return exhibits_of(std::move(*scanned), decisions);
}

std::vector<std::string> exhibits_of(std::vector<std::string> scanned,
                                     const Decisions& decisions) {
  std::set<std::string> refs(scanned.begin(), scanned.end());
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    if (is_on_record(exhibit)) refs.insert(ref);
  }
  return std::vector<std::string>(refs.begin(), refs.end());
}

Result<ExhibitAnswer> answer_of(CaseStore& store, const Decisions& decisions,
                                const std::string& ref) {
  ExhibitAnswer answer;
  answer.ref = ref;
  if (const auto known = decisions.exhibits.find(ref);
      known != decisions.exhibits.end()) {
    answer.facts = known->second.facts;
  }
  const auto scanned = store.exhibits();
  if (!scanned) return scanned.error();
  answer.is_scanned = std::binary_search(scanned->begin(), scanned->end(), ref);
  if (!answer.is_scanned) return answer;
  auto coverage = store.coverage(ref);
  if (!coverage) return std::move(coverage).error();
  auto findings = store.findings(ref);
  if (!findings) return std::move(findings).error();
  answer.coverage = std::move(*coverage);
  answer.findings = std::move(*findings);
  return answer;
}

void place(RankedExhibit exhibit, CaseRanking& ranking) {
  const bool waits = is_waiting(exhibit.facts.disposition);
  (waits ? ranking.waiting : ranking.others).push_back(std::move(exhibit));
}

std::vector<RankedExhibit> all_of(CaseRanking ranking) {
  std::vector<RankedExhibit> all = std::move(ranking.waiting);
  std::move(ranking.others.begin(), ranking.others.end(), std::back_inserter(all));
  return all;
}

Result<CaseRanking> rank_case(CaseStore& store, const Decisions& decisions,
                              const Policy& policy, std::int64_t as_of_seconds) {
  const auto refs = exhibits_of(store, decisions);
  if (!refs) return refs.error();
  std::vector<RankedExhibit> judged;
  for (const std::string& ref : *refs) {
    const auto answer = answer_of(store, decisions, ref);
    if (!answer) return answer.error();
    judged.push_back(judge(*answer, policy, as_of_seconds));
  }
  return ranking_of(std::move(judged), decisions, policy);
}

CaseRanking ranking_of(std::vector<RankedExhibit> judged, const Decisions& decisions,
                       const Policy& policy) {
  CaseRanking ranking;
  for (RankedExhibit& exhibit : judged) place(std::move(exhibit), ranking);
  ranking.waiting =
      put_in_order(std::move(ranking.waiting), starts_so_far(decisions), policy);
  std::vector<RankedExhibit*> all;
  for (RankedExhibit& exhibit : ranking.waiting) all.push_back(&exhibit);
  for (RankedExhibit& exhibit : ranking.others) all.push_back(&exhibit);
  relate(all);
  return ranking;
}

History history_of(const CaseRanking& ranking, const Decisions& decisions,
                   std::int64_t as_of_seconds) {
  History history;
  history.recorded_since = day_of(as_of_seconds);
  for (const auto* exhibits : {&ranking.waiting, &ranking.others}) {
    for (const RankedExhibit& exhibit : *exhibits) {
      const CaseFacts& facts = exhibit.facts;
      if (!facts.has_intake) continue;
      history.arrivals.push_back(
          {day_of(facts.intake.seized_at.value_or(facts.known_since)), exhibit.lane});
      history.recorded_since =
          std::min(history.recorded_since, day_of(facts.known_since));
    }
  }
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    if (exhibit.facts.started_at) {
      history.starts.push_back(day_of(*exhibit.facts.started_at));
    }
  }
  return history;
}

std::vector<Move> moves_between(const CaseRanking& before, const CaseRanking& after) {
  const ByRef old_order = by_ref(before);
  const ByRef new_order = by_ref(after);
  std::set<std::string> refs;
  for (const auto& [ref, exhibit] : old_order) refs.insert(ref);
  for (const auto& [ref, exhibit] : new_order) refs.insert(ref);
  const auto in = [](const ByRef& order, const std::string& ref) {
    const auto found = order.find(ref);
    return found == order.end() ? nullptr : found->second;
  };
  std::vector<Move> moves;
  for (const std::string& ref : refs) {
    const RankedExhibit* const from = in(old_order, ref);
    const RankedExhibit* const to = in(new_order, ref);
    if (is_unlike(from, to)) moves.push_back(move_of(ref, from, to));
  }
  std::stable_sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) {
    return (a.to_place == 0 ? UINT32_MAX : a.to_place) <
           (b.to_place == 0 ? UINT32_MAX : b.to_place);
  });
  return moves;
}

}  // namespace winnow
