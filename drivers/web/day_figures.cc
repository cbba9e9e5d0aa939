#include "drivers/web/day_figures.h"

#include <map>
#include <optional>

#include "drivers/answers/json.h"
#include "drivers/answers/outcome_answer.h"
#include "drivers/web/case_snapshot.h"
#include "scanner/rank/days.h"

namespace winnow {
namespace {

std::optional<std::int64_t> arrival_of(const RankedExhibit& exhibit,
                                       const ExhibitDecisions& decided) {
  const CaseFacts& facts = exhibit.facts;
  if (facts.has_intake) {
    return day_of(facts.intake.seized_at.value_or(facts.known_since));
  }
  if (decided.first_look_at) return day_of(*decided.first_look_at);
  return std::nullopt;
}

// By the last step that was taken until the end of the day.
bool waits_on(const ExhibitDecisions& decided, std::int64_t day) {
  Disposition disposition = Disposition::received;
  for (const DispositionStep& step : decided.steps) {
    if (day_of(step.at) <= day) disposition = step.to;
  }
  return is_waiting(disposition);
}

void count(const RankedExhibit& exhibit, const ExhibitDecisions& decided,
           std::vector<DayFigures>& days) {
  const auto arrival = arrival_of(exhibit, decided);
  if (!arrival) return;
  const auto started = exhibit.facts.started_at
                           ? std::optional(day_of(*exhibit.facts.started_at))
                           : std::nullopt;
  for (DayFigures& one : days) {
    one.arrived += *arrival == one.day ? 1 : 0;
    one.started += started == one.day ? 1 : 0;
    if (*arrival > one.day || !waits_on(decided, one.day)) continue;
    ++one.waiting;
    if (exhibit.due && exhibit.due->day < one.day) ++one.overdue;
  }
}

}  // namespace

std::vector<DayFigures> day_figures(const CaseRanking& ranking,
                                    const Decisions& decisions,
                                    std::int64_t as_of_seconds) {
  std::vector<DayFigures> days(static_cast<std::size_t>(kFiguresDays));
  std::int64_t day = day_of(as_of_seconds) - kFiguresDays;
  for (DayFigures& one : days) one.day = ++day;
  const ExhibitDecisions nothing;
  for (const auto* exhibits : {&ranking.waiting, &ranking.others}) {
    for (const RankedExhibit& exhibit : *exhibits) {
      const auto known = decisions.exhibits.find(exhibit.ref);
      count(exhibit, known == decisions.exhibits.end() ? nothing : known->second, days);
    }
  }
  return days;
}

std::string figures_page_json(const CaseSnapshot& snapshot) {
  std::map<std::string, Lane> lanes;
  for (const auto* exhibits : {&snapshot.ranking.waiting, &snapshot.ranking.others}) {
    for (const RankedExhibit& exhibit : *exhibits) {
      lanes.emplace(exhibit.ref, exhibit.lane);
    }
  }
  const std::string figures =
      figures_json(figures_of(snapshot.decisions, lanes, snapshot.as_of));
  Json days;
  days.begin_list();
  for (const DayFigures& one :
       day_figures(snapshot.ranking, snapshot.decisions, snapshot.as_of)) {
    days.begin().text("day", day_text(one.day)).count("waiting", one.waiting);
    days.count("overdue", one.overdue).count("arrived", one.arrived);
    days.count("started", one.started).end();
  }
  days.end_list();
  // Into the object that it is, before its end.
  return figures.substr(0, figures.size() - 1) + ",\"days\":" + days.done() + "}";
}

}  // namespace winnow
