// JournalFollower: puts an exhibit's rows into the database while its journal is still
// being written, on a thread of its own, so that little is left to do when the scan
// ends.
//
// Nothing of it is seen before finish(); a follower that is let go without takes it all
// back. What it cannot follow (a journal begun again, one set aside) is read again from
// its beginning at the end. The database is the follower's alone as long as it lives.
#ifndef WINNOW_DRIVERS_STORE_JOURNAL_FOLLOWER_H_
#define WINNOW_DRIVERS_STORE_JOURNAL_FOLLOWER_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/result.h"
#include "drivers/store/database.h"
#include "drivers/store/exhibit_writer.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/journal.h"

namespace winnow {

class JournalFollower {
 public:
  // The journal may not be there yet.
  JournalFollower(Database& database, std::string journal);
  ~JournalFollower();
  JournalFollower(const JournalFollower&) = delete;
  JournalFollower& operator=(const JournalFollower&) = delete;

  // Nobody writes to the journal any more, it ends at `end`, and the ledger is what it
  // says. False: other words were followed than these, and nothing was put anywhere.
  [[nodiscard]] Result<bool> finish(const Ledger& ledger, const Coverage& coverage,
                                    const JournalMark& end);

 private:
  void run();
  // As far as the journal goes by now.
  [[nodiscard]] Result<void> follow();
  [[nodiscard]] Result<void> take(Bytes payload);
  void stop();

  Database& database_;
  std::string journal_;
  std::mutex mutex_;
  std::condition_variable is_over_changed_;
  bool is_over_ = false;  // guarded by mutex_
  // Of the thread, and of finish() after it.
  std::optional<JournalReader> reader_;
  std::optional<Transaction> transaction_;
  std::optional<ExhibitWriter> writer_;
  bool has_lost_track_ = false;
  Result<void> followed_;
  std::thread thread_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_JOURNAL_FOLLOWER_H_
