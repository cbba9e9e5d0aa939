// What is known of an exhibit before it is scanned: whose it is, since when it waits,
// and the risk to children around its holder. Plain values; texts are printable UTF-8
// (base/text.h), instants are seconds since 1970-01-01 UTC.
//
// Nothing here says who somebody is: no protected characteristic and no address is
// asked for, so none can weigh.
#ifndef WINNOW_SCANNER_RANK_CASE_RISK_H_
#define WINNOW_SCANNER_RANK_CASE_RISK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace winnow {

// `unknown` is never scored as `no`.
enum class Answer : std::uint8_t { unknown, no, yes };
[[nodiscard]] const char* to_string(Answer answer);
[[nodiscard]] std::optional<Answer> parse_answer(std::string_view word);

enum class RiskQuestion : std::uint8_t {
  lives_with_children,
  works_with_children,
  other_access,       // any other access to children
  position_of_trust,  // over children
  prior_record,       // of offences of this kind
  child_identified,   // a child at risk, or abused, is known
  immediate_risk,     // to a child, now
};
inline constexpr std::size_t kRiskQuestions = 7;
// Those that say whether there is access to children.
inline constexpr std::array kAccessQuestions = {
    RiskQuestion::lives_with_children, RiskQuestion::works_with_children,
    RiskQuestion::other_access, RiskQuestion::position_of_trust};
// As options and files name it: "lives-with-children".
[[nodiscard]] const char* to_string(RiskQuestion question);
// For people: "lives with children".
[[nodiscard]] const char* words_of(RiskQuestion question);
[[nodiscard]] std::optional<RiskQuestion> parse_risk_question(std::string_view word);

struct RiskAnswer {
  Answer answer = Answer::unknown;
  bool is_stated = false;  // somebody answered, if only that it is not known
  // Of an answer that was lowered: from then on it counts as unknown until it is
  // answered again. A yes stays a yes.
  std::optional<std::int64_t> review_on;

  // The answer as it counts at that time.
  [[nodiscard]] Answer at(std::int64_t as_of_seconds) const;
  bool operator==(const RiskAnswer&) const = default;
};

struct CaseRisk {
  std::array<RiskAnswer, kRiskQuestions> answers;

  [[nodiscard]] const RiskAnswer& of(RiskQuestion question) const {
    return answers[static_cast<std::size_t>(question)];
  }
  [[nodiscard]] RiskAnswer& of(RiskQuestion question) {
    return answers[static_cast<std::size_t>(question)];
  }
  // Whether the holder has access to children: yes if any of lives_with_children,
  // works_with_children, other_access and position_of_trust is; no if all of them are;
  // else unknown.
  [[nodiscard]] Answer access(std::int64_t as_of_seconds) const;
  bool operator==(const CaseRisk&) const = default;
};

enum class HolderRole : std::uint8_t { unknown, suspect, victim, witness };
[[nodiscard]] const char* to_string(HolderRole role);
[[nodiscard]] std::optional<HolderRole> parse_holder_role(std::string_view word);

// Whether what is known was passed on for the child's sake: a decision of a person,
// which stays open until somebody makes it. No result of a scan closes it.
enum class Referral : std::uint8_t { open, referred, not_needed };
[[nodiscard]] const char* to_string(Referral referral);
[[nodiscard]] std::optional<Referral> parse_referral(std::string_view word);

struct Safeguarding {
  Referral referral = Referral::open;
  std::string decided_by;
  std::optional<std::int64_t> decided_at;
  std::string reference;  // of the referral
  bool operator==(const Safeguarding&) const = default;
};

struct Intake {
  std::string device;                     // what it is: "phone, black"
  std::string seizure_ref;                // in the property system
  std::optional<std::int64_t> seized_at;  // the clock starts here
  HolderRole holder = HolderRole::unknown;
  std::string consent_scope;  // of a victim or witness: what may be looked at
  std::string authority;      // under which it is held
  // Keys, not names. Exhibits of one suspect or household are shown together.
  std::string suspect;
  std::string household;
  std::string case_ref;
  CaseRisk risk;
  Safeguarding safeguarding;
  // These set due dates and nothing else.
  std::optional<std::int64_t> bail_on;
  std::optional<std::int64_t> court_on;
  std::string cannot_be_scanned;  // why not; "" if it can, or nobody knows
  bool operator==(const Intake&) const = default;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_CASE_RISK_H_
