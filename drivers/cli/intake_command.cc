// intake: what is known of an exhibit before it is scanned, or if it never is.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "base/text.h"
#include "drivers/answers/intake_answer.h"
#include "drivers/answers/words.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/judges.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
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
  const auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  const auto known = of->decisions.exhibits.find(ref);
  const CaseFacts facts =
      known == of->decisions.exhibits.end() ? CaseFacts() : known->second.facts;
  options.json ? print(intake_json(ref, facts) + "\n") : tell(intake_text(ref, facts));
  return finish_answer(kExitDone);
}

int take_one(const IntakeOptions& options) {
  auto of = aloud(begin_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  const std::int64_t now = now_seconds();
  IntakeRequest request{ref, options.statements, options.review_on,
                        signatures_of(options.signatures, now)};
  return put_on_record(*of, request.signatures.by, [&](const DecisionCase& on_record) {
    return judge_intake(request, on_record, now);
  });
}

// ---- import ----

struct ImportRun {
  const IntakeOptions& options;
  IntakeImport import;
  std::int64_t now = 0;
  ImportAnswer answer;
};

// What becomes of one row.
using TakeRow = std::function<Result<Judged>(ImportedIntake&)>;

Judged from_row(Judged judged, const ImportRun& run, const ImportedIntake& row) {
  judged.event.detail.emplace_back("source",
                                   run.answer.file + " row " + std::to_string(row.row));
  return judged;
}

// Each row for itself. `decisions` are those on record when a row's turn comes.
Result<void> take_rows(ImportRun& run, const Decisions& decisions,
                       const TakeRow& take) {
  for (ImportedIntake& row : run.import.taken) {
    IntakeRequest& request = row.request;
    if (changes_nothing(request, decisions, run.now)) {
      run.answer.unchanged.push_back(request.ref);
      continue;
    }
    const Signatures given = signatures_of(run.options.signatures, run.now);
    const bool is_nobodys = run.options.dry_run && given.by.empty();
    request.signatures.by = is_nobodys ? kNobodyYet : given.by;
    request.signatures.at = given.at;
    request.signatures.account = given.account;
    const auto judged = take(row);
    if (!judged) return judged.error();
    if (judged->refusal) {
      run.answer.rejects.push_back({row.row, request.ref, "", *judged->refusal, ""});
    } else {
      run.answer.taken.push_back(request.ref);
    }
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

// What others decide meanwhile counts for the rows behind it.
Result<void> put_rows_on_record(ImportRun& run, DecisionCase& of,
                                const std::string& by) {
  auto log = AuditLog::open(run.options.case_path, actor_of(by));
  if (!log) return std::move(log).error();
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const auto take = [&](ImportedIntake& row) -> Result<Judged> {
    const Judge judge = [&](const DecisionCase& on_record) -> Result<Judged> {
      auto judged = judge_intake(row.request, on_record, run.now);
      if (!judged) return judged;
      return from_row(std::move(*judged), run, row);
    };
    auto judged = put_judged(of, judge, *log);
    // A row is of an exhibit of its own: what it says changes nothing for the others.
    if (judged) of.decisions.head = log->head();
    return judged;
  };
  if (auto taken = take_rows(run, of.decisions, take); !taken) return taken;
  if (auto done = log->append(import_event(run)); !done) return done;
  say(audit_head_line(log->head()).substr(0, audit_head_line(log->head()).size() - 1));
  return {};
}

Result<Decisions> decisions_of_dry_run(const std::string& case_path) {
  std::error_code error;
  if (!fs::exists(case_path, error)) return Decisions();
  auto of = aloud(open_decisions(case_path));
  if (!of) return std::move(of).error();
  return std::move(of->decisions);
}

// Of a dry run nothing is made, not even the case's folder.
Result<void> take_rows_dry(ImportRun& run) {
  const auto decisions = decisions_of_dry_run(run.options.case_path);
  if (!decisions) return decisions.error();
  const auto policy = policy_in_force(*decisions);
  if (!policy) return policy.error();
  return take_rows(run, *decisions, [&](ImportedIntake& row) -> Result<Judged> {
    return from_row(judge_intake(row.request, *decisions, *policy, run.now), run, row);
  });
}

Result<void> take_rows_in(ImportRun& run) {
  auto of = aloud(begin_decisions(run.options.case_path));
  if (!of) return std::move(of).error();
  return put_rows_on_record(run, *of,
                            signatures_of(run.options.signatures, run.now).by);
}

int take_many(const IntakeOptions& options) {
  auto import = read_intake_import(options.import_file);
  if (!import) return fail(import.error());
  ImportRun run{options, std::move(*import), now_seconds(), {}};
  run.answer = {printable_utf8(options.import_file),
                options.dry_run,
                run.import.rows,
                {},
                {},
                run.import.rejects};
  const auto done = options.dry_run ? take_rows_dry(run) : take_rows_in(run);
  if (!done) return fail(done.error());
  options.json ? print(import_json(run.answer) + "\n") : tell(import_text(run.answer));
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
