// backup, restore: a case copied into a plain folder, and made again of it.
#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/output_place.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/store/case_backup.h"

namespace winnow {
namespace {

std::vector<std::pair<std::string, std::string>> detail_of(
    const std::string& command_line) {
  return {{"command", command_line}, {"tool_version", tool_version()}};
}

void say_remarks(const std::vector<std::string>& remarks) {
  for (const std::string& remark : remarks) say("winnow: " + remark);
}

std::string size_text(const BackupFacts& facts) {
  return counted_text(facts.files, "file") + ", " + counted_text(facts.bytes, "byte");
}

int done() {
  if (finish_output()) return kExitDone;
  return fail({FaultKind::io, "cannot be written; free some space", "standard output",
               std::nullopt});
}

}  // namespace

int run_backup(const BackupOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return fail(folder.error());
  if (auto apart = check_apart_from_exhibits(*folder, options.out); !apart) {
    return fail(apart.error());
  }
  const auto locked = folder->try_lock();
  if (!locked) return fail(locked.error());
  const std::string actor = actor_of(options.operator_name);
  auto log = AuditLog::open(options.case_path, actor);
  if (!log) return fail(log.error());
  say_remarks(log->remarks());
  if (!*locked) {
    say("winnow: another winnow is writing to this case: what it has put on record so "
        "far is copied");
  }
  const auto facts =
      back_up_case(*folder, options.out, *log, detail_of(options.command_line));
  if (!facts) return fail(facts.error());
  tell("Backed up into " + printable_utf8(options.out) + ": " + size_text(*facts) +
       "\nSHA-256 of its manifest: " + facts->manifest_sha256 + "\n" +
       audit_head_line(log->head()));
  return done();
}

int run_restore(const RestoreOptions& options) {
  const auto restored =
      restore_case(options.from, options.case_path, actor_of(options.operator_name),
                   detail_of(options.command_line));
  if (!restored) return fail(restored.error());
  say_remarks(restored->remarks);
  tell("Restored as " + printable_utf8(options.case_path) + ": " +
       size_text(restored->facts) + "\nSHA-256 of the backup's manifest: " +
       restored->facts.manifest_sha256 + "\n" + audit_head_line(restored->head));
  return done();
}

}  // namespace winnow
