#include "scanner/supervise/scanned_exhibit.h"

#include <utility>

#include "scanner/supervise/child_process.h"

namespace winnow {

Result<ScannedExhibit> attach_again(const Ledger& ledger, const std::string& ref) {
  if (!ledger.run()) {
    return Fault{FaultKind::missing, "has no record in this case", ref, std::nullopt};
  }
  const RunStarted& run = *ledger.run();
  auto files = open_exhibit(run.path);
  if (!files) return std::move(files).error();
  if (!same_evidence(run.fingerprint, fingerprint_of(*files))) {
    return Fault{FaultKind::usage, "is not the device that was scanned", run.path,
                 std::nullopt};
  }
  auto worker = find_worker();
  if (!worker) return std::move(worker).error();
  ScannedExhibit scanned{{ref, std::move(*files), ""}, {}};
  scanned.settings.worker = std::move(*worker);
  scanned.settings.algorithms = AlgorithmSet::from_bits(run.algorithms);
  scanned.settings.item_limit = item_limit_of(run);
  return scanned;
}

}  // namespace winnow
