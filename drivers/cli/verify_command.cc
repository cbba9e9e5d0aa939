// verify: do the journals hold together, and does the database say what they say?
#include <string>
#include <vector>

#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/temporary_folder.h"
#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// Walks every journal to its end; false if one of them is damaged.
Result<bool> check_journals(const CaseFolder& folder) {
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  bool sound = true;
  for (const std::string& journal : *journals) {
    const auto replay = replay_journal(journal);
    if (!replay) return replay.error();
    const std::string records = std::to_string(replay->mark.records) + " records";
    if (replay->end == JournalEnd::clean) {
      const bool ended = replay->ledger.ended();
      print(journal + ": sound, " + records + (ended ? "" : ", not finished") + "\n");
      continue;
    }
    print(journal + ": " + replay->complaint + ", " + records + " before it\n");
    sound = sound && replay->end == JournalEnd::torn;
  }
  return sound;
}

Result<std::vector<std::string>> unlike_journals(const CaseFolder& folder) {
  auto temporary = TemporaryFolder::create();
  if (!temporary) return std::move(temporary).error();
  auto fresh = CaseStore::open(temporary->path() + "/case.db");
  if (!fresh) return std::move(fresh).error();
  if (auto done = fresh->bring_up_to_date(folder); !done)
    return std::move(done).error();
  auto store = CaseStore::open(folder.database_path());
  if (!store) return std::move(store).error();
  return fresh->tables_unlike(*store);
}

Result<void> rebuild(const CaseFolder& folder) {
  auto store = CaseStore::create_anew(folder);
  if (!store) return std::move(store).error();
  return store->bring_up_to_date(folder);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return fail(folder.error());
  if (auto locked = folder->lock(); !locked) return fail(locked.error());
  const auto sound = check_journals(*folder);
  if (!sound) return fail(sound.error());
  if (options.rebuild) {
    if (auto rebuilt = rebuild(*folder); !rebuilt) return fail(rebuilt.error());
    print("database: made again from the journals\n");
  } else {
    const auto unlike = unlike_journals(*folder);
    if (!unlike) return fail(unlike.error());
    if (!unlike->empty()) {
      std::string tables;
      for (const std::string& table : *unlike) tables += " " + table;
      return fail({FaultKind::malformed,
                   "does not say what the journals say (" + tables.substr(1) +
                       "); make it again with winnow verify --rebuild",
                   folder->database_path(), std::nullopt});
    }
    print("database: says what the journals say\n");
  }
  if (!*sound) {
    return fail({FaultKind::malformed,
                 "a journal is damaged; scan that exhibit again (the damaged record is "
                 "kept beside the new one)",
                 options.case_path, std::nullopt});
  }
  return finish_output() ? kExitDone : kExitFailed;
}

}  // namespace winnow
