#include "drivers/decisions/waits.h"

#include <algorithm>

namespace winnow {
namespace {

using Moment = std::optional<std::int64_t>;

// What is not later than the moment asked for: what comes after is not known then.
Moment known_by(const Moment& moment, std::int64_t as_of) {
  return moment && *moment <= as_of ? moment : std::nullopt;
}

Moment earlier(const Moment& a, const Moment& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Moment first_look(const ExhibitDecisions& exhibit) {
  Moment look = exhibit.first_look_at;
  for (const Outcome& outcome : exhibit.outcomes) {
    if (outcome.result == ExaminationResult::impossible) continue;
    look = earlier(look, outcome.at);
  }
  return look;
}

// What has ended was begun, whether anybody said so or not.
Moment start(const ExhibitDecisions& exhibit) {
  Moment begun = exhibit.facts.started_at;
  for (const Outcome& outcome : exhibit.outcomes) begun = earlier(begun, outcome.at);
  return begun;
}

Moment reached(const ExhibitDecisions& exhibit, Milestone milestone) {
  switch (milestone) {
    case Milestone::first_look:
      return first_look(exhibit);
    case Milestone::referral:
      if (exhibit.facts.intake.safeguarding.referral == Referral::open) break;
      return exhibit.facts.intake.safeguarding.decided_at;
    case Milestone::start:
      return start(exhibit);
  }
  return std::nullopt;
}

// A decision on safeguarding is owed whatever became of the device.
bool is_gone(const ExhibitDecisions& exhibit, Milestone milestone) {
  const Disposition now = exhibit.facts.disposition;
  return milestone != Milestone::referral &&
         (now == Disposition::retained || now == Disposition::returned);
}

struct Group {
  std::vector<Wait> waits;
  std::uint32_t gone = 0;
};

void add(const ExhibitDecisions& exhibit, Milestone milestone, std::int64_t as_of,
         Group& group) {
  const std::int64_t begun = *exhibit.facts.intake.seized_at;
  if (const Moment end = known_by(reached(exhibit, milestone), as_of)) {
    // What was done before the seizure is a mistake of a date: no wait is negative.
    group.waits.push_back({std::max<std::int64_t>(*end - begun, 0), true});
  } else if (is_gone(exhibit, milestone)) {
    ++group.gone;
  } else {
    group.waits.push_back({as_of - begun, false});
  }
}

WaitRow row_of(Milestone milestone, std::string name, const Group& group) {
  WaitRow row;
  row.milestone = milestone;
  row.group = std::move(name);
  row.exhibits = static_cast<std::uint32_t>(group.waits.size()) + group.gone;
  row.waiting = static_cast<std::uint32_t>(
      std::count_if(group.waits.begin(), group.waits.end(),
                    [](const Wait& wait) { return !wait.is_over; }));
  row.gone = group.gone;
  row.median = wait_quantile(group.waits, 50);
  row.nine_of_ten = wait_quantile(group.waits, 90);
  row.oldest = oldest_wait(group.waits);
  return row;
}

std::optional<Lane> lane_now(const std::string& ref, const ExhibitDecisions& exhibit,
                             const std::map<std::string, Lane>& lanes) {
  if (exhibit.started.lane) return exhibit.started.lane;
  const auto now = lanes.find(ref);
  return now == lanes.end() ? std::nullopt : std::optional(now->second);
}

struct Groups {
  Group all;
  std::map<Lane, Group> lanes;
  std::map<HolderRole, Group> holders;
};

void put_rows(Milestone milestone, const Groups& groups, std::vector<WaitRow>& rows) {
  rows.push_back(row_of(milestone, "all", groups.all));
  for (const auto& [lane, group] : groups.lanes) {
    rows.push_back(row_of(milestone, std::string("lane ") + to_string(lane), group));
  }
  for (const auto& [holder, group] : groups.holders) {
    rows.push_back(
        row_of(milestone, std::string("holder ") + to_string(holder), group));
  }
}

bool is_seized_by(const ExhibitDecisions& exhibit, std::int64_t as_of) {
  return known_by(exhibit.facts.intake.seized_at, as_of).has_value();
}

}  // namespace

std::optional<WaitFigure> wait_quantile(std::vector<Wait> waits, unsigned percent) {
  if (waits.empty()) return std::nullopt;
  // Of equal ones those that are over first: they are known to be no longer.
  std::sort(waits.begin(), waits.end(), [](const Wait& a, const Wait& b) {
    return a.seconds != b.seconds ? a.seconds < b.seconds : a.is_over && !b.is_over;
  });
  const std::size_t rank =
      std::max<std::size_t>((waits.size() * percent + 99) / 100, 1);
  const auto last = waits.begin() + static_cast<std::ptrdiff_t>(rank);
  const bool is_at_least =
      std::any_of(waits.begin(), last, [](const Wait& wait) { return !wait.is_over; });
  return WaitFigure{waits[rank - 1].seconds, is_at_least};
}

std::optional<WaitFigure> oldest_wait(const std::vector<Wait>& waits) {
  std::optional<WaitFigure> oldest;
  for (const Wait& wait : waits) {
    if (oldest && wait.seconds < oldest->seconds) continue;
    const bool was_at_least =
        oldest && wait.seconds == oldest->seconds && oldest->is_at_least;
    oldest = WaitFigure{wait.seconds, was_at_least || !wait.is_over};
  }
  return oldest;
}

const char* to_string(Milestone milestone) {
  switch (milestone) {
    case Milestone::first_look:
      return "first look";
    case Milestone::referral:
      return "referral decision";
    case Milestone::start:
      return "start of examination";
  }
  return "start of examination";
}

WaitTable waits_of(const Decisions& decisions, const std::map<std::string, Lane>& lanes,
                   std::int64_t as_of_seconds) {
  WaitTable table;
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    if (!exhibit.facts.intake.seized_at) ++table.without_start;
  }
  for (const Milestone milestone : kMilestones) {
    Groups groups;
    for (const auto& [ref, exhibit] : decisions.exhibits) {
      if (!is_seized_by(exhibit, as_of_seconds)) continue;
      const auto lane = lane_now(ref, exhibit, lanes);
      add(exhibit, milestone, as_of_seconds, groups.all);
      if (lane) add(exhibit, milestone, as_of_seconds, groups.lanes[*lane]);
      add(exhibit, milestone, as_of_seconds,
          groups.holders[exhibit.facts.intake.holder]);
    }
    put_rows(milestone, groups, table.rows);
  }
  return table;
}

}  // namespace winnow
