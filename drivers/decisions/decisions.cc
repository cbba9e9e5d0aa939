#include "drivers/decisions/decisions.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/outcome_events.h"
#include "drivers/decisions/signed_policy.h"
#include "drivers/store/audit_history.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// ---- one event ----

// One event, as it is taken: what of it cannot be understood is left out and said.
class Taking {
 public:
  Taking(const AuditLine& line, Decisions& decisions)
      : line_(line), decisions_(decisions) {}

  [[nodiscard]] const std::string& text(std::string_view key) const {
    static const std::string kNone;
    const std::string* const said = detail_of(line_.what, key);
    return said == nullptr ? kNone : *said;
  }
  // Nothing if it is not there, or no moment.
  [[nodiscard]] std::optional<std::int64_t> moment(std::string_view key) {
    const std::string& said = text(key);
    const auto seconds = parse_utc(said);
    if (!seconds && !said.empty()) leave_out(key, said);
    return seconds;
  }
  // When it was decided.
  [[nodiscard]] std::int64_t at() {
    const auto stated = moment("at");
    return stated ? *stated : parse_utc(line_.ts_utc).value_or(0);
  }
  void leave_out(const std::string& what) {
    decisions_.remarks.push_back("audit log: event " + grouped(line_.seq) + " (" +
                                 line_.what.event + " of " + line_.what.object +
                                 "): " + what + " is not understood and left out");
  }
  void leave_out(std::string_view key, const std::string& value) {
    std::string what(key);
    what += " \"";
    what += value;
    what += '"';
    leave_out(what);
  }
  // What an event of this kind is about: the whole of it is left out else.
  template <typename T>
  [[nodiscard]] bool knows_outcome(const std::optional<T>& parsed) {
    if (!parsed) leave_out("\"" + line_.what.outcome + "\"");
    return parsed.has_value();
  }
  [[nodiscard]] ExhibitDecisions& exhibit() {
    return decisions_.exhibits[line_.what.object];
  }
  [[nodiscard]] const AuditLine& line() const { return line_; }
  [[nodiscard]] Decisions& decisions() { return decisions_; }

 private:
  const AuditLine& line_;
  Decisions& decisions_;
};

// What accompanies the fields of an intake.
bool is_of_every_decision(std::string_view key) {
  return key == "at" || key == "reason" || key == "countersigned_by" ||
         key == "account" || key == "lowered" || key == "review_on" || key == "source";
}

int weight_of(const RiskAnswer& answer) {
  return answer.answer == Answer::yes ? 2 : answer.answer == Answer::unknown ? 1 : 0;
}

// More is known against the exhibit: what a reviewer lowered, and a hold, were decided
// on less, and end.
void end_restraints(std::int64_t at, CaseFacts& facts) {
  facts.lowered_to.reset();
  facts.lowered_from.reset();
  facts.lowered_why.clear();
  if (facts.held_until) facts.held_until = std::min(*facts.held_until, at);
}

// A lowered answer is to be reviewed, and stays so if it is only given again.
void take_answer(RiskQuestion question, const RiskAnswer& before, bool is_lowered,
                 const std::optional<std::int64_t>& review_on, std::int64_t at,
                 CaseFacts& facts) {
  RiskAnswer& now = facts.intake.risk.answers[static_cast<std::size_t>(question)];
  if (is_lowered) {
    now.review_on = review_on;
  } else if (before.is_stated && before.answer == now.answer) {
    now.review_on = before.review_on;
  }
  if (weight_of(now) > weight_of(before)) end_restraints(at, facts);
}

void take_intake(Taking& taking) {
  CaseFacts& facts = taking.exhibit().facts;
  const auto lowered = parse_questions(taking.text("lowered"));
  if (!lowered) taking.leave_out("lowered", taking.text("lowered"));
  const auto review_on = taking.moment("review_on");
  if (!facts.has_intake) facts.known_since = taking.at();
  facts.has_intake = true;
  for (const auto& [key, value] : taking.line().what.detail) {
    if (is_of_every_decision(key)) continue;
    const IntakeField* const field = find_intake_field(key);
    const CaseRisk before = facts.intake.risk;
    if (field == nullptr || !field->take(value, facts.intake).empty()) {
      taking.leave_out(key, value);
    } else if (field->question) {
      const bool is_lowered = lowered && std::find(lowered->begin(), lowered->end(),
                                                   *field->question) != lowered->end();
      take_answer(*field->question, before.of(*field->question), is_lowered, review_on,
                  taking.at(), facts);
    }
  }
}

void take_disposition(Taking& taking) {
  const auto to = parse_disposition(taking.line().what.outcome);
  if (!taking.knows_outcome(to)) return;
  ExhibitDecisions& exhibit = taking.exhibit();
  DispositionStep step{*to,
                       taking.at(),
                       taking.line().actor,
                       taking.text("countersigned_by"),
                       taking.text("reason"),
                       taking.text("assigned_to"),
                       taking.moment("until"),
                       taking.text("exception") == "yes"};
  exhibit.facts.disposition = *to;
  exhibit.facts.held_until = step.until;
  const bool is_start = *to == Disposition::assigned || *to == Disposition::submitted;
  if (is_start && !exhibit.facts.started_at) exhibit.facts.started_at = step.at;
  exhibit.steps.push_back(std::move(step));
}

