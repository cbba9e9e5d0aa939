// ExhibitWriter: the rows of one exhibit, put into the database while its journal is
// replayed, so that no file is held in memory for it. A part of the store.
#ifndef WINNOW_DRIVERS_STORE_EXHIBIT_WRITER_H_
#define WINNOW_DRIVERS_STORE_EXHIBIT_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/store/bulk_insert.h"
#include "drivers/store/database.h"
#include "scanner/ledger/answer.h"
#include "scanner/supervise/recorder.h"

namespace winnow {

// What the database remembers of the journal its rows came from.
struct JournalState {
  std::string name;  // file name
  std::uint64_t bytes = 0;
  std::uint64_t chain = 0;
};

// Number of an exhibit in all tables: its own if it is there, else the next free one.
[[nodiscard]] Result<std::int64_t> exhibit_number(Database& database,
                                                  const std::string& ref);

[[nodiscard]] Result<void> remove_exhibit(Database& database, std::int64_t exhibit);

class ExhibitWriter {
 public:
  // Removes what there is of the exhibit and prepares to write it anew; the database
  // must outlive the writer. Belongs into a transaction.
  [[nodiscard]] static Result<ExhibitWriter> create(Database& database,
                                                    const std::string& ref);
  // Leaves what there is of the exhibit, for amend(). Belongs into a transaction.
  [[nodiscard]] static Result<ExhibitWriter> open(Database& database,
                                                  const std::string& ref);
  // For every message of the journal in order: files and digests.
  [[nodiscard]] Result<void> take(const Message& message);
  // The rest, when the journal is through.
  [[nodiscard]] Result<void> finish(const Ledger& ledger, const Coverage& coverage,
                                    const JournalState& journal);
  // Of an exhibit whose files, digests and members are there, and whose journal has
  // nothing new but rematches: makes the rest of it what the ledger says.
  [[nodiscard]] Result<void> amend(const Ledger& ledger, const Coverage& coverage,
                                   const JournalState& journal);

 private:
  // What grows with the exhibit's files.
  struct Tables {
    BulkInsert files;
    BulkInsert digests;
    BulkInsert members;
    BulkInsert pictures;
    BulkInsert named_digests;
    BulkInsert classed_pictures;
  };
  ExhibitWriter(Database& database, std::string ref, std::int64_t exhibit,
                Tables tables);
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] Result<void> take_file(const FileRecord& file);
  [[nodiscard]] Result<void> take_outcome(const OutcomeRecord& outcome);
  [[nodiscard]] Result<void> take_member(std::int64_t key, std::uint32_t number,
                                         const MemberRecord& member);
  [[nodiscard]] Result<void> take_look(std::int64_t key, std::uint32_t member,
                                       const LookRecord& look);
  [[nodiscard]] Result<void> take_settled(FileId file, FileOutcome outcome,
                                          std::string_view reason);
  [[nodiscard]] Result<void> raise_outcomes(const Ledger& ledger);
  [[nodiscard]] bool is_benign(const std::vector<MatchRecord>& matches) const;
  [[nodiscard]] Result<void> write_exhibit(const Ledger& ledger,
                                           const Coverage& coverage,
                                           const JournalState& journal);
  [[nodiscard]] Result<void> write_evidence(const Coverage& coverage);
  [[nodiscard]] Result<void> write_classes(const Coverage& coverage);
  [[nodiscard]] Result<void> write_volumes(const Coverage& coverage);
  [[nodiscard]] Result<void> write_problems(const Coverage& coverage);
  [[nodiscard]] Result<void> write_findings(const Ledger& ledger);
  [[nodiscard]] Result<void> write_finding(const Finding& finding,
                                           std::int64_t position, BulkInsert& row);
  [[nodiscard]] Result<void> write_block_finding(const Finding& finding,
                                                 std::int64_t position,
                                                 BulkInsert& row);

  Database* database_;
  std::string ref_;
  std::int64_t exhibit_;
  Tables into_;
  std::string blob_;  // of the row being written, kept for its memory
  std::vector<std::uint8_t> set_types_;  // SetType of each
  // A tier before the last has the last word of most files: it is written as it comes.
  bool keeps_settled_ = false;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_EXHIBIT_WRITER_H_
