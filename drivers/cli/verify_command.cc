// verify: do audit log and journals hold together, and does the database say what the
// journals say?
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/temporary_folder.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/cli/verify_evidence.h"
#include "drivers/report/case_history.h"
#include "drivers/store/audit_history.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// Shown once it is on record.
struct Verdict {
  std::string text;
  std::vector<Fault> faults;
  std::vector<VerifiedEvidence> evidence;  // if it was asked for
};

Fault damage(const CaseFolder& folder, const std::string& what) {
  return {FaultKind::malformed, what, folder.path(), std::nullopt};
}

// What the log was begun in place of.
std::string set_aside_line(const AuditFiles& audit) {
  const auto first = parse_audit_line(audit.log.substr(0, audit.log.find('\n')));
  if (!first || first->what.event != "log_set_aside") return "";
  return "audit log: begun in place of " + first->what.object + ", which was damaged\n";
}

std::string soundness_of(const AuditFiles& audit) {
  const AuditCheck& check = audit.check;
  std::string text = "audit log: sound, " + counted_text(check.head.count, "event");
  if (check.torn_bytes > 0) {
    text += ", and " + counted_text(check.torn_bytes, "byte") +
            " of one that was cut off as it was written";
  }
  if (check.untold > 0) {
    text += ", the last " + grouped(check.untold) +
            " of them not told of by audit.head (a run that was cut off)";
  }
  return text + "\n" + set_aside_line(audit);
}

// What is left of the logs that were set aside: the case stays damaged with them.
void judge_old_logs(const CaseFolder& folder, const AuditHistory& history,
                    Verdict& verdict) {
  std::vector<std::string> remarks = history.faults;
  for (const OldAuditLog& old : history.old) {
    read_old_audit_log(
        old, [](const AuditLine&) {}, remarks);
  }
  for (const std::string& remark : remarks) {
    verdict.faults.push_back(damage(folder, printable_utf8(remark)));
  }
  if (remarks.empty()) return;
  verdict.faults.push_back(damage(
      folder,
      "its record may have gaps that no command can fill: go on with a backup of "
      "before "
      "(winnow restore), or look up with winnow verify --head whether a head that was "
      "noted outside the case is still in it"));
}

void judge_noted_head(const CaseFolder& folder, const AuditHistory& history,
                      const NotedHead& noted, Verdict& verdict) {
  if (const auto event = find_noted_head(history.files.log, noted)) {
    verdict.text +=
        "audit log: the noted head is event " + grouped(*event) + " of it\n";
    return;
  }
  for (const OldAuditLog& old : history.old) {
    if (const auto event = find_noted_head(old.text, noted)) {
      verdict.text += "audit log: the noted head is event " + grouped(*event) + " of " +
                      old.name + ", which is sound up to there\n";
      return;
    }
  }
  verdict.faults.push_back(
      damage(folder,
             "the audit log was cut or written anew since that head was noted; keep "
             "this case for those who look into it, and go on with a backup that still "
             "holds that head (winnow restore, then winnow verify --head)"));
}

void judge_audit_log(const CaseFolder& folder, const AuditHistory& history,
                     const std::optional<NotedHead>& noted, Verdict& verdict) {
  const AuditFiles& audit = history.files;
  if (is_without_audit_log(audit)) {
    verdict.faults.push_back(damage(
        folder,
        std::string(kNoAuditLog) + "; go on with a backup of before (winnow restore)"));
  } else if (audit.check.fault.empty()) {
    verdict.text += soundness_of(audit);
  } else {
    verdict.faults.push_back(damage(
        folder, audit.check.fault +
                    "; go on with a backup of before (winnow restore), or with this "
                    "case as it is: the next command that puts anything on record "
                    "keeps the damaged log under another name, counts what is whole "
                    "in it and begins a new one"));
  }
  judge_old_logs(folder, history, verdict);
  if (noted) judge_noted_head(folder, history, *noted, verdict);
}

// Walks every journal to its end.
Result<void> judge_journals(const CaseFolder& folder, Verdict& verdict) {
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  bool sound = true;
  for (const std::string& journal : *journals) {
    const auto replay = replay_journal(journal);
    if (!replay) return replay.error();
    const std::string records = std::to_string(replay->mark.records) + " records";
    if (replay->end == JournalEnd::clean) {
      const bool ended = replay->ledger.ended();
      verdict.text +=
          journal + ": sound, " + records + (ended ? "" : ", not finished") + "\n";
      continue;
    }
    verdict.text +=
        journal + ": " + replay->complaint + ", " + records + " before it\n";
    sound = sound && replay->end == JournalEnd::torn;
  }
  if (!sound) {
    verdict.faults.push_back(
        damage(folder,
               "a journal is damaged; scan that exhibit again (the damaged record is "
               "kept beside the new one)"));
  }
  return {};
}

// Tables of the case's database that do not say what the journals say.
struct Unlike {
  std::vector<std::string> tables;
  bool was_made_again = false;  // it was of an older schema, and nothing else was wrong
};

