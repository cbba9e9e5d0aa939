#include "drivers/decisions/decision_rules.h"

#include <algorithm>
#include <utility>

#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/rule_kit.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;

// ---- intake ----

int weight_of(Answer answer) {
  return answer == Answer::yes ? 2 : answer == Answer::unknown ? 1 : 0;
}

const std::string& stated_or_none(const IntakeRequest& request, const char* name) {
  static const std::string kNone;
  const std::string* const text = find_stated(request.statements, name);
  return text == nullptr ? kNone : *text;
}

Refusal refusal_of_moments(const IntakeRequest& request, std::int64_t now) {
  Intake stated;
  put_stated(request.statements, stated);
  if (auto refusal = refusal_of_future("--seized-at", stated.seized_at, now)) {
    return refusal;
  }
  return refusal_of_future("--referral-at", stated.safeguarding.decided_at, now);
}

bool states_safeguarding(const IntakeRequest& request) {
  return std::any_of(
      request.statements.begin(), request.statements.end(),
      [](const Stated& one) { return one.field->name.starts_with("referral"); });
}

Refusal refusal_of_safeguarding(const IntakeRequest& request, const Intake& before,
                                const People& people) {
  if (!states_safeguarding(request)) return std::nullopt;
  Intake after = before;
  put_stated(request.statements, after);
  const std::string decision = stated_or_none(request, "referral");
  if (decision.empty() && after.safeguarding.referral == Referral::open) {
    return "the safeguarding decision is open; say what was decided with --referral "
           "referred or --referral not-needed";
  }
  if (auto refusal =
          refusal_of_role(people, request.signatures.by, Deed::decide_safeguarding)) {
    return refusal;
  }
  if (after.safeguarding.referral == Referral::referred &&
      after.safeguarding.reference.empty()) {
    return "a referral has a reference; give it with --referral-ref";
  }
  if (decision == to_string(Referral::not_needed)) {
    return refusal_without_reason(request.signatures, "that no referral is needed");
  }
  return std::nullopt;
}

Refusal refusal_of_review_date(const IntakeRequest& request, const Policy& policy,
                               std::int64_t now) {
  const std::string most = std::to_string(policy.review_days);
  if (!request.review_on) {
    return "a lowered risk answer needs a date on which it is reviewed, at most " +
           most + " days ahead; give it with --review-on";
  }
  if (*request.review_on <= now) {
    return "--review-on " + moment_text(*request.review_on) +
           " is over; give a date ahead, at most " + most + " days";
  }
  if (*request.review_on > now + policy.review_days * kSecondsADay) {
    return "--review-on " + moment_text(*request.review_on) +
           " is too late; the policy allows at most " + most + " days";
  }
  return std::nullopt;
}

Refusal refusal_of_lowering(const IntakeRequest& request,
                            const std::vector<RiskQuestion>& lowered,
                            const People& people, const Policy& policy,
                            std::int64_t now) {
  const Signatures& signatures = request.signatures;
  if (lowered.empty()) {
    if (!request.review_on) return std::nullopt;
    return "--review-on belongs to a risk answer that is lowered, and none is; leave "
           "it out";
  }
  const std::string what = "to lower " + questions_text(lowered);
  const auto role = [&] {
    return refusal_of_role(people, signatures.by, Deed::lower_risk);
  };
  const auto reason = [&] { return refusal_without_reason(signatures, what); };
  const auto second = [&] {
    return refusal_of_second(people, signatures, Deed::countersign);
  };
  const auto date = [&] { return refusal_of_review_date(request, policy, now); };
  return first_of(role, reason, second, date);
}

// ---- due days ----

std::int64_t day_of(std::int64_t seconds) {
  return seconds / kSecondsADay - (seconds % kSecondsADay < 0 ? 1 : 0);
}

bool is_later(const std::optional<std::int64_t>& before,
              const std::optional<std::int64_t>& after) {
  return before && (!after || day_of(*after) > day_of(*before));
}

// The fields by which a due day becomes later; a first statement makes none so.
std::vector<std::string> put_off_by(const IntakeRequest& request,
                                    const CaseFacts& facts) {
  std::vector<std::string> fields;
  if (!facts.has_intake) return fields;
  const Intake& before = facts.intake;
  Intake after = before;
  put_stated(request.statements, after);
  if (is_later(before.seized_at.value_or(facts.known_since),
               after.seized_at.value_or(facts.known_since))) {
    fields.emplace_back("seized-at");
  }
  if (is_later(before.bail_on, after.bail_on)) fields.emplace_back("bail");
  if (is_later(before.court_on, after.court_on)) fields.emplace_back("court");
  return fields;
}

