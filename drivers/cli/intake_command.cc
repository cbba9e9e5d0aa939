// intake: what is known of an exhibit before it is scanned, or if it never is.
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/decision_case.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/intake_answer.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/decisions/blanks.h"
#include "drivers/decisions/intake_import.h"
#include "drivers/decisions/signed_policy.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// So many rejects stand in the event of an import; all are shown.
constexpr std::size_t kMostLoggedRejects = 100;

// Who asks in a dry run that nobody answers for: it is judged by what everybody may.
constexpr char kNobodyYet[] = "who has no role";

// What becomes of one request, given what is on record.
struct Judged {
  AuditEvent event;
  Refusal refusal;
};

Judged judge_request(IntakeRequest& request, const Decisions& decisions,
                     const Policy& policy, std::int64_t now) {
  fill_safeguarding(request);
  const auto known = decisions.exhibits.find(request.ref);
  const CaseFacts facts =
      known == decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  return {intake_event(request, !facts.has_intake,
                       lowered_by(request, facts.intake.risk, now)),
          refusal_of_intake(request, decisions, policy, now)};
}

// Whether all that it says is on record as it is. A review that is put off is not.
bool changes_nothing(const IntakeRequest& request, const Decisions& decisions,
                     std::int64_t now) {
  const auto known = decisions.exhibits.find(request.ref);
  if (known == decisions.exhibits.end() || !known->second.facts.has_intake ||
      request.review_on) {
    return false;
  }
  const Intake& before = known->second.facts.intake;
  if (!lowered_by(request, before.risk, now).empty()) return false;
  Intake after = before;
  put_stated(request.statements, after);
  return std::all_of(
      intake_fields().begin(), intake_fields().end(),
      [&](const IntakeField& one) { return one.text(before) == one.text(after); });
}

int show_intake(const IntakeOptions& options) {
  const auto of = open_decisions(options.case_path);
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  const auto known = of->decisions.exhibits.find(ref);
  const CaseFacts facts =
      known == of->decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  print(options.json ? intake_json(ref, facts) + "\n" : intake_text(ref, facts));
  return finish_answer(kExitDone);
}

int take_one(const IntakeOptions& options) {
  const auto of = begin_decisions(options.case_path);
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  const auto policy = policy_in_force(of->decisions);
  if (!policy) return fail(policy.error());
  const std::int64_t now = now_seconds();
  IntakeRequest request{ref, options.statements, options.review_on,
                        signatures_of(options.signatures, now)};
  const Judged judged = judge_request(request, of->decisions, *policy, now);
  return put_on_record(*of, request.signatures.by, judged.event, judged.refusal,
                       ref + ": " + judged.event.outcome);
}

// ---- import ----

struct ImportRun {
  const IntakeOptions& options;
  IntakeImport import;
  Decisions decisions;
  Policy policy;
  std::int64_t now = 0;
  ImportAnswer answer;
};

// Of a dry run nothing is made, not even the case's folder.
Result<Decisions> decisions_of_dry_run(const std::string& case_path) {
  std::error_code error;
  if (!fs::exists(case_path, error)) return Decisions();
  auto of = open_decisions(case_path);
  if (!of) return std::move(of).error();
  return std::move(of->decisions);
}

// Each row for itself. `log` is null in a dry run.
Result<void> take_rows(ImportRun& run, AuditLog* log) {
  for (ImportedIntake& row : run.import.taken) {
    IntakeRequest& request = row.request;
    if (changes_nothing(request, run.decisions, run.now)) {
      run.answer.unchanged.push_back(request.ref);
      continue;
    }
    const Signatures given = signatures_of(run.options.signatures, run.now);
    request.signatures.by = log == nullptr && given.by.empty() ? kNobodyYet : given.by;
    request.signatures.at = given.at;
    request.signatures.account = given.account;
    Judged judged = judge_request(request, run.decisions, run.policy, run.now);
    judged.event.detail.emplace_back(
        "source", run.answer.file + " row " + std::to_string(row.row));
    if (judged.refusal) {
      run.answer.rejects.push_back({row.row, request.ref, "", *judged.refusal, ""});
    } else {
      run.answer.taken.push_back(request.ref);
    }
    if (log == nullptr) continue;
    auto done = log->append(
        judged.refusal ? refused_event(judged.event, *judged.refusal) : judged.event);
    if (!done) return done;
  }
  std::stable_sort(
      run.answer.rejects.begin(), run.answer.rejects.end(),
      [](const ImportReject& a, const ImportReject& b) { return a.row < b.row; });
  return {};
}

