// CaseStore: what is known of a case's exhibits, in SQLite, made from their journals.
//
// The journals are the record: rows that are missing or older than a journal are made
// again from it, and rebuilding the whole database gives the same answers byte for
// byte. One thread at a time.
#ifndef WINNOW_DRIVERS_STORE_CASE_STORE_H_
#define WINNOW_DRIVERS_STORE_CASE_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "drivers/store/case_folder.h"
#include "drivers/store/case_walks.h"
#include "drivers/store/content_links.h"
#include "drivers/store/database.h"
#include "drivers/store/journal_follower.h"
#include "scanner/ledger/answer.h"

namespace winnow {

// A reason, and how many files ended so for it.
using ReasonCounts = std::vector<std::pair<std::string, std::uint64_t>>;

// A fault if a journal of the case is none, or is of another version. Asked before the
// database is touched: one of an older schema is emptied where it is opened, and the
// version that wrote such journals could not read it any more. With `may_be_damaged`
// another version alone is a fault.
[[nodiscard]] Result<void> check_journals(const CaseFolder& folder,
                                          bool may_be_damaged = false);

// What an exhibit's scan was begun with.
struct ScanFactsOnRecord {
  std::string path;  // as given
  std::string operator_name;
  std::string tool_version;
  std::string configuration;
};

class CaseStore {
 public:
  // Opens the database at `path`, creating an empty one. A newer schema is a Fault; an
  // older one is emptied, and filled again from the journals by bring_up_to_date().
  [[nodiscard]] static Result<CaseStore> open(const std::string& path);
  // Deletes the case's database and makes an empty one, if all journals can be read.
  // The caller holds the lock.
  [[nodiscard]] static Result<CaseStore> create_anew(const CaseFolder& folder);

  // Whether what open() found was of an older schema.
  [[nodiscard]] bool was_of_older_schema() const { return was_of_older_schema_; }

  // Replaces the exhibit's rows by what its journal says, in one transaction.
  [[nodiscard]] Result<void> take_journal(const std::string& journal);
  // The same, if the rows are not of the journal as it is.
  [[nodiscard]] Result<void> take_if_newer(const std::string& journal);
  // The same for a journal that had rows of its own up to `before`, and has nothing
  // more but a rematch: little of them is written again. `ledger` is what it says.
  [[nodiscard]] Result<void> take_rematch(const std::string& journal,
                                          const Ledger& ledger,
                                          const JournalMark& before,
                                          const JournalMark& end);
  // The same for a journal that a scan is about to write. While the follower lives, the
  // store is asked for nothing else.
  [[nodiscard]] std::unique_ptr<JournalFollower> follow_journal(std::string journal);
  // Takes every journal of the case that changed since, and forgets exhibits without
  // one. With `unread` a journal that cannot be read is put there and no more; as it
  // does not say whose it is, no exhibit is forgotten then.
  [[nodiscard]] Result<void> bring_up_to_date(const CaseFolder& folder,
                                              std::vector<Fault>* unread = nullptr);

  // Until it goes, all that the store is asked is of one moment. The store outlives it,
  // stays where it is, and is not written to.
  [[nodiscard]] Result<Transaction> hold_still() {
    return Transaction::begin_reading(database_);
  }

  // References of all exhibits, sorted.
  [[nodiscard]] Result<std::vector<std::string>> exhibits();
  [[nodiscard]] Result<Coverage> coverage(const std::string& ref);
  [[nodiscard]] Result<std::vector<Finding>> findings(const std::string& ref);

  // All of it but the problems.
  [[nodiscard]] Result<Coverage> summary(const std::string& ref);
  [[nodiscard]] Result<ScanFactsOnRecord> scan_facts(const std::string& ref);
  // Row by row; see case_walks.h.
  [[nodiscard]] Result<FindingWalk> walk_findings(
      const std::string& ref, FindingWalk::Order order = FindingWalk::Order::stable);
  [[nodiscard]] Result<FileWalk> walk_files(const std::string& ref,
                                            std::optional<std::uint32_t> volume);
  // Of all exhibits, for "".
  [[nodiscard]] Result<ContentWalk> walk_contents(const std::string& ref);
  [[nodiscard]] Result<CountedFindings> count_findings(const std::string& ref);

  // Why files ended in this outcome, the most frequent reason first.
  [[nodiscard]] Result<ReasonCounts> reasons(const std::string& ref,
                                             FileOutcome outcome);

  // Contents that several exhibits hold; see content_links.h for what it takes.
  [[nodiscard]] Result<std::vector<ContentLink>> links();

  // Tables whose rows differ from the other store's.
  [[nodiscard]] Result<std::vector<std::string>> tables_unlike(CaseStore& other);

 private:
  explicit CaseStore(Database database) : database_(std::move(database)) {}
  // Gives the exhibit's reference, "" if the journal does not say yet.
  [[nodiscard]] Result<std::string> catch_up_with(const std::string& journal);
  // Whether there are rows of the journal as it was with so many bytes.
  [[nodiscard]] Result<bool> has_rows_of(const std::string& journal,
                                         std::uint64_t bytes);
  [[nodiscard]] Result<std::uint64_t> checksum_of(const std::string& query,
                                                  int skipped);

  Database database_;
  bool was_of_older_schema_ = false;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_STORE_H_
