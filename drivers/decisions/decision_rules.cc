#include "drivers/decisions/decision_rules.h"

#include <algorithm>
#include <utility>

#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/rule_kit.h"

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
  const Intake before =
      known == decisions.exhibits.end() ? Intake() : known->second.facts.intake;
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
  return first_of(signed_well, role, moments, safeguarding, lowering);
}

Refusal refusal_of_review(const ReviewRequest& request, const Decisions& decisions,
                          Lane by_rules, std::int64_t now_seconds) {
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
  const auto lane = [&]() -> Refusal {
    if (!request.lower_to || *request.lower_to > by_rules) return std::nullopt;
    return std::string("the rules give lane ") + to_string(by_rules) + ", which " +
           to_string(*request.lower_to) + " is not below" +
           (by_rules == Lane::D ? "; there is none" : "; give one that is, up to D");
  };
  return first_of(signed_well, role, reason, lane);
}

Refusal refusal_of_grant(const std::string& name, Role role,
                         const Signatures& signatures, const People& people) {
  if (person_key(name).empty()) return "a role is granted to somebody; name them";
  if (auto refusal = refusal_without_operator(signatures)) return refusal;
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
                          const People& people) {
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
  return std::nullopt;
}

}  // namespace winnow
