// Sweep: the search of a damaged exhibit for unreadable bytes outside its files.
//
// When any byte that was wanted could not be read, all that no file's content covers is
// read once as well, in rising order, so that the account says to the sector what the
// device does not give. What is found is a function of the exhibit alone: bytes under
// the content of files are left out (their outcomes list them), and so is damage that
// was met only because reading went through a gap between files.
//
// One thread.
#ifndef WINNOW_SCANNER_WORKER_SWEEP_H_
#define WINNOW_SCANNER_WORKER_SWEEP_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/volumes/inventory.h"
#include "scanner/wire/messages.h"

namespace winnow {

class Sweep {
 public:
  // To be made between the inventory and the first content, and to see every message
  // after it. `evidence` is null for a folder, which is never swept. All outlive it.
  Sweep(const ScanOrder& order, const Evidence* evidence, const Inventory& inventory);
  void see(const Message& message);

  // Goes on from order.swept_to: RangeUnreadable for each range, Swept after each
  // stretch of 64 MiB, where a range is cut as well. Sends nothing if no damage is
  // known, or less than everything was asked for. A fault is the device's that went
  // away, or the channel's.
  [[nodiscard]] Result<void> run(
      const std::function<Result<void>(const Message&)>& send);

 private:
  [[nodiscard]] Result<void> sweep_stretch(std::uint64_t begin, std::uint64_t end,
                                           std::vector<Run>& found);
  [[nodiscard]] std::vector<Run> outside_content(std::uint64_t begin,
                                                 std::uint64_t end) const;

  const ScanOrder& order_;
  const Evidence* evidence_;
  const Inventory& inventory_;
  bool damage_met_;
  // Of all files, and what is barred of free space; rising and disjoint.
  std::vector<Run> content_;
  std::vector<std::byte> piece_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_SWEEP_H_
