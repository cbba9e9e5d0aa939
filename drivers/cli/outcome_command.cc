// outcome: what full examinations found, and what that says of the order.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "drivers/answers/outcome_answer.h"
#include "drivers/answers/plain_table.h"
#include "drivers/answers/words.h"
#include "drivers/cases/known_case.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/decisions/outcome_events.h"
#include "drivers/decisions/outcome_rules.h"
#include "drivers/decisions/proposals.h"
#include "drivers/decisions/signed_policy.h"
#include "drivers/decisions/weight_proposal.h"

namespace winnow {
namespace {

// What the examiner says, and beside it what the scans had said until then.
Outcome outcome_of(const OutcomeOptions& options, const ExhibitAnswer& answer,
                   const Policy& policy, std::int64_t now) {
  Outcome outcome;
  outcome.result = *options.result;
  outcome.items = options.items;
  outcome.minutes = options.minutes;
  outcome.at = options.at_seconds.value_or(now);
  outcome.by = printable_utf8(options.operator_name);
  if (!answer.is_scanned) return outcome;
  outcome.band = judge(answer, policy, now).band;
  for (const Residual& residual : residual_curve(answer.coverage.residual)) {
    outcome.confidence.push_back(residual.confidence);
  }
  return outcome;
}

std::string told_of(const std::string& ref, const Outcome& outcome, Disposition now) {
  std::string told = ref + ": outcome on record, " + to_string(outcome.result);
  if (outcome.items > 0) told += ", " + counted_text(outcome.items, "item");
  if (outcome.band == Band::no_match && is_holding(outcome.result)) {
    told += "; its scan had met nothing";
  }
  if (is_waiting(now)) {
    told += "; it still waits in the order, until winnow disposition says otherwise";
  }
  return told;
}

Result<Judged> judge_outcome(const OutcomeOptions& options, const std::string& ref,
                             KnownCase& known, const DecisionCase& of,
                             std::int64_t now) {
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto answer = answer_of(known.open.store, of.decisions, ref);
  if (!answer) return answer.error();
  const Outcome outcome = outcome_of(options, *answer, *policy, now);
  AuditEvent event = outcome_event(ref, outcome);
  event.detail.emplace_back("account", actor_of(""));
  return Judged{std::move(event),
                refusal_of_outcome(outcome, answer->facts, of.decisions.people, now),
                told_of(ref, outcome, answer->facts.disposition)};
}

int record(const OutcomeOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return fail(known.error());
  const std::string ref = reference_in(known->of, options.exhibit);
  const auto refs = exhibits_of(known->open.store, known->of.decisions);
  if (!refs) return fail(refs.error());
  if (!std::binary_search(refs->begin(), refs->end(), ref)) {
    return fail({FaultKind::usage,
                 "the case holds no exhibit " + ref +
                     "; put it on record with winnow intake, or scan it",
                 options.case_path, std::nullopt});
  }
  const std::int64_t now = now_seconds();
  const std::string by = printable_utf8(options.operator_name);
  return put_on_record(known->of, by, [&](const DecisionCase& on_record) {
    return judge_outcome(options, ref, *known, on_record, now);
  });
}

int show_figures(const OutcomeOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return fail(known.error());
  const std::int64_t as_of = options.as_of_seconds.value_or(now_seconds());
  auto ranking = known->ranking(as_of);
  if (!ranking) return fail(ranking.error());
  std::map<std::string, Lane> lanes;
  for (const RankedExhibit& exhibit : all_of(std::move(*ranking))) {
    lanes.emplace(exhibit.ref, exhibit.lane);
  }
  const OutcomeFigures figures = figures_of(known->of.decisions, lanes, as_of);
  options.json ? print(figures_json(figures) + "\n")
               : tell(figures_text(figures, output_columns()));
  return finish_answer(kExitDone);
}

std::string draw_text(const Draw& draw, const std::string& seed, bool is_given) {
  PlainTable table({"exhibit", "lane", "place", "of"}, 2);
  for (const Proposal& proposal : draw.drawn) {
    table.add({proposal.ref, to_string(proposal.lane), grouped(proposal.place),
               grouped(proposal.of)});
  }
  return "Drawn at random for full examination, " + grouped(draw.drawn.size()) +
         " of the " + counted_text(draw.candidates, "exhibit") +
         " that may be drawn\n" + table.text(output_columns()) + "Seed (" +
         (is_given ? "given" : "head of the audit log") + "): " + seed + "\n";
}

// Behind the very event that it was drawn at: two draws at once draw different ones.
Result<void> put_draw(const Draw& draw, const std::string& seed, bool is_given,
                      const AuditHead& drawn_at, AuditLog& log) {
  AuditHead head = drawn_at;
  for (const Proposal& proposal : draw.drawn) {
    AuditEvent event =
        proposed_event(proposal, draw, seed, is_given ? "given" : "audit head");
    event.detail.emplace_back("account", actor_of(""));
    const auto done = log.append_after(head, event);
    if (!done) return done.error();
    if (!*done) {
      return Fault{FaultKind::io,
                   "others decided meanwhile; run the same command again", "the draw",
                   std::nullopt};
    }
    head = log.head();
  }
  return {};
}

int propose(const OutcomeOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return fail(known.error());
  const Decisions& decisions = known->of.decisions;
  const std::string by = printable_utf8(options.operator_name);
  if (const Refusal refusal = refusal_of_draw(by, decisions.people)) {
    return put_on_record(known->of, by, [&](const DecisionCase&) {
      return Result<Judged>({{"proposed", "case", "for examination", {}}, refusal, ""});
    });
  }
  auto log = AuditLog::open(known->of.folder.path(), actor_of(by));
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const bool is_given = !options.seed.empty();
  const std::string seed = is_given ? options.seed : log->head().text();
  const auto ranking = known->ranking(now_seconds());
  if (!ranking) return fail(ranking.error());
  const Draw draw = draw_proposals(ranking->waiting, decisions, seed, options.propose);
  if (draw.drawn.empty()) {
    return fail({FaultKind::usage,
                 "no exhibit can be drawn: none waits in the lower half of the order "
                 "outside lane A that was not drawn or examined before",
                 options.case_path, std::nullopt});
  }
  if (auto done = put_draw(draw, seed, is_given, decisions.head, *log); !done) {
    return fail(done.error());
  }
  tell(draw_text(draw, seed, is_given) + audit_head_line(log->head()));
  return finish_answer(kExitDone);
}

// An exhibit is weighed as it was when it was started: what is recent, and which
// answers count, depends on it.
Result<std::vector<WeighedCase>> weighed_cases(KnownCase& known, std::int64_t now) {
  std::vector<WeighedCase> cases;
  for (const ExaminedExhibit& one : examined_exhibits(known.of.decisions, now)) {
    if (one.outcome->result == ExaminationResult::impossible) continue;
    auto answer = answer_of(known.open.store, known.of.decisions, one.ref);
    if (!answer) return std::move(answer).error();
    const std::int64_t as_of = answer->facts.started_at.value_or(one.outcome->at);
    cases.push_back({std::move(*answer), as_of, is_holding(one.outcome->result)});
  }
  return cases;
}

int show_weights(const OutcomeOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return fail(known.error());
  const auto cases = weighed_cases(*known, now_seconds());
  if (!cases) return fail(cases.error());
  const auto proposal = propose_weights(*cases, known->policy);
  if (!proposal) return fail(proposal.error());
  print(weights_toml(*proposal, known->policy));
  return finish_answer(kExitDone);
}

}  // namespace

int run_outcome(const OutcomeOptions& options) {
  if (options.figures) return show_figures(options);
  if (options.propose > 0) return propose(options);
  if (options.propose_weights) return show_weights(options);
  return record(options);
}

}  // namespace winnow
