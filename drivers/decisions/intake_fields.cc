#include "drivers/decisions/intake_fields.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "drivers/decisions/blanks.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

// A statement, not a document: the log would cut texts sixteen times as long.
constexpr std::size_t kMostTextBytes = 4096;
constexpr std::size_t kMostReferenceBytes = 1024;
// Takes back a text or a date.
constexpr char kNone[] = "none";
constexpr char kBadMoment[] =
    "must be a date or a moment in UTC, such as 2024-05-31 or 2024-05-31T12:00:00Z, or "
    "none";

// A word that is to be known whatever its case.
std::string small_word(const std::string& text) {
  std::string word = without_outer_blanks(text);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return word;
}

std::string take_text(const std::string& text, std::string& value) {
  std::string taken =
      small_word(text) == kNone ? "" : printable_utf8(without_outer_blanks(text));
  if (taken.size() > kMostTextBytes) {
    return "is longer than " + grouped(kMostTextBytes) + " bytes; say it shorter";
  }
  value = std::move(taken);
  return "";
}

std::string take_moment(const std::string& text, std::optional<std::int64_t>& value) {
  const std::string word = without_outer_blanks(text);
  if (word.empty() || small_word(text) == kNone) {
    value.reset();
    return "";
  }
  const auto seconds = parse_utc(word);
  if (!seconds) return kBadMoment;
  value = seconds;
  return "";
}

// ---- texts and moments ----

template <std::string Intake::*kMember>
IntakeField text_field(const char* name, const char* shown, const char* about) {
  return {name, shown, about,
          [](const std::string& text, Intake& intake) {
            return take_text(text, intake.*kMember);
          },
          [](const Intake& intake) { return intake.*kMember; }};
}

template <std::optional<std::int64_t> Intake::*kMember>
IntakeField moment_field(const char* name, const char* about) {
  return {name, "TIME", about,
          [](const std::string& text, Intake& intake) {
            return take_moment(text, intake.*kMember);
          },
          [](const Intake& intake) { return moment_text(intake.*kMember); }};
}

// ---- holder ----

std::string take_holder(const std::string& text, Intake& intake) {
  const std::string word = small_word(text);
  const auto role =
      word.empty() ? std::optional(HolderRole::unknown) : parse_holder_role(word);
  if (!role) return "must be suspect, victim, witness or unknown";
  intake.holder = *role;
  return "";
}

std::string holder_text(const Intake& intake) {
  return intake.holder == HolderRole::unknown ? "" : to_string(intake.holder);
}

// ---- risk ----

template <RiskQuestion kQuestion>
std::string take_answer(const std::string& text, Intake& intake) {
  const auto answer = parse_answer(small_word(text));
  if (!answer) return "must be yes, no or unknown";
  intake.risk.answers[static_cast<std::size_t>(kQuestion)] = {*answer, true, {}};
  return "";
}

template <RiskQuestion kQuestion>
std::string answer_text(const Intake& intake) {
  const RiskAnswer& answer = intake.risk.of(kQuestion);
  return answer.is_stated ? to_string(answer.answer) : "";
}

template <RiskQuestion kQuestion>
IntakeField risk_field(const char* about) {
  return {to_string(kQuestion),   "yes|no|unknown",       about,
          take_answer<kQuestion>, answer_text<kQuestion>, kQuestion};
}

// ---- safeguarding ----

std::string take_referral(const std::string& text, Intake& intake) {
  const auto referral = parse_referral(small_word(text));
  if (!referral) return "must be open, referred or not-needed";
  intake.safeguarding.referral = *referral;
  return "";
}

std::string referral_text(const Intake& intake) {
  return to_string(intake.safeguarding.referral);
}

template <std::string Safeguarding::*kMember>
IntakeField referral_field(const char* name, const char* shown, const char* about) {
  return {name, shown, about,
          [](const std::string& text, Intake& intake) {
            return take_text(text, intake.safeguarding.*kMember);
          },
          [](const Intake& intake) { return intake.safeguarding.*kMember; }};
}

std::string take_referral_at(const std::string& text, Intake& intake) {
  return take_moment(text, intake.safeguarding.decided_at);
}

std::string referral_at_text(const Intake& intake) {
  return moment_text(intake.safeguarding.decided_at);
}

