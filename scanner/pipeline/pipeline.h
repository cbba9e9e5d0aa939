// The batches of a job, in parallel or not, over the same stages.
#ifndef WINNOW_SCANNER_PIPELINE_PIPELINE_H_
#define WINNOW_SCANNER_PIPELINE_PIPELINE_H_

#include <cstdint>

#include "base/result.h"
#include "scanner/pipeline/stages.h"

namespace winnow {

struct PipelineLimits {
  unsigned threads = 1;
  std::uint64_t memory_bytes = 0;  // for batches under way; at least two always are
};

// Sends what each batch brings as soon as it is known, or in plan order if the job asks
// for it, and Progress between. Ends early only with a fault of the sets, of the device
// that went away or of the channel, or when memory gave out.
[[nodiscard]] Result<void> run_parallel(const ScanJob& job,
                                        const PipelineLimits& limits);

// The serial twin: the oracle of the tests and the debugger's way in.
[[nodiscard]] Result<void> run_serially(const ScanJob& job);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PIPELINE_PIPELINE_H_
