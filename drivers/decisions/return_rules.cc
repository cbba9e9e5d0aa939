#include "drivers/decisions/return_rules.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;

using SetDates = std::map<std::string, std::int64_t>;

// Why the set is not in date; nothing if it is.
std::optional<std::string> hindrance_of_set(const UsedSet& set,
                                            const SetDates& set_dates,
                                            const Policy& policy, std::int64_t at) {
  const std::string name = "the set " + printable_utf8(set.name);
  const auto dated = set_dates.find(set.id);
  if (dated == set_dates.end()) return name + " has no known date";
  const std::string day = moment_text(dated->second);
  if (dated->second > at + kSecondsADay) {
    return name + " is dated " + day + ", which is still to come";
  }
  if (at - dated->second > policy.sets_in_date_days * kSecondsADay) {
    return name + " is of " + day + ", older than the " +
           std::to_string(policy.sets_in_date_days) + " days that the policy allows";
  }
  return std::nullopt;
}

// An older issue of a set does no harm beside one that is in date.
std::vector<std::string> hindrances_of_sets(const std::vector<UsedSet>& sets,
                                            const SetDates& set_dates,
                                            const Policy& policy, std::int64_t at) {
  std::set<std::pair<SetType, std::string>> in_date;
  for (const UsedSet& set : sets) {
    if (!hindrance_of_set(set, set_dates, policy, at)) {
      in_date.emplace(set.type, set.name);
    }
  }
  std::vector<std::string> hindrances;
  for (const UsedSet& set : sets) {
    if (in_date.contains({set.type, set.name})) continue;
    hindrances.push_back(*hindrance_of_set(set, set_dates, policy, at));
  }
  if (!hindrances.empty()) {
    hindrances.back() +=
        " (winnow rematch with an issue of the same name that is in date, made by "
        "winnow hashset build with --released or --imported-at; or scan again)";
  }
  return hindrances;
}

// A lead that a reviewer found to hold counts like a listed file.
std::optional<std::string> hindrance_of_what_was_met(Met met_now,
                                                     const CaseFacts& facts) {
  if (facts.is_examined && !facts.met_since_examined) return std::nullopt;
  const Verdict verdict = facts.review.verdict;
  const Met met = std::max(met_now, facts.met_before);
  if (met >= Met::listed) {
    return "a listed file was found on it, and no full examination since is on record "
           "(winnow outcome)";
  }
  if (verdict == Verdict::match || verdict == Verdict::creation) {
    return "a lead on it was checked and holds, and no full examination since is on "
           "record (winnow outcome)";
  }
  if (met == Met::lead && !leads_are_set_aside(facts)) {
    return "nobody reviewed the leads that were met on it (winnow review)";
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> hindrances_to_return(
    const Coverage* coverage, Met met_now, const CaseFacts& facts,
    const std::map<std::string, std::int64_t>& set_dates, const Policy& policy,
    std::int64_t at_seconds) {
  std::vector<std::string> hindrances;
  if (coverage == nullptr) {
    hindrances.emplace_back("it was never scanned");
  } else {
    if (!coverage->complete) {
      hindrances.emplace_back(
          "its scan is not complete (winnow coverage tells what is left)");
    }
    if (coverage->sets.empty()) {
      hindrances.emplace_back("it was compared with no set");
    }
    auto of_sets = hindrances_of_sets(coverage->sets, set_dates, policy, at_seconds);
    std::move(of_sets.begin(), of_sets.end(), std::back_inserter(hindrances));
  }
  if (auto met = hindrance_of_what_was_met(met_now, facts)) {
    hindrances.push_back(std::move(*met));
  }
  if (facts.intake.safeguarding.referral == Referral::open) {
    hindrances.emplace_back(
        "its safeguarding decision is open (winnow intake --referral)");
  }
  return hindrances;
}

}  // namespace winnow