void take_review(Taking& taking) {
  const auto verdict = parse_verdict(taking.line().what.outcome);
  if (!taking.knows_outcome(verdict)) return;
  CaseFacts& facts = taking.exhibit().facts;
  facts.review = {*verdict, taking.line().actor, taking.text("reason"), taking.at()};
  // A listed file that an earlier scan met is no lead: no verdict takes it back.
  if (facts.met_before == Met::lead) facts.met_before = Met::nothing;
  if (*verdict != Verdict::nothing) {
    facts.met_since_examined = facts.is_examined;
    end_restraints(taking.at(), facts);
  }
}

void take_lane_lowered(Taking& taking) {
  const auto lane = parse_lane(taking.line().what.outcome);
  if (!taking.knows_outcome(lane)) return;
  CaseFacts& facts = taking.exhibit().facts;
  facts.lowered_to = *lane;
  facts.lowered_from = parse_lane(taking.text("from"));
  taking.exhibit().lane_lowered_at = taking.at();
  facts.lowered_why = "by " + taking.line().actor + ": " + taking.text("reason");
}

void take_role(Taking& taking) {
  const auto role = parse_role(taking.line().what.outcome);
  if (!taking.knows_outcome(role)) return;
  taking.decisions().people.grant(taking.line().what.object, *role);
}

void take_policy(Taking& taking) {
  const auto toml = from_event_text(taking.text("toml"));
  if (!toml || toml->empty()) return taking.leave_out("its text");
  taking.decisions().policy_toml = *toml;
}

void take_set(Taking& taking) {
  const auto dated = taking.moment("dated");
  if (dated) taking.decisions().set_dates[taking.text("id")] = *dated;
}

// A scan that pauses after a tier, so that others get their turn, is not over.
bool is_over(const std::string& end) {
  return end != "paused" && end != "postponed";
}

void take_scan(Taking& taking) {
  ExhibitDecisions& exhibit = taking.exhibit();
  const bool is_scan = taking.line().what.event == "scan_ended";
  if (is_scan && !exhibit.first_look_at && is_over(taking.line().what.outcome)) {
    exhibit.first_look_at = taking.at();
  }
  const std::string& word = taking.text("met");
  if (word.empty()) return;  // a scan of an earlier version
  const auto met = parse_met(word);
  if (!met) return taking.leave_out("met", word);
  CaseFacts& facts = exhibit.facts;
  facts.met_before = std::max(facts.met_before, *met);
  if (*met > exhibit.strongest_met) {
    exhibit.strongest_met = *met;
    facts.met_since_examined = facts.is_examined;
    end_restraints(taking.at(), facts);
  }
}

using Taker = void (*)(Taking&);

Taker taker_of(std::string_view event) {
  static const std::map<std::string, Taker, std::less<>> kTakers = {
      {"intake", take_intake},     {"disposition", take_disposition},
      {"review", take_review},     {"lane_lowered", take_lane_lowered},
      {"role_granted", take_role}, {"policy_signed", take_policy},
      {"set_opened", take_set},    {"scan_ended", take_scan},
      {"rematched", take_scan}};
  const auto found = kTakers.find(event);
  return found == kTakers.end() ? nullptr : found->second;
}

}  // namespace

void take_event(const AuditLine& line, Decisions& decisions) {
  if (const Taker taker = taker_of(line.what.event)) {
    Taking taking(line, decisions);
    taker(taking);
  }
  take_outcome_event(line, decisions);
}

Result<Decisions> read_decisions(const std::string& case_path) {
  const auto history = read_audit_history(case_path);
  if (!history) return history.error();
  Decisions decisions;
  decisions.remarks = history->faults;
  const TakeAuditLine take = [&](const AuditLine& line) {
    take_event(line, decisions);
  };
  for (const OldAuditLog& old : history->old) {
    read_old_audit_log(old, take, decisions.remarks);
  }
  const AuditFiles& files = history->files;
  const std::size_t damaged =
      read_audit_lines("audit.jsonl", files.log, take, decisions.remarks);
  if (!files.check.fault.empty() && damaged == 0) {
    decisions.remarks.push_back(files.check.fault);
  }
  std::error_code error;
  if (is_without_audit_log(files) && fs::exists(case_path + "/case.json", error)) {
    decisions.remarks.emplace_back(kNoAuditLog);
  }
  decisions.has_gaps = !history->faults.empty() || is_without_audit_log(files);
  decisions.head = files.check.head;
  return decisions;
}

StartsSoFar starts_so_far(const Decisions& decisions) {
  StartsSoFar so_far;
  std::set<std::string> suspects;
  std::set<std::string> households;
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    const CaseFacts& facts = exhibit.facts;
    if (facts.started_at) ++so_far.starts;
    // One that came back and waits again has not served anybody.
    if (is_waiting(facts.disposition) && !facts.is_examined) continue;
    if (!facts.started_at && !facts.is_examined) continue;
    if (!facts.intake.suspect.empty()) suspects.insert(facts.intake.suspect);
    if (!facts.intake.household.empty()) households.insert(facts.intake.household);
  }
  so_far.suspects.assign(suspects.begin(), suspects.end());
  so_far.households.assign(households.begin(), households.end());
  return so_far;
}

}  // namespace winnow
