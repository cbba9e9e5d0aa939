// scan: everything is checked, then each exhibit is scanned on record and put into the
// database, then the answer is given.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/answers/words.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/cli/scan_decisions.h"
#include "drivers/cli/scan_events.h"
#include "drivers/cli/scan_request.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/decisions.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

constexpr std::size_t kFindingsShown = 20;

struct Scanned {
  std::string ref;
  std::string end;
  std::vector<Finding> findings;
  Coverage coverage;
  ReasonCounts skipped;  // why
  DeathCounts deaths{};
};

const char* word_of(ScanEnd end) {
  switch (end) {
    case ScanEnd::done:
      return "done";
    case ScanEnd::already_done:
      return "already done";
    case ScanEnd::interrupted:
      return "interrupted";
    case ScanEnd::gave_up:
      return "gave up";
    case ScanEnd::met_match:
      return "stopped on a match";
    case ScanEnd::out_of_time:
      return "out of time";
    case ScanEnd::paused:
      return "paused";
    case ScanEnd::postponed:
      return "postponed";
  }
  return "gave up";
}

int exit_status_of(const std::vector<Scanned>& all, std::size_t wanted) {
  bool incomplete = all.size() < wanted;
  for (const Scanned& scanned : all) {
    incomplete = incomplete || !scanned.coverage.complete;
    for (const Finding& finding : scanned.findings) {
      if (finding.kind != FindingKind::indication) return kExitMet;
      incomplete = true;
    }
  }
  return incomplete ? kExitIncomplete : kExitDone;
}

void show_start(const ScanRequest& request) {
  ScanFacts facts;
  for (const Exhibit& exhibit : request.exhibits) {
    facts.exhibits.emplace_back(exhibit.ref, printable_utf8(exhibit.files.path));
  }
  for (const ScanSet& scan_set : request.sets) {
    facts.sets.push_back(
        {printable_utf8(scan_set.set.name()), scan_set.set.id(), scan_set.set.type()});
  }
  facts.tool_version = tool_version();
  facts.case_path = printable_utf8(request.folder.path());
  print(start_json(facts) + "\n");
  static_cast<void>(finish_output());
}

void show_end(const std::vector<Scanned>& all, int exit_status, const AuditHead& head) {
  std::vector<EndFacts> facts;
  for (const Scanned& scanned : all) {
    facts.push_back({scanned.ref, scanned.end, scanned.findings.size(),
                     scanned.coverage.complete, scanned.deaths});
  }
  print(end_json(facts, exit_status, head.text()) + "\n");
}

// Exhibits that the stop came before: this run has nothing to say of them.
std::string not_begun_lines(const ScanRequest& request, std::size_t begun) {
  std::string text;
  for (std::size_t i = begun; i < request.exhibits.size(); ++i) {
    text += inked(Ink::bold, request.exhibits[i].ref) + ": " +
            inked(Ink::yellow, Interruption::requested()
                                   ? "not begun, as the scan was stopped"
                                   : "not begun, as the time was up") +
            "\n";
  }
  return text;
}

std::string case_line(const std::string& case_path, std::size_t exhibits) {
  return "Case folder: " + printable_utf8(case_path) + ", holding " +
         counted_text(exhibits, "exhibit") + "\n";
}

// What people put on record by now. The answer of a scan does not wait for a log to be
// mended: it is said, and all of it ranked by what was met alone.
Decisions decisions_by_now(const std::string& case_path) {
  auto decisions = read_decisions(case_path);
  if (decisions) return std::move(*decisions);
  say("winnow: " + printable_utf8(decisions.error().line()));
  return {};
}

CaseFacts facts_of(const Decisions& decisions, const std::string& ref) {
  const auto known = decisions.exhibits.find(ref);
  return known == decisions.exhibits.end() ? CaseFacts() : known->second.facts;
}

