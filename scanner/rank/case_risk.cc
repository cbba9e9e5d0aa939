#include "scanner/rank/case_risk.h"

#include "scanner/rank/enum_word.h"

namespace winnow {

const char* to_string(Answer answer) {
  switch (answer) {
    case Answer::unknown:
      return "unknown";
    case Answer::no:
      return "no";
    case Answer::yes:
      return "yes";
  }
  return "unknown";
}

const char* to_string(RiskQuestion question) {
  switch (question) {
    case RiskQuestion::lives_with_children:
      return "lives-with-children";
    case RiskQuestion::works_with_children:
      return "works-with-children";
    case RiskQuestion::other_access:
      return "other-access";
    case RiskQuestion::position_of_trust:
      return "position-of-trust";
    case RiskQuestion::prior_record:
      return "prior-record";
    case RiskQuestion::child_identified:
      return "child-identified";
    case RiskQuestion::immediate_risk:
      return "immediate-risk";
  }
  return "unknown";
}

const char* words_of(RiskQuestion question) {
  switch (question) {
    case RiskQuestion::lives_with_children:
      return "lives with children";
    case RiskQuestion::works_with_children:
      return "works with children";
    case RiskQuestion::other_access:
      return "has other access to children";
    case RiskQuestion::position_of_trust:
      return "has a position of trust over children";
    case RiskQuestion::prior_record:
      return "has a record of such offences";
    case RiskQuestion::child_identified:
      return "a child at risk, or abused, is identified";
    case RiskQuestion::immediate_risk:
      return "a child is at immediate risk";
  }
  return "unknown";
}

const char* to_string(HolderRole role) {
  switch (role) {
    case HolderRole::unknown:
      return "unknown";
    case HolderRole::suspect:
      return "suspect";
    case HolderRole::victim:
      return "victim";
    case HolderRole::witness:
      return "witness";
  }
  return "unknown";
}

const char* to_string(Referral referral) {
  switch (referral) {
    case Referral::open:
      return "open";
    case Referral::referred:
      return "referred";
    case Referral::not_needed:
      return "not-needed";
  }
  return "open";
}

std::optional<Answer> parse_answer(std::string_view word) {
  return parse_enum(word, Answer::yes);
}
std::optional<RiskQuestion> parse_risk_question(std::string_view word) {
  return parse_enum(word, RiskQuestion::immediate_risk);
}
std::optional<HolderRole> parse_holder_role(std::string_view word) {
  return parse_enum(word, HolderRole::witness);
}
std::optional<Referral> parse_referral(std::string_view word) {
  return parse_enum(word, Referral::not_needed);
}

// A yes is the cautious answer, and no date takes it back.
Answer RiskAnswer::at(std::int64_t as_of_seconds) const {
  const bool is_expired = review_on && as_of_seconds >= *review_on;
  return is_expired && answer != Answer::yes ? Answer::unknown : answer;
}

Answer CaseRisk::access(std::int64_t as_of_seconds) const {
  bool all_no = true;
  for (const RiskQuestion question : kAccessQuestions) {
    const Answer answer = of(question).at(as_of_seconds);
    if (answer == Answer::yes) return Answer::yes;
    all_no = all_no && answer == Answer::no;
  }
  return all_no ? Answer::no : Answer::unknown;
}

}  // namespace winnow
