#include "drivers/decisions/outcome_figures.h"

#include <algorithm>
#include <optional>

namespace winnow {
namespace {

constexpr std::size_t kDeciles = 10;

void count(const Outcome& outcome, Yield& yield) {
  ++yield.examined;
  yield.items += outcome.items;
  yield.minutes += outcome.minutes;
  switch (outcome.result) {
    case ExaminationResult::listed:
      ++yield.listed;
      break;
    case ExaminationResult::unlisted:
      ++yield.unlisted;
      break;
    case ExaminationResult::nothing:
      ++yield.nothing;
      break;
    case ExaminationResult::impossible:
      ++yield.impossible;
      break;
  }
}

void finish(Yield& yield) {
  yield.holding =
      share_of(yield.listed + yield.unlisted, yield.examined - yield.impossible);
}

// Rows that are always there, and after them one of what is in none, if anything is.
std::vector<Yield> finished(std::vector<Yield> rows, Yield unknown) {
  if (unknown.examined > 0) rows.push_back(std::move(unknown));
  for (Yield& row : rows) finish(row);
  return rows;
}

Yield named(std::string group) {
  Yield yield;
  yield.group = std::move(group);
  return yield;
}

// From 0; nothing if the place is not on record.
std::optional<std::size_t> decile_of(const StartPlace& started) {
  if (started.place == 0 || started.place > started.of) return std::nullopt;
  return std::size_t{started.place - 1} * kDeciles / started.of;
}

bool was_put_last(const Outcome& outcome) {
  return outcome.band == Band::no_match || outcome.started.lane == Lane::D;
}

bool met_none(const Outcome& outcome) {
  return outcome.band == Band::no_match || outcome.band == Band::unexamined;
}

MissVerdict verdict_of(const Share& missed, std::uint32_t bound) {
  if (missed.of < kLeastCases) return MissVerdict::too_few;
  if (missed.high <= bound) return MissVerdict::within;
  return missed.low > bound ? MissVerdict::beyond : MissVerdict::too_few;
}

// The bounds that the scans of these exhibits stated, size by size.
std::vector<StatedMiss> stated_of(const std::vector<const Outcome*>& held,
                                  const Share& missed) {
  std::vector<StatedMiss> stated;
  std::uint64_t scans = 0;
  std::array<std::uint64_t, kResidualSizes.size()> sums{};
  for (const Outcome* outcome : held) {
    if (outcome->confidence.size() != sums.size()) continue;
    ++scans;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i] += kCertain - std::min(outcome->confidence[i], kCertain);
    }
  }
  for (std::size_t i = 0; scans > 0 && i < sums.size(); ++i) {
    const auto bound = static_cast<std::uint32_t>((sums[i] + scans - 1) / scans);
    // A bound of some scans is none of all.
    const bool is_of_all = scans == held.size();
    stated.push_back({kResidualSizes[i], bound,
                      is_of_all ? verdict_of(missed, bound) : MissVerdict::too_few});
  }
  return stated;
}

Misses misses_among(const std::vector<ExaminedExhibit>& examined, std::string group) {
  Misses misses;
  misses.group = std::move(group);
  std::vector<const Outcome*> held;  // listed material, and were scanned
  std::uint32_t missed = 0;
  for (const ExaminedExhibit& one : examined) {
    const Outcome& outcome = *one.outcome;
    if (outcome.result == ExaminationResult::impossible) continue;
    if (!outcome.band) {
      ++misses.unscanned;
      continue;
    }
    if (was_put_last(outcome)) {
      ++misses.put_last;
      if (outcome.result == ExaminationResult::listed) ++misses.listed;
      if (outcome.result == ExaminationResult::unlisted) ++misses.unlisted;
    }
    if (outcome.result != ExaminationResult::listed) continue;
    held.push_back(&outcome);
    if (met_none(outcome)) ++missed;
  }
  misses.held = share_of(misses.listed + misses.unlisted, misses.put_last);
  misses.missed = share_of(missed, static_cast<std::uint32_t>(held.size()));
  misses.stated = stated_of(held, misses.missed);
  return misses;
}

}  // namespace

std::vector<ExaminedExhibit> examined_exhibits(const Decisions& decisions,
                                               std::int64_t as_of_seconds) {
  std::vector<ExaminedExhibit> examined;
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    const Outcome* last = nullptr;
    for (const Outcome& outcome : exhibit.outcomes) {
      if (outcome.at <= as_of_seconds) last = &outcome;
    }
    if (last != nullptr) examined.push_back({ref, &exhibit, last});
  }
  return examined;
}

bool is_holding(ExaminationResult result) {
  return result == ExaminationResult::listed || result == ExaminationResult::unlisted;
}

std::vector<Yield> yield_by_lane(const std::vector<ExaminedExhibit>& examined) {
  std::vector<Yield> rows;
  for (std::size_t i = 0; i < kLanes; ++i) {
    rows.push_back(named(to_string(static_cast<Lane>(i))));
  }
  Yield unknown = named("unknown");
  Yield all = named("all");
  for (const ExaminedExhibit& one : examined) {
    const auto& lane = one.outcome->started.lane;
    count(*one.outcome, lane ? rows[static_cast<std::size_t>(*lane)] : unknown);
    count(*one.outcome, all);
  }
  rows = finished(std::move(rows), std::move(unknown));
  finish(all);
  rows.push_back(std::move(all));
  return rows;
}

std::vector<Yield> yield_by_decile(const std::vector<ExaminedExhibit>& examined) {
  std::vector<Yield> rows;
  for (std::size_t i = 1; i <= kDeciles; ++i) rows.push_back(named(std::to_string(i)));
  Yield unknown = named("unknown");
  for (const ExaminedExhibit& one : examined) {
    const auto decile = decile_of(one.outcome->started);
    count(*one.outcome, decile ? rows[*decile] : unknown);
  }
  return finished(std::move(rows), std::move(unknown));
}

const char* to_string(MissVerdict verdict) {
  switch (verdict) {
    case MissVerdict::too_few:
      return "too few to tell";
    case MissVerdict::within:
      return "within what was stated";
    case MissVerdict::beyond:
      return "more than was stated";
  }
  return "too few to tell";
}

std::vector<Misses> misses_of(const std::vector<ExaminedExhibit>& examined) {
  std::vector<ExaminedExhibit> drawn;
  for (const ExaminedExhibit& one : examined) {
    if (one.exhibit->was_proposed) drawn.push_back(one);
  }
  return {misses_among(drawn, "at random"), misses_among(examined, "all")};
}

}  // namespace winnow