Result<Unlike> unlike_journals(const CaseFolder& folder) {
  auto temporary = TemporaryFolder::create();
  if (!temporary) return std::move(temporary).error();
  auto fresh = CaseStore::open(temporary->path() + "/case.db");
  if (!fresh) return std::move(fresh).error();
  if (auto done = fresh->bring_up_to_date(folder); !done)
    return std::move(done).error();
  auto store = CaseStore::open(folder.database_path());
  if (!store) return std::move(store).error();
  Unlike unlike{{}, store->was_of_older_schema()};
  if (unlike.was_made_again) {
    if (auto done = store->bring_up_to_date(folder); !done) {
      return std::move(done).error();
    }
  }
  auto tables = fresh->tables_unlike(*store);
  if (!tables) return std::move(tables).error();
  unlike.tables = std::move(*tables);
  return unlike;
}

Result<void> judge_database(const CaseFolder& folder, Verdict& verdict) {
  const auto unlike = unlike_journals(folder);
  if (!unlike) return unlike.error();
  if (unlike->tables.empty()) {
    verdict.text += unlike->was_made_again
                        ? "database: of an earlier version; made again from the "
                          "journals\n"
                        : "database: says what the journals say\n";
    return {};
  }
  std::string tables;
  for (const std::string& table : unlike->tables) tables += " " + table;
  verdict.faults.push_back({FaultKind::malformed,
                            "does not say what the journals say (" + tables.substr(1) +
                                "); make it again with winnow verify --rebuild",
                            folder.database_path(), std::nullopt});
  return {};
}

Result<void> judge_evidence(const CaseFolder& folder, Verdict& verdict) {
  const auto all = verify_evidence(folder);
  if (!all) return all.error();
  for (const VerifiedEvidence& one : *all) {
    verdict.text += "evidence of " + one.exhibit + ": " + to_string(one.verdict) +
                    " (" + one.detail + ")\n";
    if (one.verdict == EvidenceVerdict::mismatch) {
      verdict.faults.push_back(
          {FaultKind::malformed,
           "is not what its container says it is: the image was "
           "changed or is damaged; copy it again from the original",
           one.exhibit, std::nullopt});
    } else if (one.verdict == EvidenceVerdict::not_verified) {
      verdict.faults.push_back(
          {FaultKind::io, "its evidence could not be verified", one.exhibit, {}});
    }
  }
  verdict.evidence = *all;
  return {};
}

Result<void> rebuild(const CaseFolder& folder, Verdict& verdict) {
  auto store = CaseStore::create_anew(folder);
  if (!store) return std::move(store).error();
  if (auto done = store->bring_up_to_date(folder); !done) return done;
  verdict.text += "database: made again from the journals\n";
  return {};
}

// A damaged log is left as it is, for those who look into it; a rebuild changes the
// case, and so is logged whatever it takes.
bool is_logged(const VerifyOptions& options, const AuditFiles& audit) {
  return options.rebuild || (audit.check.fault.empty() && !is_without_audit_log(audit));
}

bool is_unsupported(const Fault& fault) {
  return fault.kind == FaultKind::unsupported;
}

// What this version does not read may be sound.
const char* word_of(const Verdict& verdict) {
  if (verdict.faults.empty()) return "sound";
  return std::all_of(verdict.faults.begin(), verdict.faults.end(), is_unsupported)
             ? "not verified"
             : "damaged";
}

Result<void> log_verdict(const VerifyOptions& options, const Verdict& verdict,
                         AuditLog& log) {
  AuditEvent event{
      options.rebuild ? "rebuild" : "verify",
      "case",
      word_of(verdict),
      {{"command", options.command_line}, {"tool_version", tool_version()}}};
  for (std::size_t i = 0; i < verdict.faults.size(); ++i) {
    event.detail.emplace_back("fault_" + std::to_string(i + 1),
                              verdict.faults[i].line());
  }
  for (const VerifiedEvidence& one : verdict.evidence) {
    auto done = log.append({kEvidenceVerifiedEvent,
                            one.exhibit,
                            to_string(one.verdict),
                            {{"what", one.detail}}});
    if (!done) return done;
  }
  return log.append(event);
}

Result<Verdict> judge_case(const CaseFolder& folder, const VerifyOptions& options) {
  Verdict verdict;
  const auto audit = read_audit_history(folder.path());
  if (!audit) return audit.error();
  judge_audit_log(folder, *audit, options.head, verdict);
  std::optional<AuditLog> log;
  if (is_logged(options, audit->files)) {
    auto opened = AuditLog::open(folder.path(), actor_of(options.operator_name));
    if (!opened) return std::move(opened).error();
    log.emplace(std::move(*opened));
  }
  auto judged = judge_journals(folder, verdict);
  if (judged) {
    judged =
        options.rebuild ? rebuild(folder, verdict) : judge_database(folder, verdict);
  }
  if (judged && options.evidence) judged = judge_evidence(folder, verdict);
  if (!judged) verdict.faults.push_back(judged.error());
  if (!log) return verdict;
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  auto logged = log_verdict(options, verdict, *log);
  if (!logged) return std::move(logged).error();
  verdict.text += audit_head_line(log->head());
  return verdict;
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return fail(folder.error());
  if (auto locked = folder->lock(); !locked) return fail(locked.error());
  const auto verdict = judge_case(*folder, options);
  if (!verdict) return fail(verdict.error());
  tell(verdict->text);
  const bool is_shown = finish_output();
  for (const Fault& fault : verdict->faults) fail(fault);
  return is_shown && verdict->faults.empty() ? kExitDone : kExitFailed;
}

}  // namespace winnow