Refusal refusal_of_putting_off(const IntakeRequest& request, const CaseFacts& facts,
                               const People& people) {
  const std::vector<std::string> fields = put_off_by(request, facts);
  if (fields.empty()) return std::nullopt;
  const std::string what =
      "a later " + joined_words(fields, " and ") + " puts off its due day, and";
  if (request.signatures.reason.empty()) {
    return what +
           " needs a reason and a second person; give them with --reason and "
           "--countersigned-by";
  }
  if (auto refusal = refusal_of_second(people, request.signatures, Deed::countersign)) {
    return what + " " + *refusal;
  }
  return std::nullopt;
}

// One that was mistyped would never come, or is over.
Refusal refusal_of_mistyped_days(const IntakeRequest& request, const Intake& before) {
  Intake after = before;
  put_stated(request.statements, after);
  const auto is_stated = [&request](const char* name) {
    return find_stated(request.statements, name) != nullptr;
  };
  const auto refusal_of = [&](const char* name,
                              const std::optional<std::int64_t>& on) -> Refusal {
    if (!on || !after.seized_at || day_of(*on) >= day_of(*after.seized_at)) {
      return std::nullopt;
    }
    if (!is_stated(name) && !is_stated("seized-at")) return std::nullopt;
    return std::string("--") + name + " " + moment_text(*on) +
           " lies before it was seized (" + moment_text(*after.seized_at) +
           "); give the day on which it is";
  };
  if (auto refusal = refusal_of("bail", after.bail_on)) return refusal;
  return refusal_of("court", after.court_on);
}

// ---- review ----

// A return by exception stays on the supervisor's list until somebody looked again.
bool awaits_review(const ExhibitDecisions& exhibit) {
  return !exhibit.steps.empty() && exhibit.steps.back().to == Disposition::returned &&
         exhibit.steps.back().is_exception;
}

Refusal refusal_of_verdict(const ReviewRequest& request, const Decisions& decisions,
                           const ReviewBasis& basis) {
  if (!request.verdict) return std::nullopt;
  if (*request.verdict == Verdict::creation) {
    if (basis.is_scanned) return std::nullopt;
    return "it was never scanned, so that nobody saw signs of creation on it; scan it "
           "first, or say what is known with winnow intake --child-identified";
  }
  const auto known = decisions.exhibits.find(request.ref);
  if (basis.has_leads) return std::nullopt;
  if (known != decisions.exhibits.end() &&
      (known->second.facts.review.verdict != Verdict::none ||
       (*request.verdict == Verdict::nothing && awaits_review(known->second)))) {
    return std::nullopt;
  }
  return "there is no lead that a verdict could be about: no near, block or record "
         "finding and no indication; winnow findings tells what was met";
}

}  // namespace

Refusal refusal_of_role(const People& people, const std::string& name, Deed deed) {
  const Role role = people.role_of(name);
  if (may(role, deed)) return std::nullopt;
  return name + " is " + words_of(role) + " and may not " + words_of(deed) + "; " +
         who_may(deed) + " may (winnow people tells who is)";
}

Refusal refusal_of_second(const People& people, const Signatures& signatures,
                          Deed deed) {
  if (person_key(signatures.countersigned_by).empty()) {
    return "it needs the countersignature of a second person, " + who_may(deed) +
           "; name them with --countersigned-by";
  }
  if (auto refusal = refusal_of_same_person(signatures)) return refusal;
  return refusal_of_role(people, signatures.countersigned_by, deed);
}

void fill_safeguarding(IntakeRequest& request) {
  const std::string decision = stated_or_none(request, "referral");
  if (decision.empty()) return;
  const bool is_open = decision == to_string(Referral::open);
  const auto fill = [&request](const char* name, const std::string& text) {
    if (find_stated(request.statements, name) != nullptr) return;
    // Texts that were taken before, as names and times of others.
    static_cast<void>(state(*find_intake_field(name), text, request.statements));
  };
  fill("referral-by", is_open ? "" : request.signatures.by);
  fill("referral-at", is_open ? "" : moment_text(request.signatures.at));
  if (decision != to_string(Referral::referred)) fill("referral-ref", "");
}

std::vector<RiskQuestion> lowered_by(const IntakeRequest& request, const CaseRisk& risk,
                                     std::int64_t now_seconds) {
  std::vector<RiskQuestion> lowered;
  for (const Stated& one : request.statements) {
    if (!one.field->question) continue;
    const RiskAnswer& before = risk.of(*one.field->question);
    const Answer now = parse_answer(one.text).value_or(Answer::unknown);
    if (!before.is_stated) continue;
    // A review that is put off is the same decision once more.
    const bool is_put_off =
        request.review_on && before.review_on && now == before.answer;
    if (weight_of(now) < weight_of(before.at(now_seconds)) || is_put_off) {
      lowered.push_back(*one.field->question);
    }
  }
  return lowered;
}

