#include "drivers/decisions/decision_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;
// Two clocks are never quite the same.
constexpr std::int64_t kClockSeconds = 60;

// The first refusal of several, asked in their order.
template <typename... Rules>
Refusal first_of(const Rules&... rules) {
  Refusal refusal;
  const auto ask = [&refusal](const auto& rule) {
    refusal = rule();
    return refusal.has_value();
  };
  static_cast<void>((ask(rules) || ...));
  return refusal;
}

// "a, b or c"
std::string joined(const std::vector<std::string>& words, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? ", " : last;
    text += words[i];
  }
  return text;
}

std::string who_may(Deed deed) {
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    if (may(role, deed)) roles.emplace_back(words_of(role));
  }
  return joined(roles, " or ");
}

Refusal refusal_of_future(const char* what, const std::optional<std::int64_t>& seconds,
                          std::int64_t now) {
  if (!seconds || *seconds <= now + kClockSeconds) return std::nullopt;
  return std::string(what) + " " + moment_text(*seconds) +
         " lies in the future; give the time at which it was";
}

Refusal refusal_without_reason(const Signatures& signatures, const std::string& what) {
  if (!signatures.reason.empty()) return std::nullopt;
  return what + " needs a reason; say it with --reason";
}

// Somebody who is named as the second person is one, whether one was needed or not.
Refusal refusal_of_same_person(const Signatures& signatures) {
  if (signatures.countersigned_by.empty() ||
      !is_same_person(signatures.by, signatures.countersigned_by)) {
    return std::nullopt;
  }
  return signatures.countersigned_by +
         " asks and countersigns; a second person has to countersign";
}

Refusal refusal_without_operator(const Signatures& signatures) {
  if (!person_key(signatures.by).empty()) return std::nullopt;
  return "somebody has to answer for it; say who with --operator";
}

Refusal refusal_of_signatures(const Signatures& signatures, std::int64_t now) {
  if (auto refusal = refusal_without_operator(signatures)) return refusal;
  if (auto refusal = refusal_of_future("--at", signatures.at, now)) return refusal;
  return refusal_of_same_person(signatures);
}

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

// ---- disposition ----

// From each, what it can become. A device that was returned or retained comes back as
// received; whatever is held, retained or moved on again says so anew.
struct Way {
  Disposition from;
  std::vector<Disposition> to;
};

const std::vector<Way>& ways() {
  using enum Disposition;
  static const std::vector<Way> kWays = {
      {received, {triaged, assigned, submitted, held, retained, returned}},
      {triaged, {assigned, submitted, held, retained, returned}},
      {assigned, {triaged, assigned, submitted, held, retained, returned}},
      {submitted, {triaged, assigned, held, retained, returned}},
      {held, {triaged, assigned, submitted, held, retained, returned}},
      {retained, {received, returned}},
      {returned, {received}},
  };
  return kWays;
}

const Way& way_of(Disposition from) {
  return *std::find_if(ways().begin(), ways().end(),
                       [from](const Way& way) { return way.from == from; });
}

// The first step of all may be that it was received.
Refusal refusal_of_way(const DispositionRequest& request,
                       const ExhibitDecisions& exhibit) {
  const Disposition from = exhibit.facts.disposition;
  if (is_possible(from, request.to) ||
      (exhibit.steps.empty() && request.to == Disposition::received)) {
    return std::nullopt;
  }
  std::vector<std::string> possible;
  for (const Disposition to : way_of(from).to) possible.emplace_back(to_string(to));
  return std::string("it is ") + to_string(from) + " and cannot become " +
         to_string(request.to) + "; what is possible is " + joined(possible, " or ");
}

Deed deed_of(Disposition to) {
  if (to == Disposition::returned) return Deed::ask_return;
  return to == Disposition::retained ? Deed::retain : Deed::move_on;
}

