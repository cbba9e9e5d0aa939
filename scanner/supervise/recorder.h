// Recorder: journal and ledger of one exhibit, kept in step. A message is checked, put
// on record, then counted; what shows it comes after. replay() makes the same ledger
// from the journal alone.
#ifndef WINNOW_SCANNER_SUPERVISE_RECORDER_H_
#define WINNOW_SCANNER_SUPERVISE_RECORDER_H_

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/journal.h"
#include "scanner/wire/messages.h"

namespace winnow {

// What a journal holds, as far as it can be trusted.
struct Replay {
  Ledger ledger;
  JournalMark mark;  // after the last record that was taken
  JournalEnd end = JournalEnd::clean;
  std::string complaint;  // for every end but a clean one
};

// Called with every message after the ledger took it.
using MessageTaker = std::function<Result<void>(const Message&)>;

// A fault if the file cannot be read or is no journal of this version, or `taker` gives
// one; damage inside is told in the replay.
[[nodiscard]] Result<Replay> replay_journal(const std::string& path,
                                            const MessageTaker& taker = {});
// The first record alone: whose journal it is; nothing if it was cut off before that.
[[nodiscard]] Result<std::optional<RunStarted>> run_of_journal(const std::string& path);

class Recorder {
 public:
  // A new journal, begun with `run`.
  [[nodiscard]] static Result<Recorder> begin(const std::string& path,
                                              const RunStarted& run);
  // Goes on where a replay ended.
  [[nodiscard]] static Result<Recorder> go_on(const std::string& path, Replay replay);

  // A refusal by the ledger leaves both as they were and is given as `refused`; a Fault
  // is the journal's: the scan cannot go on.
  struct Taken {
    bool is_taken = true;
    std::string refusal;
  };
  [[nodiscard]] Result<Taken> record(const Message& message);
  // The same for a message whose frame (kind and body) is at hand.
  [[nodiscard]] Result<Taken> record(const Message& message, Bytes frame);

  [[nodiscard]] const Ledger& ledger() const { return *ledger_; }
  [[nodiscard]] std::unique_ptr<Ledger> take_ledger() { return std::move(ledger_); }
  [[nodiscard]] JournalWriter& journal() { return journal_; }

 private:
  Recorder(JournalWriter journal, std::unique_ptr<Ledger> ledger)
      : journal_(std::move(journal)), ledger_(std::move(ledger)) {}

  JournalWriter journal_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_RECORDER_H_
