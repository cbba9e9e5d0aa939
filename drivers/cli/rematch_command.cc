// rematch: what is on record of every exhibit of a case, compared with further sets,
// without the exhibits. Everything is checked before anything is written.
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/temporary_folder.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/rematch_words.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/cli/scan_decisions.h"
#include "drivers/cli/set_sources.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/decisions.h"
#include "drivers/decisions/rematch_moves.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/supervise/rematch.h"

namespace winnow {
namespace {

// All that is open, and what comes of it.
struct RematchRun {
  const RematchOptions& options;
  CaseFolder folder;
  CaseStore store;
  AuditLog log;
  Policy policy;
  std::unique_ptr<RematchSets> sets;
  std::vector<RematchSetFacts> facts;
  std::map<std::string, RematchedExhibit> rematched = {};
};

RematchSetFacts facts_of(const ScanSet& opened) {
  return {printable_utf8(opened.set.name()), opened.set.id(), opened.set.type(),
          opened.set.entry_count(), opened.set.pdq_count()};
}

Result<SetSources> open_sources(const RematchOptions& options,
                                const TemporaryFolder& temporary) {
  if (options.hashsets.empty() && options.known.empty()) {
    return Fault{FaultKind::usage,
                 "is needed: name at least one set or list to compare with",
                 "--hashset", std::nullopt};
  }
  ScanOptions asked;
  asked.hashsets = options.hashsets;
  asked.known = options.known;
  asked.passphrase_file = options.passphrase_file;
  auto sources = open_sets(asked, temporary);
  if (!sources) return sources;
  auto applied = apply_thresholds(options.set_thresholds, sources->sets);
  if (!applied) return std::move(applied).error();
  return sources;
}

Result<void> log_begin(AuditLog& log, const RematchOptions& options,
                       const std::vector<ScanSet>& sets,
                       const TemporaryFolder& temporary, const std::string& sets_path) {
  auto done = log.append(
      {"start",
       "rematch",
       "begun",
       {{"command", options.command_line}, {"tool_version", tool_version()}}});
  for (const ScanSet& opened : sets) {
    if (!done) return done;
    done = log_set_opened(log, opened, lasting_path(opened, temporary, sets_path));
  }
  return done;
}

// Opens and checks all; then the log is begun, and sets that were compiled are kept.
Result<RematchRun> prepare(const RematchOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return std::move(folder).error();
  auto temporary = TemporaryFolder::create();
  if (!temporary) return std::move(temporary).error();
  auto sources = open_sources(options, *temporary);
  if (!sources) return std::move(sources).error();
  if (auto locked = folder->lock(); !locked) return std::move(locked).error();
  if (auto checked = check_journals(*folder); !checked) {
    return std::move(checked).error();
  }
  auto store = CaseStore::open(folder->database_path());
  if (!store) return std::move(store).error();
  const std::string actor = actor_of(options.operator_name);
  auto log = AuditLog::open(folder->path(), actor);
  if (!log) return std::move(log).error();
  auto policy = policy_for_scan(folder->path(), actor, *log);
  if (!policy) return std::move(policy).error();
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  for (const std::string& remark : sources->remarks) say("winnow: " + remark);
  const std::string sets_path = folder->sets_path();
  auto done = log_begin(*log, options, sources->sets, *temporary, sets_path);
  if (done) done = keep_compiled_sets(sources->sets, *temporary, sets_path);
  if (done) done = store->bring_up_to_date(*folder);
  if (!done) return std::move(done).error();
  std::vector<RematchSetFacts> facts;
  for (const ScanSet& opened : sources->sets) facts.push_back(facts_of(opened));
  auto sets = RematchSets::of(std::move(sources->sets));
  if (!sets) return std::move(sets).error();
  return RematchRun{options,         std::move(*folder), std::move(*store),
                    std::move(*log), std::move(*policy), std::move(*sets),
                    std::move(facts)};
}

// Of every exhibit, those that were never scanned too: they have a place in the order.
Result<std::vector<ExhibitAnswer>> answers_of(CaseStore& store,
                                              const Decisions& decisions) {
  const auto refs = exhibits_of(store, decisions);
  if (!refs) return refs.error();
  std::vector<ExhibitAnswer> answers;
  for (const std::string& ref : *refs) {
    auto answer = answer_of(store, decisions, ref);
    if (!answer) return std::move(answer).error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

std::uint64_t count_of(const std::vector<Finding>& findings, FindingKind kind) {
  return static_cast<std::uint64_t>(
      std::count_if(findings.begin(), findings.end(),
                    [kind](const Finding& finding) { return finding.kind == kind; }));
}

RematchedExhibit told(const Rematched& result, const RematchSets& sets) {
  RematchedExhibit exhibit;
  exhibit.end = result.end;
  exhibit.complaint = result.complaint;
  for (const std::size_t place : result.added) {
    exhibit.added.push_back(sets.facts()[place].name);
  }
  for (const UndecidedRecord& one : result.undecided) {
    exhibit.not_decided.push_back(
        {to_string(one.what), sets.facts()[one.set].name, one.count, words_of(one)});
  }
  return exhibit;
}

// Event `rematched`: what was compared, and the findings that there are now.
Result<void> log_rematched(AuditLog& log, const std::string& ref,
                           const Rematched& result, const RematchSets& sets,
                           const Policy& policy) {
  AuditEvent event{"rematched", ref, to_string(result.end), {}};
  const auto add = [&event](const std::string& what, const std::string& text) {
    event.detail.emplace_back(what, text);
  };
  for (std::size_t i = 0; i < result.added.size(); ++i) {
    add("set_" + std::to_string(i + 1), sets.facts()[result.added[i]].id);
  }
  if (!result.complaint.empty()) add("journal", result.complaint);
  if (!result.ledger) return log.append(event);
  add("contents", std::to_string(result.contents));
  add("pictures", std::to_string(result.pictures));
  const auto findings = result.ledger->findings();
  add("met", to_string(strongest(findings, policy)));
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    add(to_string(kind), std::to_string(count_of(findings, kind)));
  }
  for (std::size_t i = 0; i < result.undecided.size(); ++i) {
    const UndecidedRecord& one = result.undecided[i];
    add("not_decided_" + std::to_string(i + 1),
        sets.facts()[one.set].name + ": " + words_of(one));
  }
  return log.append(event);
}

Result<void> rematch_one(RematchRun& run, const std::string& ref) {
  const std::string journal = run.folder.journal_path(ref);
  const auto result =
      rematch_exhibit(journal, *run.sets, {run.options.operator_name, tool_version()});
  if (!result) return result.error();
  run.rematched[ref] = told(*result, *run.sets);
  if (auto logged = log_rematched(run.log, ref, *result, *run.sets, run.policy);
      !logged) {
    return logged;
  }
  if (!result->ledger) return {};
  return run.store.take_rematch(journal, *result->ledger, result->before, result->mark);
}

// The exit status, when all is done and shown.
Result<int> rematch_all(RematchRun& run) {
  const auto decisions = read_decisions(run.folder.path());
  if (!decisions) return decisions.error();
  auto before = answers_of(run.store, *decisions);
  if (!before) return std::move(before).error();
  int status = kExitDone;
  for (const ExhibitAnswer& answer : *before) {
    if (!answer.is_scanned) continue;
    if (auto done = rematch_one(run, answer.ref); !done) {
      static_cast<void>(log_fault(run.log, answer.ref, done.error()));
      return std::move(done).error();
    }
    if (run.rematched[answer.ref].end == RematchEnd::damaged) status = kExitFailed;
  }
  // With what the rematch itself put on record.
  const auto decisions_now = read_decisions(run.folder.path());
  if (!decisions_now) return decisions_now.error();
  auto after = answers_of(run.store, *decisions_now);
  if (!after) return std::move(after).error();
  const std::int64_t as_of = run.options.as_of_seconds.value_or(
      std::chrono::duration_cast<std::chrono::seconds>(
          std::chrono::system_clock::now().time_since_epoch())
          .count());
  std::set<std::string> unseen;
  for (const ExhibitAnswer& answer : *after) {
    if (answer.is_scanned) unseen.merge(never_examined(answer.coverage));
  }
  const RematchReport report =
      rank_before_and_after(std::move(*before), std::move(*after), run.rematched,
                            {run.policy, starts_so_far(*decisions), as_of});
  auto logged =
      run.log.append({"stop", "rematch", "exit status " + std::to_string(status), {}});
  if (!logged) return std::move(logged).error();
  if (run.options.json) {
    print(rematch_json(report, run.facts, utc_text({as_of, 0}).value_or(""),
                       run.log.head().text()) +
          "\n");
    return status;
  }
  tell(rematch_text(report, run.facts));
  tell(limits_text(unseen));
  tell(audit_head_line(run.log.head()));
  return status;
}

}  // namespace

int run_rematch(const RematchOptions& options) {
  auto run = prepare(options);
  if (!run) return fail(run.error());
  const auto status = rematch_all(*run);
  if (!status) return fail(status.error());
  if (finish_output()) return *status;
  return fail({FaultKind::io,
               "cannot be written; the answer is in the case: winnow rank",
               "standard output", std::nullopt});
}

}  // namespace winnow