// Options that belong to another step would be on record without meaning anything.
Refusal refusal_of_details(const DispositionRequest& request) {
  if (request.to == Disposition::assigned && request.assigned_to.empty()) {
    return "it has to be assigned to somebody; say to whom with --to-examiner";
  }
  if (request.to != Disposition::assigned && !request.assigned_to.empty()) {
    return "--to-examiner belongs to --to assigned; leave it out";
  }
  if (request.to == Disposition::held && !request.until) {
    return "it has to be held until some day; say until when with --until";
  }
  if (request.to != Disposition::held && request.until) {
    return "--until belongs to --to held; leave it out";
  }
  if (request.to == Disposition::held && *request.until <= request.signatures.at) {
    return "--until " + moment_text(*request.until) +
           " is over; give a date after the time at which it is held";
  }
  if (request.to != Disposition::returned && request.is_exception) {
    return "--exception belongs to --to returned; leave it out";
  }
  return std::nullopt;
}

Refusal refusal_of_order(const DispositionRequest& request,
                         const ExhibitDecisions& exhibit) {
  if (exhibit.steps.empty() || exhibit.steps.back().at <= request.signatures.at) {
    return std::nullopt;
  }
  const DispositionStep& last = exhibit.steps.back();
  return "--at " + moment_text(request.signatures.at) + " lies before it was " +
         to_string(last.to) + " (" + moment_text(last.at) + "); give a later time";
}

Refusal refusal_of_exception(const DispositionRequest& request, const People& people) {
  if (auto refusal =
          refusal_without_reason(request.signatures, "a return as an exception")) {
    return refusal;
  }
  return refusal_of_second(people, request.signatures, Deed::countersign_exception);
}

Refusal refusal_of_return(const DispositionRequest& request, const People& people,
                          const std::vector<std::string>& hindrances) {
  if (request.is_exception) return refusal_of_exception(request, people);
  if (!hindrances.empty()) {
    return "it may not be returned: " + joined(hindrances, "; ") +
           ". Put that right, or return it with --exception, --reason and "
           "--countersigned-by " +
           who_may(Deed::countersign_exception);
  }
  return refusal_of_second(people, request.signatures, Deed::countersign);
}

// What a second person has to agree to.
Refusal refusal_of_second_person(const DispositionRequest& request,
                                 const People& people,
                                 const std::vector<std::string>& hindrances) {
  if (request.to == Disposition::returned) {
    return refusal_of_return(request, people, hindrances);
  }
  if (request.to != Disposition::held && request.to != Disposition::retained) {
    return std::nullopt;
  }
  if (auto refusal = refusal_without_reason(
          request.signatures, "that it is " + std::string(to_string(request.to)))) {
    return refusal;
  }
  return refusal_of_second(people, request.signatures, Deed::countersign);
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

bool is_possible(Disposition from, Disposition to) {
  const std::vector<Disposition>& possible = way_of(from).to;
  return std::find(possible.begin(), possible.end(), to) != possible.end();
}

Refusal refusal_of_disposition(const DispositionRequest& request,
                               const Decisions& decisions,
                               const std::vector<std::string>& hindrances,
                               std::int64_t now_seconds) {
  const auto known = decisions.exhibits.find(request.ref);
  const ExhibitDecisions exhibit =
      known == decisions.exhibits.end() ? ExhibitDecisions() : known->second;
  const People& people = decisions.people;
  const auto signed_well = [&] {
    return refusal_of_signatures(request.signatures, now_seconds);
  };
  const auto role = [&] {
    return refusal_of_role(people, request.signatures.by, deed_of(request.to));
  };
  const auto way = [&] { return refusal_of_way(request, exhibit); };
  const auto details = [&] { return refusal_of_details(request); };
  const auto order = [&] { return refusal_of_order(request, exhibit); };
  const auto second = [&] {
    return refusal_of_second_person(request, people, hindrances);
  };
  return first_of(signed_well, role, way, details, order, second);
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
