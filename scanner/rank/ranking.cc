#include "scanner/rank/ranking.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "scanner/rank/rank_points.h"
#include "scanner/rank/risk_points.h"
#include "scanner/rank/smallest_change.h"
#include "scanner/rank/still_unknown.h"

namespace winnow {
namespace {

constexpr std::uint64_t kHundred = 100;

// What was met before and was not met again still stands: a scan with fewer sets takes
// nothing back.
Band band_of(const RankedExhibit& exhibit) {
  const auto count = [&](FindingKind kind) {
    return exhibit.counts[static_cast<std::size_t>(kind)];
  };
  const Met before = exhibit.facts.met_before;
  if (count(FindingKind::exact) > 0 || before >= Met::listed) return Band::match;
  for (const std::uint64_t n : exhibit.counts) {
    if (n > 0) return Band::indicated;
  }
  if (before == Met::lead) return Band::indicated;
  return exhibit.is_scanned && exhibit.coverage.complete ? Band::no_match
                                                         : Band::unexamined;
}

std::vector<Finding> without_leads(const std::vector<Finding>& findings) {
  std::vector<Finding> rest;
  std::copy_if(
      findings.begin(), findings.end(), std::back_inserter(rest),
      [](const Finding& finding) { return finding.kind == FindingKind::exact; });
  return rest;
}

// Of an exhibit that was never scanned the whole is out of sight.
std::vector<Reason> points_without_scan(const CaseFacts& facts, const Policy& policy) {
  if (policy.unseen == 0) return {};
  return {{"the whole of it: " + parts_not_examined(nullptr, facts).front(),
           policy.unseen}};
}

std::vector<Reason> all_points(const ExhibitAnswer& answer, const Policy& policy,
                               std::int64_t as_of) {
  std::vector<Reason> reasons;
  const auto add = [&](std::vector<Reason> more) {
    std::move(more.begin(), more.end(), std::back_inserter(reasons));
  };
  const CaseFacts& facts = answer.facts;
  bool met_exactly = false;
  if (answer.is_scanned) {
    const std::vector<Finding>& findings = answer.findings;
    add(leads_are_set_aside(facts)
            ? points_for_findings(without_leads(findings), policy, as_of)
            : points_for_findings(findings, policy, as_of));
    add(points_for_severity(findings, policy));
    met_exactly = strongest(findings, policy) >= Met::listed;
  }
  add(points_for_review(facts, policy, met_exactly));
  add(points_for_risk(facts, policy, as_of));
  if (answer.is_scanned) {
    add(points_for_classes(answer.coverage, policy));
    add(points_for_unseen(answer.coverage, policy));
  } else {
    add(points_without_scan(facts, policy));
  }
  return reasons;
}

void give_lane(const ExhibitAnswer& answer, const Policy& policy, std::int64_t as_of,
               RankedExhibit& exhibit) {
  static const std::vector<Finding> kNone;
  const std::vector<Finding>& findings = answer.is_scanned ? answer.findings : kNone;
  const Coverage* coverage = answer.is_scanned ? &answer.coverage : nullptr;
  const CaseFacts& facts = answer.facts;
  LaneGiven given = lane_of(findings, coverage, facts, policy, as_of);
  exhibit.lane = given.lane;
  exhibit.lane_reasons = std::move(given.reasons);
  exhibit.review = std::move(given.review);
  exhibit.due = due_of(given.lane, facts, policy);
  exhibit.is_overdue = exhibit.due && exhibit.due->day < day_of(as_of);
  exhibit.unknowns = still_unknown(findings, coverage, facts, policy, as_of);
  exhibit.smallest_change =
      smallest_change(given.lane, findings, coverage, facts, policy, as_of);
  if (facts.disposition == Disposition::held && facts.held_until > as_of) {
    exhibit.is_held = true;
    exhibit.lane_reasons.push_back("held until " + day_text(day_of(*facts.held_until)) +
                                   ": it comes last until then");
  }
}

// ---- the order ----

// Before it is known which device of somebody is the first. Within a lane those without
// an intake stand behind those with a due day, and among each other by what was met.
// Which of an exhibit's keys count for nothing is said by the same value for all.
struct Heeded {
  bool further_devices = false;
  bool before_the_due_day = false;  // further devices are
};

bool stands_before(const RankedExhibit& a, const RankedExhibit& b, Heeded heeded) {
  constexpr std::int64_t kNoDay = std::numeric_limits<std::int64_t>::max();
  const auto key = [&](const RankedExhibit& exhibit) {
    const bool is_further = heeded.further_devices && exhibit.is_further_device;
    return std::make_tuple(exhibit.is_held, exhibit.lane, !exhibit.due.has_value(),
                           is_further && heeded.before_the_due_day,
                           exhibit.due ? exhibit.due->day : kNoDay, is_further,
                           exhibit.due ? Band::match : exhibit.band, -exhibit.score,
                           std::cref(exhibit.ref));
  };
  return key(a) < key(b);
}

// Those who have a device that is begun, or stands farther ahead.
class Served {
 public:
  explicit Served(const StartsSoFar& so_far)
      : suspects_(so_far.suspects.begin(), so_far.suspects.end()),
        households_(so_far.households.begin(), so_far.households.end()) {}

  // A suspect who is named is asked for, else the household.
  [[nodiscard]] bool has(const Intake& intake) const {
    return intake.suspect.empty() ? households_.count(intake.household) != 0
                                  : suspects_.count(intake.suspect) != 0;
  }
  void add(const Intake& intake) {
    if (!intake.suspect.empty()) suspects_.insert(intake.suspect);
    if (!intake.household.empty()) households_.insert(intake.household);
  }

