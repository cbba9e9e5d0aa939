// Replaying a long journal by two threads: one reads and decodes, the caller's own
// checks, counts and passes on what was counted, some thousand messages at a time. The
// same ledger as replay_journal() makes, in about half the time.
#ifndef WINNOW_SCANNER_SUPERVISE_BATCH_REPLAY_H_
#define WINNOW_SCANNER_SUPERVISE_BATCH_REPLAY_H_

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "scanner/supervise/recorder.h"

namespace winnow {

// Called in the caller's thread, in the order of the journal, with messages that the
// ledger took: each once.
using BatchTaker = std::function<Result<void>(std::span<const Message> messages,
                                              const Ledger& ledger)>;

// Faults as replay_journal().
[[nodiscard]] Result<Replay> replay_in_batches(const std::string& path,
                                               const BatchTaker& taker);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_BATCH_REPLAY_H_