AuditEvent import_event(const ImportRun& run) {
  const ImportAnswer& answer = run.answer;
  AuditEvent event{"intake_import",
                   answer.file,
                   grouped(answer.taken.size()) + " taken in, " +
                       unchanged_words(answer) + grouped(answer.rejected_rows()) +
                       " rejected",
                   {{"sha256", run.import.sha256}}};
  for (std::size_t i = 0; i < answer.rejects.size(); ++i) {
    if (i == kMostLoggedRejects) {
      event.detail.emplace_back(
          "more_rejects", std::to_string(answer.rejects.size() - kMostLoggedRejects));
      break;
    }
    event.detail.emplace_back("reject_" + std::to_string(i + 1),
                              reject_line(answer.rejects[i]));
  }
  return event;
}

Result<void> put_rows_on_record(ImportRun& run, const std::string& by) {
  auto log = AuditLog::open(run.options.case_path, actor_of(by));
  if (!log) return std::move(log).error();
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  if (auto taken = take_rows(run, &*log); !taken) return taken;
  if (auto done = log->append(import_event(run)); !done) return done;
  say(audit_head_line(log->head()).substr(0, audit_head_line(log->head()).size() - 1));
  return {};
}

Result<Decisions> decisions_of_import(const IntakeOptions& options) {
  if (options.dry_run) return decisions_of_dry_run(options.case_path);
  auto of = begin_decisions(options.case_path);
  if (!of) return std::move(of).error();
  return std::move(of->decisions);
}

int take_many(const IntakeOptions& options) {
  auto import = read_intake_import(options.import_file);
  if (!import) return fail(import.error());
  auto decisions = decisions_of_import(options);
  if (!decisions) return fail(decisions.error());
  auto policy = policy_in_force(*decisions);
  if (!policy) return fail(policy.error());
  ImportRun run{options,
                std::move(*import),
                std::move(*decisions),
                std::move(*policy),
                now_seconds(),
                {}};
  run.answer = {printable_utf8(options.import_file),
                options.dry_run,
                run.import.rows,
                {},
                {},
                run.import.rejects};
  const auto done =
      options.dry_run
          ? take_rows(run, nullptr)
          : put_rows_on_record(run, signatures_of(options.signatures, run.now).by);
  if (!done) return fail(done.error());
  print(options.json ? import_json(run.answer) + "\n" : import_text(run.answer));
  return finish_answer(run.answer.rejects.empty() ? kExitDone : kExitFailed);
}

int refuse_usage(const std::string& what) {
  return fail({FaultKind::usage, what, "intake", std::nullopt});
}

bool states_anything(const IntakeOptions& options) {
  return !options.statements.empty() || options.review_on ||
         !options.signatures.reason.empty() ||
         !options.signatures.countersigned_by.empty();
}

}  // namespace

int run_intake(const IntakeOptions& options) {
  if (!options.import_file.empty()) {
    if (states_anything(options)) {
      return refuse_usage(
          "--import takes what is stated out of the file; give its columns there");
    }
    return take_many(options);
  }
  const std::string ref = printable_utf8(without_outer_blanks(options.ref));
  if (ref.empty()) {
    return refuse_usage(
        "name an exhibit, or a file with --import; see winnow intake "
        "--help");
  }
  if (const std::string complaint = complaint_of_reference(ref); !complaint.empty()) {
    return refuse_usage("the exhibit's reference " + complaint +
                        "; give a shorter one");
  }
  if (states_anything(options)) return take_one(options);
  if (!options.signatures.operator_name.empty()) {
    return refuse_usage("nothing is stated of " + ref +
                        "; see winnow intake --help for what can be");
  }
  return show_intake(options);
}

}  // namespace winnow
