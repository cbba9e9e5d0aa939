// Lists of runs: the content of a file as pieces of the device, in file order.
#ifndef WINNOW_SCANNER_VOLUMES_RUN_LIST_H_
#define WINNOW_SCANNER_VOLUMES_RUN_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/wire/records.h"

namespace winnow {

// Appends a run, joining it to the last one where the two lie side by side.
void append_run(std::vector<Run>& runs, Run run);

// Cuts the list to `size` bytes in all; returns how many bytes it falls short of it.
[[nodiscard]] std::uint64_t clip_runs(std::vector<Run>& runs, std::uint64_t size);

[[nodiscard]] std::uint64_t bytes_in_holes(const std::vector<Run>& runs);

// Drops the runs that are not wholly in the evidence: the ledger takes only ranges that
// exist. Whether there were any.
bool drop_runs_outside(std::vector<Run>& runs, std::uint64_t evidence_bytes);

// Makes a record one without content, with the outcome it ends in and why.
void set_no_content(FileRecord& record, FileOutcome outcome, std::string why);

// The last checks of a record whose runs are listed: clips them to the size and to the
// evidence, and gives a record that is read by its runs its stated outcome where they
// fall short, left the evidence, or are holes beyond the limit.
void settle_runs(FileRecord& record, std::uint64_t evidence_bytes);

// More zeros than this in one file are not hashed: a sparse file of the largest size a
// file system allows would take years. The limit is stated in the outcome.
inline constexpr std::uint64_t kMaxHoleBytes = std::uint64_t{8} << 30;

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_RUN_LIST_H_
