#include "drivers/decisions/return_rules.h"

#include <optional>

#include "base/text.h"
#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;

std::optional<std::string> hindrance_of_set(
    const UsedSet& set, const std::map<std::string, std::int64_t>& set_dates,
    const Policy& policy, std::int64_t at) {
  const std::string name = "the set " + printable_utf8(set.name);
  const auto dated = set_dates.find(set.id);
  if (dated == set_dates.end()) {
    return name +
           " has no known date (scan again with one that winnow hashset build made "
           "with --released or --imported-at)";
  }
  const std::string day = moment_text(dated->second);
  if (dated->second > at + kSecondsADay) {
    return name + " is dated " + day + ", which is still to come (build it anew)";
  }
  if (at - dated->second > policy.sets_in_date_days * kSecondsADay) {
    return name + " is of " + day + ", older than the " +
           std::to_string(policy.sets_in_date_days) +
           " days that the policy allows (scan again with a newer one)";
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> hindrances_to_return(
    const Coverage* coverage, const CaseFacts& facts,
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
    for (const UsedSet& set : coverage->sets) {
      if (auto one = hindrance_of_set(set, set_dates, policy, at_seconds)) {
        hindrances.push_back(std::move(*one));
      }
    }
  }
  if (facts.intake.safeguarding.referral == Referral::open) {
    hindrances.emplace_back(
        "its safeguarding decision is open (winnow intake --referral)");
  }
  return hindrances;
}

}  // namespace winnow