void show_answer(const ScanRequest& request, const std::vector<Scanned>& all,
                 std::size_t exhibits_of_case, const Policy& policy) {
  const std::string& case_path = request.folder.path();
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const Decisions decisions = decisions_by_now(case_path);
  std::vector<RankedExhibit> judged;
  std::set<std::string> unseen;
  for (const Scanned& scanned : all) {
    unseen.merge(never_examined(scanned.coverage));
    tell(coverage_text(scanned.ref, scanned.coverage, scanned.skipped));
    if (scanned.end == word_of(ScanEnd::already_done)) {
      tell("  it was scanned to its end before; nothing was read again\n");
    }
    const std::size_t shown = std::min(scanned.findings.size(), kFindingsShown);
    for (std::size_t i = 0; i < shown; ++i) {
      tell("  " + finding_text(scanned.findings[i]));
    }
    if (scanned.findings.size() > shown) {
      tell("  and " + grouped(scanned.findings.size() - shown) +
           " more: winnow findings --case " + printable_utf8(case_path) + "\n");
    }
    judged.push_back(judge({scanned.ref, scanned.findings, scanned.coverage, true,
                            facts_of(decisions, scanned.ref)},
                           policy, now));
  }
  tell(not_begun_lines(request, all.size()));
  tell("\n" +
       rank_text(put_in_order(std::move(judged), starts_so_far(decisions), policy),
                 policy, utc_text({now, 0}).value_or("")));
  if (exhibits_of_case > all.size()) {
    tell("Of this scan alone; the case holds " +
         counted_text(exhibits_of_case - all.size(), "more exhibit") +
         ": winnow rank --case " + printable_utf8(case_path) + "\n");
  }
  tell(limits_text(unseen));
  tell(case_line(case_path, exhibits_of_case));
}

// A scan under way.
struct ScanRun {
  const ScanRequest& request;
  bool json;
  bool explains;
  AuditLog& log;
  const Policy& policy;
  CaseStore store;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::size_t begun = 0;      // exhibits
  std::size_t under_way = 0;  // number of the exhibit that was scanned last
  std::vector<Scanned> all = {};
  std::vector<std::unique_ptr<ScanWatcher>> shown = {};  // one an exhibit
};

// Puts the rows of an exhibit into the database.
Result<void> store_rows(ScanRun& run, const Exhibit& exhibit,
                        std::unique_ptr<JournalFollower> follower, ScanResult& result,
                        const Coverage& coverage) {
  const auto followed = follower->finish(*result.ledger, coverage, result.journal_end);
  follower.reset();
  if (!followed) return followed.error();
  if (*followed) return {};
  result.ledger.reset();  // the store makes one of its own, and both need not fit
  return run.store.take_journal(exhibit.journal);
}

// One exhibit: scanned on record, then its rows made from the record; but for those of
// one that pauses after a tier, which is soon gone on with.
Result<Scanned> scan_one(ScanRun& run, std::size_t number, const StopRules& stop) {
  const ScanRequest& request = run.request;
  const Exhibit& exhibit = request.exhibits[number];
  run.under_way = number;
  AuditedWatcher watcher(run.log, exhibit.ref, *run.shown[number]);
  ScanSettings settings = request.settings;
  settings.stop = stop;
  std::unique_ptr<JournalFollower> follower;
  if (!stop.after_tier) follower = run.store.follow_journal(exhibit.journal);
  auto result = scan_exhibit(exhibit, request.sets, settings, watcher);
  end_progress();
  if (Interruption::requested()) {
    show_progress("stopping, what is known comes; Ctrl-C once more ends at once");
  }
  if (watcher.fault()) return *watcher.fault();
  if (!result) return result.error();
  Scanned scanned{exhibit.ref,
                  word_of(result->end),
                  result->ledger->findings(),
                  result->ledger->coverage(),
                  {},
                  result->deaths};
  auto logged = log_scan_ended(run.log, exhibit.ref, scanned.end, scanned.findings,
                               scanned.coverage, run.policy);
  if (!logged) return std::move(logged).error();
  if (result->end == ScanEnd::postponed) {
    say("winnow: " + exhibit.ref +
        ": read errors are rising: the other exhibits are read first");
  }
  if (!follower) return scanned;
  auto stored =
      store_rows(run, exhibit, std::move(follower), *result, scanned.coverage);
  if (!stored) return std::move(stored).error();
  return scanned;
}

