// reproduce: sends a child once more to what failed in a scan, and tells how it ended.
// For whoever mends the fault, with nothing written and nothing else touched.
#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/store/case_folder.h"
#include "scanner/supervise/child_process.h"
#include "scanner/supervise/errands.h"
#include "scanner/supervise/recorder.h"

namespace winnow {

int run_reproduce(const ReproduceOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return fail(folder.error());
  const auto replay = replay_journal(folder->journal_path(options.exhibit));
  if (!replay) return fail(replay.error());
  if (!replay->ledger.run()) {
    return fail(
        {FaultKind::missing, "has no record in this case", options.exhibit, {}});
  }
  const RunStarted& run = *replay->ledger.run();
  auto files = open_exhibit(run.path);
  if (!files) return fail(files.error());
  auto worker = find_worker();
  if (!worker) return fail(worker.error());
  ScanSettings settings;
  settings.worker = std::move(*worker);
  settings.algorithms = AlgorithmSet::from_bits(run.algorithms);
  settings.item_limit = item_limit_of(run);
  const Exhibit exhibit{options.exhibit, std::move(*files), ""};
  if (!same_evidence(run.fingerprint, fingerprint_of(exhibit.files))) {
    return fail({FaultKind::usage, "is not the device that was scanned", run.path, {}});
  }
  const auto ended = reproduce(exhibit, settings, replay->ledger, options.place);
  if (!ended) return fail(ended.error());
  tell(to_text(options.place) + ": the worker " + *ended + "\n");
  return finish_output() ? kExitDone : kExitFailed;
}

}  // namespace winnow
