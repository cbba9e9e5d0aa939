#include "drivers/cases/decision_case.h"

#include <unistd.h>

#include <chrono>
#include <utility>

#include "base/text.h"
#include "drivers/cases/tool_version.h"
#include "drivers/decisions/blanks.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// Who decides at the same time as others is judged anew as often as they come first.
constexpr int kMostTries = 100;

// Of a new case there is nothing to be said: its log begins with the first decision.
Result<DecisionCase> with_decisions(Result<CaseFolder> folder, bool is_new) {
  if (!folder) return std::move(folder).error();
  auto decisions = read_decisions(folder->path());
  if (!decisions) return std::move(decisions).error();
  if (is_new) {
    decisions->remarks.clear();
    decisions->has_gaps = false;
  }
  return DecisionCase{std::move(*folder), std::move(*decisions)};
}

}  // namespace

Result<DecisionCase> open_decisions(const std::string& case_path) {
  return with_decisions(CaseFolder::open(case_path), false);
}

Result<DecisionCase> begin_decisions(const std::string& case_path) {
  const bool is_new = ::access((case_path + "/case.json").c_str(), F_OK) != 0;
  return with_decisions(CaseFolder::open_or_create(case_path, tool_version()), is_new);
}

std::string reference_in(const DecisionCase& of, const std::string& typed) {
  const std::string ref = printable_utf8(typed);
  return check_exhibit(of, ref) ? ref : printable_utf8(without_outer_blanks(typed));
}

Result<void> check_exhibit(const DecisionCase& of, const std::string& ref) {
  if (of.decisions.exhibits.count(ref) != 0 ||
      ::access(of.folder.journal_path(ref).c_str(), F_OK) == 0) {
    return {};
  }
  return Fault{FaultKind::usage,
               "the case holds no exhibit " + ref +
                   "; put it on record with winnow intake, or scan it",
               of.folder.path(), std::nullopt};
}

Result<std::optional<ScanOnRecord>> scan_on_record(const CaseFolder& folder,
                                                   const std::string& ref) {
  const std::string journal = folder.journal_path(ref);
  if (::access(journal.c_str(), F_OK) != 0) return std::optional<ScanOnRecord>();
  const auto replay = replay_journal(journal);
  if (!replay) return replay.error();
  ScanOnRecord scan{replay->ledger.findings(), replay->ledger.coverage()};
  scan.coverage.complete = scan.coverage.complete && replay->end == JournalEnd::clean;
  return std::optional(std::move(scan));
}

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Signatures signatures_of(const SignatureOptions& options, std::int64_t now) {
  return {printable_utf8(without_outer_blanks(options.operator_name)),
          printable_utf8(without_outer_blanks(options.countersigned_by)),
          printable_utf8(without_outer_blanks(options.reason)),
          options.at_seconds.value_or(now), actor_of("")};
}

Result<Judged> put_judged(DecisionCase& of, const Judge& judge, AuditLog& log) {
  for (int i = 0; i < kMostTries; ++i) {
    auto judged = judge(of);
    if (!judged) return judged;
    const auto done = log.append_after(
        of.decisions.head, judged->refusal
                               ? refused_event(judged->event, *judged->refusal)
                               : judged->event);
    if (!done) return done.error();
    if (*done) return judged;
    auto decisions = read_decisions(of.folder.path());
    if (!decisions) return std::move(decisions).error();
    of.decisions = std::move(*decisions);
  }
  return Fault{FaultKind::io,
               "others put so much on record that nothing can be decided on what is; "
               "nothing was done, run the same command again",
               of.folder.path(), std::nullopt};
}

}  // namespace winnow