 private:
  std::set<std::string> suspects_;
  std::set<std::string> households_;
};

// A device that cannot be scanned takes nobody's first place.
void mark_further_devices(std::vector<RankedExhibit>& sorted,
                          const StartsSoFar& so_far) {
  Served served(so_far);
  for (RankedExhibit& exhibit : sorted) {
    const Intake& intake = exhibit.facts.intake;
    exhibit.is_further_device = served.has(intake);
    if (intake.cannot_be_scanned.empty() && !exhibit.is_held) served.add(intake);
  }
}

bool waits_longer(const RankedExhibit& a, const RankedExhibit& b) {
  const auto key = [](const RankedExhibit& exhibit) {
    const CaseFacts& facts = exhibit.facts;
    return std::make_tuple(exhibit.due->day,
                           facts.intake.seized_at.value_or(facts.known_since),
                           std::cref(exhibit.ref));
  };
  return key(a) < key(b);
}

// The overdue outside lane A, those that wait longest first, by their places in
// `sorted`.
std::vector<std::size_t> longest_overdue(const std::vector<RankedExhibit>& sorted) {
  std::vector<std::size_t> overdue;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const RankedExhibit& exhibit = sorted[i];
    if (exhibit.is_overdue && exhibit.lane != Lane::A && !exhibit.is_held) {
      overdue.push_back(i);
    }
  }
  std::sort(overdue.begin(), overdue.end(), [&](std::size_t a, std::size_t b) {
    return waits_longer(sorted[a], sorted[b]);
  });
  return overdue;
}

// Each place in turn: a kept one to the longest overdue that has none yet, any other to
// the next in order.
std::vector<RankedExhibit> with_kept_places(std::vector<RankedExhibit> sorted,
                                            const StartsSoFar& so_far,
                                            const Policy& policy) {
  const std::vector<std::size_t> overdue = longest_overdue(sorted);
  std::vector<bool> has_place(sorted.size(), false);
  std::vector<RankedExhibit> placed;
  placed.reserve(sorted.size());
  std::size_t next = 0;
  std::size_t next_overdue = 0;
  while (placed.size() < sorted.size()) {
    while (next_overdue < overdue.size() && has_place[overdue[next_overdue]]) {
      ++next_overdue;
    }
    while (has_place[next]) ++next;
    const bool kept =
        next_overdue < overdue.size() &&
        is_kept_place(so_far.starts % kHundred + placed.size() + 1, policy);
    const std::size_t taken = kept ? overdue[next_overdue] : next;
    has_place[taken] = true;
    sorted[taken].has_kept_place = kept;
    placed.push_back(std::move(sorted[taken]));
  }
  return placed;
}

}  // namespace

const char* to_string(Band band) {
  switch (band) {
    case Band::match:
      return "match";
    case Band::indicated:
      return "indicated";
    case Band::unexamined:
      return "unexamined";
    case Band::no_match:
      return "no-match";
  }
  return "unexamined";
}

const char* words_of(Band band) {
  switch (band) {
    case Band::match:
      return "a listed file was found";
    case Band::indicated:
      return "a lead that needs checking";
    case Band::unexamined:
      return "COULD NOT BE EXAMINED, which is no negative";
    case Band::no_match:
      return "no listed file met in the part examined";
  }
  return "COULD NOT BE EXAMINED, which is no negative";
}

const char* words_of(const RankedExhibit& exhibit) {
  const bool is_untried = exhibit.band == Band::unexamined && !exhibit.is_scanned &&
                          exhibit.facts.intake.cannot_be_scanned.empty();
  return is_untried ? "NOT SCANNED YET, which is no negative" : words_of(exhibit.band);
}

RankedExhibit judge(const ExhibitAnswer& answer, const Policy& policy,
                    std::int64_t as_of_seconds) {
  RankedExhibit exhibit;
  exhibit.ref = answer.ref;
  exhibit.coverage = answer.coverage;
  exhibit.is_scanned = answer.is_scanned;
  exhibit.facts = answer.facts;
  if (answer.is_scanned) {
    for (const Finding& finding : answer.findings) {
      ++exhibit.counts[static_cast<std::size_t>(finding.kind)];
    }
  }
  exhibit.band = band_of(exhibit);
  give_lane(answer, policy, as_of_seconds, exhibit);
  exhibit.reasons = all_points(answer, policy, as_of_seconds);
  for (const Reason& reason : exhibit.reasons) exhibit.score += reason.points;
  return exhibit;
}

bool is_kept_place(std::uint64_t start, const Policy& policy) {
  const auto share = static_cast<std::uint64_t>(policy.overdue_share_percent);
  const std::uint64_t of_hundred = (start - 1) % kHundred;
  return (of_hundred + 1) * share / kHundred > of_hundred * share / kHundred;
}

std::vector<RankedExhibit> put_in_order(std::vector<RankedExhibit> judged,
                                        const StartsSoFar& so_far,
                                        const Policy& policy) {
  const auto sort = [&](Heeded heeded) {
    std::sort(judged.begin(), judged.end(),
              [&](const RankedExhibit& a, const RankedExhibit& b) {
                return stands_before(a, b, heeded);
              });
  };
  sort({});
  mark_further_devices(judged, so_far);
  sort({true, policy.first_devices_first != 0});
  std::vector<RankedExhibit> placed =
      with_kept_places(std::move(judged), so_far, policy);
  std::uint32_t rank = 0;
  for (RankedExhibit& exhibit : placed) exhibit.rank = ++rank;
  return placed;
}

}  // namespace winnow