Refusal refusal_of_intake(const IntakeRequest& request, const Decisions& decisions,
                          const Policy& policy, std::int64_t now_seconds) {
  const auto known = decisions.exhibits.find(request.ref);
  const CaseFacts facts =
      known == decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  const Intake& before = facts.intake;
  const People& people = decisions.people;
  const Signatures& signatures = request.signatures;
  const auto signed_well = [&] {
    return refusal_of_signatures(signatures, now_seconds);
  };
  const auto role = [&] {
    return refusal_of_role(people, signatures.by, Deed::take_in);
  };
  const auto moments = [&] { return refusal_of_moments(request, now_seconds); };
  const auto safeguarding = [&] {
    return refusal_of_safeguarding(request, before, people);
  };
  const auto lowering = [&] {
    return refusal_of_lowering(request, lowered_by(request, before.risk, now_seconds),
                               people, policy, now_seconds);
  };
  const auto days = [&] { return refusal_of_mistyped_days(request, before); };
  const auto later = [&] { return refusal_of_putting_off(request, facts, people); };
  return first_of(signed_well, role, moments, days, safeguarding, lowering, later);
}

Refusal refusal_of_review(const ReviewRequest& request, const Decisions& decisions,
                          const ReviewBasis& basis, std::int64_t now_seconds) {
  const auto signed_well = [&] {
    return refusal_of_signatures(request.signatures, now_seconds);
  };
  const auto role = [&] {
    return refusal_of_role(decisions.people, request.signatures.by, Deed::review);
  };
  const auto reason = [&] {
    return refusal_without_reason(request.signatures,
                                  request.lower_to ? "a lowered lane" : "a review");
  };
  const auto verdict = [&] { return refusal_of_verdict(request, decisions, basis); };
  const auto lane = [&]() -> Refusal {
    if (!request.lower_to || *request.lower_to > basis.by_rules) return std::nullopt;
    return std::string("the rules give lane ") + to_string(basis.by_rules) +
           ", which " + to_string(*request.lower_to) + " is not below" +
           (basis.by_rules == Lane::D ? "; there is none"
                                      : "; give one that is, up to D");
  };
  return first_of(signed_well, role, reason, verdict, lane);
}

Refusal refusal_of_glimpse(const GlimpseRequest& request, const Decisions& decisions,
                           std::int64_t now_seconds) {
  const Signatures& signatures = request.signatures;
  const auto signature = [&] { return refusal_of_signatures(signatures, now_seconds); };
  const auto role = [&] {
    return refusal_of_role(decisions.people, signatures.by, Deed::view_picture);
  };
  const auto reason = [&] {
    return refusal_without_reason(signatures, "to view a picture");
  };
  return first_of(signature, role, reason);
}

Refusal refusal_of_grant(const std::string& name, Role role,
                         const Signatures& signatures, const Decisions& decisions) {
  const People& people = decisions.people;
  if (person_key(name).empty()) return "a role is granted to somebody; name them";
  if (auto refusal = refusal_without_operator(signatures)) return refusal;
  if (!people.has_administrator() && decisions.has_gaps) {
    return "the record of who may do what has gaps (winnow verify), so that nobody can "
           "be made the first administrator; restore a backup";
  }
  if (!people.has_administrator()) {
    if (role == Role::administrator) return std::nullopt;
    return "there is no administrator yet, who alone grants roles; name one first with "
           "--grant NAME administrator";
  }
  if (auto refusal = refusal_of_role(people, signatures.by, Deed::grant_role)) {
    return refusal;
  }
  const auto administrators =
      std::count_if(people.all().begin(), people.all().end(),
                    [](const auto& one) { return one.second == Role::administrator; });
  if (role != Role::administrator && administrators == 1 &&
      people.role_of(name) == Role::administrator) {
    return name + " is the only administrator; make somebody else one first";
  }
  return std::nullopt;
}

Refusal refusal_of_policy(const Policy& policy, const Signatures& signatures,
                          const People& people, std::int64_t now_seconds) {
  if (auto refusal = refusal_without_operator(signatures)) return refusal;
  if (auto refusal = refusal_of_role(people, signatures.by, Deed::sign_policy)) {
    return refusal;
  }
  if (policy.signed_by.empty()) {
    return "the policy is signed by nobody; write name and date into its signed_by and "
           "signed_on";
  }
  if (!is_same_person(policy.signed_by, signatures.by)) {
    return "the policy is signed by " + policy.signed_by + ", not by " + signatures.by +
           "; who signs it gives it to winnow";
  }
  return refusal_of_future("signed_on", parse_utc(policy.signed_on), now_seconds);
}

}  // namespace winnow