bool is_over(const ScanRun& run) {
  return Interruption::requested() ||
         (run.deadline && std::chrono::steady_clock::now() >= *run.deadline);
}

// Each in its turn; the answers in the order they were given in.
Result<void> scan_in_turn(ScanRun& run, const StopRules& stop) {
  const std::vector<Exhibit>& exhibits = run.request.exhibits;
  for (std::size_t i = 0; i < exhibits.size() && !is_over(run); ++i) {
    ++run.begun;
    StopRules rules = stop;
    rules.on_rising_errors = i + 1 < exhibits.size();
    auto scanned = scan_one(run, i, rules);
    if (!scanned) return std::move(scanned).error();
    run.all.push_back(std::move(*scanned));
  }
  return {};
}

Result<void> go_on_with(ScanRun& run, std::size_t number, const StopRules& stop) {
  auto scanned = scan_one(run, number, stop);
  if (!scanned) return std::move(scanned).error();
  const DeathCounts before = run.all[number].deaths;
  for (std::size_t i = 0; i < before.size(); ++i) scanned->deaths[i] += before[i];
  run.all[number] = std::move(*scanned);
  return {};
}

// All that are paused, as far as the end of that tier.
Result<void> scan_further(ScanRun& run, StopRules stop, Tier tier) {
  stop.after_tier = tier;
  stop.on_rising_errors = true;
  for (std::size_t i = 0; i < run.all.size() && !is_over(run); ++i) {
    if (run.all[i].end != word_of(ScanEnd::paused)) continue;
    if (auto done = go_on_with(run, i, stop); !done) return done;
  }
  return {};
}

// Where more reading can still change the order most: an exhibit of which nothing was
// met yet before one that stands at its head already, and of these the one with the
// most that was not looked at.
std::uint64_t promise_of(const Scanned& scanned) {
  constexpr std::uint64_t kNothingMet = std::uint64_t{1} << 63;
  const bool met = std::any_of(
      scanned.findings.begin(), scanned.findings.end(),
      [](const Finding& finding) { return finding.kind == FindingKind::exact; });
  return std::min(scanned.coverage.unread_bytes, kNothingMet - 1) |
         (met ? 0 : kNothingMet);
}

// Those that were left, each to its end, the most promising first; those whose read
// errors are rising come last.
Result<void> scan_what_is_left(ScanRun& run, const StopRules& stop) {
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < run.all.size(); ++i) {
    const std::string& end = run.all[i].end;
    if (end == word_of(ScanEnd::paused) || end == word_of(ScanEnd::postponed)) {
      left.push_back(i);
    }
  }
  const auto key = [&run](std::size_t i) {
    const bool is_failing = run.all[i].end == word_of(ScanEnd::postponed);
    return std::pair(!is_failing, promise_of(run.all[i]));
  };
  std::stable_sort(left.begin(), left.end(),
                   [&key](std::size_t a, std::size_t b) { return key(a) > key(b); });
  for (const std::size_t i : left) {
    if (is_over(run)) break;
    if (auto done = go_on_with(run, i, stop); !done) return done;
  }
  return {};
}

// Under a budget every exhibit has its inventory before any is probed, and so on: a
// little of each says more about their order than all of one.
Result<void> scan_each(ScanRun& run) {
  const ScanSettings& settings = run.request.settings;
  StopRules stop = settings.stop;
  stop.deadline = run.deadline;
  StopRules first = stop;
  const bool is_shared = run.deadline && run.request.exhibits.size() > 1;
  if (is_shared && Tier::inventory < settings.until) first.after_tier = Tier::inventory;
  if (auto done = scan_in_turn(run, first); !done) return done;
  for (const Tier tier : {Tier::probe, Tier::confirm}) {
    if (!is_shared || tier >= settings.until) break;
    if (auto done = scan_further(run, stop, tier); !done) return done;
  }
  return scan_what_is_left(run, stop);
}

