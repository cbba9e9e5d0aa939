// A scan after the inventory: tier by tier, the cheapest evidence a byte first, so that
// what is listed is met early; then everything.
//
//   probe     sizes; the first bytes of every file that its size cannot settle; then,
//             where a set knows blocks, one cell in each stride of free space
//   confirm   whole files that a probe kept, as soon as all heads are known; files and
//             free space around what samples met
//   look      pictures, videos and what holds other files, by their first bytes, the
//             likeliest first: whole
//   everything  all other files and all of free space, in one way over the device
//
// Which tier met what first changes no result: what an early tier says is replaced by
// what a later one knows.
#ifndef WINNOW_SCANNER_PIPELINE_TIERED_SCAN_H_
#define WINNOW_SCANNER_PIPELINE_TIERED_SCAN_H_

#include "base/result.h"
#include "scanner/pipeline/pipeline.h"
#include "scanner/wire/messages.h"

namespace winnow {

// Carries out what `order` asks for of the exhibit of `job`, whose batches, tier, names
// and gleanings it fills in. `seed` is a function of the exhibit. Faults as in
// run_parallel().
[[nodiscard]] Result<void> scan_in_tiers(ScanJob& job, const ScanOrder& order,
                                         std::uint64_t seed);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PIPELINE_TIERED_SCAN_H_
