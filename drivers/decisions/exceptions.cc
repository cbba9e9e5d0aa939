#include "drivers/decisions/exceptions.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "drivers/decisions/rule_kit.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::int64_t kDay = 86'400;

std::string day_of(std::int64_t seconds) {
  return utc_text({seconds, 0}).value_or("").substr(0, 10);
}

// What the list is made of.
struct Asked {
  const Decisions& decisions;
  const Policy& policy;
  std::int64_t as_of;
  std::vector<ExceptionEntry> entries = {};

  void add(ExceptionKind kind, const std::string& ref, std::string what,
           std::optional<std::int64_t> since, Deed deed, std::string remedy) {
    entries.push_back(
        {kind, ref, std::move(what), since, roles_for(deed), std::move(remedy)});
  }
};

// Since when the case knows of it.
std::optional<std::int64_t> known_since(const RankedExhibit& exhibit,
                                        const ExhibitDecisions* decided) {
  if (exhibit.facts.has_intake) return exhibit.facts.known_since;
  return decided == nullptr ? std::nullopt : decided->first_look_at;
}

// No result of a scan closes it, and no disposition either.
void ask_referral(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                  Asked& asked) {
  if (exhibit.facts.intake.safeguarding.referral != Referral::open) return;
  asked.add(ExceptionKind::unanswered_referral, exhibit.ref,
            exhibit.facts.has_intake
                ? "nobody decided whether a referral is needed"
                : "no intake: nobody asked whether a referral is needed",
            known_since(exhibit, decided), Deed::decide_safeguarding,
            "winnow intake REF --referral referred or not-needed");
}

void ask_overdue(const RankedExhibit& exhibit, Asked& asked) {
  if (!exhibit.is_overdue || !exhibit.due || !is_waiting(exhibit.facts.disposition)) {
    return;
  }
  asked.add(ExceptionKind::overdue, exhibit.ref,
            std::string("lane ") + to_string(exhibit.lane) + ", was due on " +
                day_text(exhibit.due->day) + " (" + exhibit.due->why + ")",
            exhibit.due->day * kDay, Deed::move_on,
            "winnow disposition REF --to assigned or submitted");
}

void ask_intake(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                Asked& asked) {
  if (exhibit.facts.has_intake || !exhibit.is_scanned ||
      !is_waiting(exhibit.facts.disposition)) {
    return;
  }
  asked.add(ExceptionKind::no_intake, exhibit.ref,
            "scanned, and nobody took it in: it has no due day and is never overdue",
            known_since(exhibit, decided), Deed::take_in,
            "winnow intake REF --seized-at TIME and what is known of it");
}

// One person's word, which a second one has to see. Where the rules give the lane by
// now, nothing is lowered.
void ask_lowered_lane(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                      Asked& asked) {
  const CaseFacts& facts = exhibit.facts;
  if (!facts.lowered_to || exhibit.lane != *facts.lowered_to ||
      !is_waiting(facts.disposition)) {
    return;
  }
  asked.add(
      ExceptionKind::lowered_lane, exhibit.ref,
      std::string("lowered to lane ") + to_string(*facts.lowered_to) + " " +
          facts.lowered_why,
      decided == nullptr ? std::nullopt : decided->lane_lowered_at, Deed::review,
      "winnow disposition REF --to assigned, or winnow review REF --verdict match "
      "or creation if that holds");
}

void ask_allocation(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                    Asked& asked) {
  const Disposition now = exhibit.facts.disposition;
  const auto since = known_since(exhibit, decided);
  const std::int64_t days =
      asked.policy.target_days[static_cast<std::size_t>(exhibit.lane)];
  if ((now != Disposition::received && now != Disposition::triaged) || !since ||
      asked.as_of - *since <= days * kDay) {
    return;
  }
  asked.add(ExceptionKind::unallocated, exhibit.ref,
            std::string(to_string(now)) + ", and nobody has it for " +
                std::to_string((asked.as_of - *since) / kDay) + " days (lane " +
                to_string(exhibit.lane) + ": " + std::to_string(days) + ")",
            since, Deed::move_on,
            "winnow disposition REF --to assigned --to-examiner NAME");
}