// What the rounds before the last one left to the journals alone, and why files were
// skipped.
Result<void> complete_rows(ScanRun& run) {
  for (std::size_t i = 0; i < run.all.size(); ++i) {
    run.under_way = i;
    const Exhibit& exhibit = run.request.exhibits[i];
    if (auto done = run.store.take_if_newer(exhibit.journal); !done) return done;
    auto skipped = run.store.reasons(exhibit.ref, FileOutcome::skipped);
    if (!skipped) return std::move(skipped).error();
    run.all[i].skipped = std::move(*skipped);
  }
  return {};
}

// All exhibits, until the run is stopped. Gives the exit status.
Result<int> scan_all(ScanRun& run) {
  const std::vector<Exhibit>& exhibits = run.request.exhibits;
  if (auto done = run.store.bring_up_to_date(run.request.folder); !done) {
    return std::move(done).error();
  }
  if (run.json) show_start(run.request);
  for (const Exhibit& exhibit : exhibits) {
    run.shown.push_back(run.json ? json_events(exhibit.ref, run.explains)
                                 : text_events(exhibit.ref, run.explains));
  }
  if (auto done = scan_each(run); !done) return std::move(done).error();
  if (auto done = complete_rows(run); !done) return std::move(done).error();
  const auto known =
      exhibits_of(run.store, decisions_by_now(run.request.folder.path()));
  if (!known) return known.error();
  const int status = exit_status_of(run.all, exhibits.size());
  auto logged = log_stop(run.log, Interruption::requested(), status);
  if (!logged) return std::move(logged).error();
  if (run.json) {
    show_end(run.all, status, run.log.head());
  } else {
    show_answer(run.request, run.all, known->size(), run.policy);
    tell(audit_head_line(run.log.head()));
  }
  return status;
}

// A fault ends the run: on record, unless the record is what failed.
int give_up(AuditLog& log, const std::string& ref, const Fault& fault) {
  static_cast<void>(log_fault(log, ref, fault));
  return fail(fault);
}

// A fault in one exhibit ends the run; those after it must not pass for scanned.
int give_up(const ScanRun& run, const Fault& fault) {
  const std::vector<Exhibit>& exhibits = run.request.exhibits;
  if (run.begun == 0) return give_up(run.log, "", fault);
  const int status = give_up(run.log, exhibits[run.under_way].ref, fault);
  std::string refs;
  for (std::size_t i = run.begun; i < exhibits.size(); ++i) {
    refs += (refs.empty() ? "" : ", ") + exhibits[i].ref;
  }
  if (!refs.empty()) say("winnow: not begun for that: " + refs);
  return status;
}

}  // namespace

int run_scan(const ScanOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  auto request = prepare_scan(options);
  if (!request) return fail(request.error());
  const Interruption interruption;  // until here there is nothing to bring to an end
  const std::string actor = actor_of(options.operator_name);
  auto log = AuditLog::open(request->folder.path(), actor);
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const auto policy = policy_for_scan(request->folder.path(), actor, *log);
  if (!policy) return fail(policy.error());
  if (auto logged = log_start(*log, *request, options.command_line); !logged) {
    return fail(logged.error());
  }
  for (const std::string& remark : request->remarks) say("winnow: " + remark);
  auto store = CaseStore::open(request->folder.database_path());
  if (!store) return give_up(*log, "", store.error());
  ScanRun run{*request, options.json, options.explain,
              *log,     *policy,      std::move(*store)};
  if (options.budget) run.deadline = began + *options.budget;
  const auto status = scan_all(run);
  if (!status) return give_up(run, status.error());
  if (Interruption::requested()) {
    say("winnow: stopped; run the same command again to go on");
  } else if (is_over(run)) {
    say("winnow: the time is up; run the same command again to go on");
  }
  if (finish_output()) return *status;
  return give_up(
      *log, "",
      {FaultKind::io, "cannot be written; the answer is in the case: winnow rank",
       "standard output", std::nullopt});
}

}  // namespace winnow
