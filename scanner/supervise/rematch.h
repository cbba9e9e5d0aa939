// Rematch: what is on record of an exhibit (digests, PDQ hashes of pictures, digests
// that databases name), compared with further sets, without the exhibit.
//
// The record is read again from its journal, never from the database that is made of
// it, so that nothing is put on record that does not follow from what is there; what
// the sets say is appended to it (wire/messages.h) and counts when all of it is there.
// For what was kept the answers are then those of a scan with all the sets together;
// what was not kept is named (Undecided), and keeps the exhibit from being complete.
#ifndef WINNOW_SCANNER_SUPERVISE_REMATCH_H_
#define WINNOW_SCANNER_SUPERVISE_REMATCH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/ledger/ledger.h"
#include "scanner/match/tier_rules.h"
#include "scanner/supervise/journal.h"
#include "scanner/supervise/scan_sets.h"

namespace winnow {

// Sets to compare with: of each its facts as they go on record. Where it lies in memory
// it stays, for `rules` know it.
class RematchSets {
 public:
  // In the order that they are given in. A fault is a damaged set's.
  [[nodiscard]] static Result<std::unique_ptr<RematchSets>> of(
      std::vector<ScanSet> opened);
  RematchSets(const RematchSets&) = delete;
  RematchSets& operator=(const RematchSets&) = delete;

  [[nodiscard]] const std::vector<HashSet>& sets() const { return sets_; }
  [[nodiscard]] const std::vector<AddedSet>& facts() const { return facts_; }
  [[nodiscard]] const TierRules& rules() const { return *rules_; }
  // Within how many bits a picture is near, of each.
  [[nodiscard]] const std::vector<std::uint8_t>& distances() const {
    return distances_;
  }

 private:
  RematchSets() = default;

  std::vector<HashSet> sets_;
  std::vector<AddedSet> facts_;
  std::vector<std::uint8_t> distances_;
  std::vector<Mapping> held_;
  std::optional<TierRules> rules_;
};

struct RematchSettings {
  std::string operator_name;
  std::string tool_version;
};

enum class RematchEnd : std::uint8_t {
  done,
  nothing_new,   // all of the sets are on record already
  not_finished,  // its scan did not come to its end: to be finished first
  damaged,       // its journal
};
[[nodiscard]] const char* to_string(RematchEnd end);

struct Rematched {
  RematchEnd end = RematchEnd::done;
  std::string complaint;           // of a damaged journal
  std::vector<std::size_t> added;  // places of the sets that it was compared with
  std::vector<UndecidedRecord> undecided;  // `set` is a place among these, not a number
  std::uint64_t contents = 0;              // whose digests were compared
  std::uint64_t pictures = 0;              // that were, frames counted
  // What the record says now; null for every end but `done`.
  std::unique_ptr<Ledger> ledger;
  JournalMark before;  // where the journal ended
  JournalMark mark;    // where it does now
};

// Compares and puts on record, on two threads. On a fault, and if the program dies, the
// record says what it said before. The caller holds the lock of the case.
[[nodiscard]] Result<Rematched> rematch_exhibit(const std::string& journal,
                                                const RematchSets& sets,
                                                const RematchSettings& settings);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_REMATCH_H_
