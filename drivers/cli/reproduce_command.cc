// reproduce: sends a child once more to what failed in a scan, and tells how it ended.
// For whoever mends the fault, with nothing written and nothing else touched.
#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/store/case_folder.h"
#include "scanner/supervise/errands.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/scanned_exhibit.h"

namespace winnow {

int run_reproduce(const ReproduceOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return fail(folder.error());
  const auto replay = replay_journal(folder->journal_path(options.exhibit));
  if (!replay) return fail(replay.error());
  const auto scanned = attach_again(replay->ledger, options.exhibit);
  if (!scanned) return fail(scanned.error());
  const auto ended =
      reproduce(scanned->exhibit, scanned->settings, replay->ledger, options.place);
  if (!ended) return fail(ended.error());
  tell(to_text(options.place) + ": the worker " + *ended + "\n");
  return finish_output() ? kExitDone : kExitFailed;
}

}  // namespace winnow