void ask_answers(const RankedExhibit& exhibit, Asked& asked) {
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const RiskAnswer& answer = exhibit.facts.intake.risk.answers[i];
    if (!answer.review_on || *answer.review_on > asked.as_of) continue;
    asked.add(
        ExceptionKind::expired_assessment, exhibit.ref,
        std::string(to_string(static_cast<RiskQuestion>(i))) + " was lowered to " +
            to_string(answer.answer) + ", and its review is due since " +
            day_of(*answer.review_on) + "; it counts as unknown",
        answer.review_on, Deed::lower_risk,
        std::string("winnow intake REF --") + to_string(static_cast<RiskQuestion>(i)));
  }
}

void ask_review(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                Asked& asked) {
  if (exhibit.review.empty()) return;
  asked.add(ExceptionKind::unreviewed_lead, exhibit.ref, exhibit.review,
            decided == nullptr ? std::nullopt : decided->first_look_at, Deed::review,
            "winnow review REF --verdict match, creation or nothing");
}

void ask_hold(const RankedExhibit& exhibit, Asked& asked) {
  const auto& until = exhibit.facts.held_until;
  if (exhibit.facts.disposition != Disposition::held || !until ||
      *until >= asked.as_of) {
    return;
  }
  asked.add(ExceptionKind::held_past_date, exhibit.ref,
            "held until " + day_of(*until) + ", which is past", until, Deed::move_on,
            "winnow disposition REF --to what is to become of it");
}

// One against the rules stays until the device came back, or until somebody put on
// record after it what its leads are worth.
void ask_return(const RankedExhibit& exhibit, const ExhibitDecisions* decided,
                Asked& asked) {
  if (decided == nullptr || decided->steps.empty()) return;
  const DispositionStep& last = decided->steps.back();
  if (last.to != Disposition::returned) return;
  if (last.countersigned_by.empty()) {
    asked.add(ExceptionKind::unsigned_return, exhibit.ref,
              "returned by " + last.by + ", and nobody countersigned it", last.at,
              Deed::countersign_exception,
              "winnow disposition REF --to received, and the return again with "
              "--countersigned-by");
    return;
  }
  const Review& review = exhibit.facts.review;
  if (!last.is_exception || (!review.reviewer.empty() && review.at > last.at)) return;
  asked.add(ExceptionKind::unsigned_return, exhibit.ref,
            "returned by exception by " + last.by + ", countersigned by " +
                last.countersigned_by + ": " + last.reason,
            last.at, Deed::review,
            "winnow review REF, or winnow disposition REF --to received");
}

void ask_policy(Asked& asked) {
  if (!asked.policy.signed_by.empty()) return;
  asked.add(ExceptionKind::unsigned_policy, "",
            "the policy in force, " + asked.policy.name + ", is signed by nobody",
            std::nullopt, Deed::sign_policy, "winnow policy --sign FILE");
}

}  // namespace

const char* to_string(ExceptionKind kind) {
  constexpr std::array<const char*, kExceptionKinds> kWords = {
      "unanswered referral", "overdue",         "no intake",
      "unallocated",         "unsigned return", "expired assessment",
      "unreviewed lead",     "lowered lane",    "held past its date",
      "policy unsigned",
  };
  return kWords[static_cast<std::size_t>(kind)];
}

std::vector<ExceptionEntry> exceptions_of(const Decisions& decisions,
                                          const std::vector<RankedExhibit>& judged,
                                          const Policy& policy,
                                          std::int64_t as_of_seconds) {
  Asked asked{decisions, policy, as_of_seconds};
  for (const RankedExhibit& exhibit : judged) {
    const auto known = decisions.exhibits.find(exhibit.ref);
    const ExhibitDecisions* const decided =
        known == decisions.exhibits.end() ? nullptr : &known->second;
    ask_referral(exhibit, decided, asked);
    ask_overdue(exhibit, asked);
    ask_intake(exhibit, decided, asked);
    ask_allocation(exhibit, decided, asked);
    ask_return(exhibit, decided, asked);
    ask_answers(exhibit, asked);
    ask_review(exhibit, decided, asked);
    ask_lowered_lane(exhibit, decided, asked);
    ask_hold(exhibit, asked);
  }
  ask_policy(asked);
  std::sort(asked.entries.begin(), asked.entries.end(),
            [](const ExceptionEntry& a, const ExceptionEntry& b) {
              return std::tie(a.kind, a.since, a.exhibit, a.what) <
                     std::tie(b.kind, b.since, b.exhibit, b.what);
            });
  return std::move(asked.entries);
}

}  // namespace winnow