std::vector<IntakeField> make_fields() {
  return {
      text_field<&Intake::device>("device", "TEXT", "What it is: \"phone, black\""),
      text_field<&Intake::seizure_ref>("seizure-ref", "REF",
                                       "Its reference in the property system"),
      moment_field<&Intake::seized_at>("seized-at",
                                       "When it was seized: its clock starts there"),
      {"holder", "suspect|victim|witness", "Whose it is", take_holder, holder_text},
      text_field<&Intake::consent_scope>(
          "consent-scope", "TEXT", "What a victim or witness agreed to be looked at"),
      text_field<&Intake::authority>("authority", "TEXT", "Under which it is held"),
      text_field<&Intake::suspect>("suspect", "KEY",
                                   "The suspect, by a key and not a name"),
      text_field<&Intake::household>("household", "KEY", "The household, likewise"),
      text_field<&Intake::case_ref>("case-ref", "KEY", "The case it belongs to"),
      risk_field<RiskQuestion::lives_with_children>("Risk: lives with children"),
      risk_field<RiskQuestion::works_with_children>("Risk: works with children"),
      risk_field<RiskQuestion::other_access>("Risk: has other access to children"),
      risk_field<RiskQuestion::position_of_trust>(
          "Risk: is in a position of trust over children"),
      risk_field<RiskQuestion::prior_record>(
          "Risk: has a record of offences of this kind"),
      risk_field<RiskQuestion::child_identified>(
          "Risk: a child at risk, or abused, is known"),
      risk_field<RiskQuestion::immediate_risk>("Risk: to a child, now"),
      {"referral", "open|referred|not-needed",
       "Whether what is known was passed on for the child's sake", take_referral,
       referral_text},
      referral_field<&Safeguarding::decided_by>(
          "referral-by", "NAME", "Who decided that (default: the operator)"),
      {"referral-at", "TIME", "When that was decided (default: --at)", take_referral_at,
       referral_at_text},
      referral_field<&Safeguarding::reference>("referral-ref", "REF",
                                               "The referral's reference"),
      moment_field<&Intake::bail_on>("bail", "Bail ends: sets the due date alone"),
      moment_field<&Intake::court_on>("court", "Court hears: sets the due date alone"),
      text_field<&Intake::cannot_be_scanned>("cannot-be-scanned", "WHY",
                                             "Why it cannot be scanned"),
  };
}

}  // namespace

const std::vector<IntakeField>& intake_fields() {
  static const std::vector<IntakeField> kFields = make_fields();
  return kFields;
}

std::string plain_field_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == ' ' || c == '\t' || c == '-' || c == '_') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return plain;
}

const IntakeField* find_intake_field(std::string_view name) {
  const std::string plain = plain_field_name(name);
  for (const IntakeField& field : intake_fields()) {
    if (plain_field_name(field.name) == plain) return &field;
  }
  return nullptr;
}

std::string key_of(const IntakeField& field) {
  std::string key = field.name;
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::string complaint_of_reference(const std::string& ref) {
  if (ref.size() <= kMostReferenceBytes) return "";
  return "is longer than " + grouped(kMostReferenceBytes) + " bytes";
}

std::string state(const IntakeField& field, const std::string& text,
                  Statements& statements) {
  Intake scratch;
  if (std::string complaint = field.take(text, scratch); !complaint.empty()) {
    return complaint;
  }
  const auto same =
      std::find_if(statements.begin(), statements.end(),
                   [&field](const Stated& one) { return one.field == &field; });
  if (same != statements.end()) {
    same->text = field.text(scratch);
  } else {
    statements.push_back({&field, field.text(scratch)});
  }
  return "";
}

const std::string* find_stated(const Statements& statements, std::string_view name) {
  for (const Stated& one : statements) {
    if (one.field->name == name) return &one.text;
  }
  return nullptr;
}

void put_stated(const Statements& statements, Intake& intake) {
  for (const Stated& one : statements) {
    // It was taken before, when it was stated.
    static_cast<void>(one.field->take(one.text, intake));
  }
}

std::string moment_text(std::int64_t seconds) {
  std::string text = utc_text({seconds, 0}).value_or("");
  constexpr std::string_view kMidnight = "T00:00:00Z";
  if (text.ends_with(kMidnight)) text.resize(text.size() - kMidnight.size());
  return text;
}

std::string moment_text(const std::optional<std::int64_t>& seconds) {
  return seconds ? moment_text(*seconds) : "";
}

}  // namespace winnow
