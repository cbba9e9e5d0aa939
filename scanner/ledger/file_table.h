// FileTable: the inventory of one exhibit and what became of each file, held small:
// about 60 bytes a file, so that a million files stay within a hundred megabytes.
//
// Files are added in the order of their FileId and never leave. Views are valid until
// the next is added, and while the table stays where it is. One thread at a time.
#ifndef WINNOW_SCANNER_LEDGER_FILE_TABLE_H_
#define WINNOW_SCANNER_LEDGER_FILE_TABLE_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "scanner/wire/file_list.h"
#include "scanner/wire/records.h"

namespace winnow {

class FileTable {
 public:
  FileTable();

  void add(const FileRecord& file);
  [[nodiscard]] FileId size() const { return static_cast<FileId>(marks_.size()); }
  [[nodiscard]] const FileList& list() const { return list_; }
  [[nodiscard]] std::string path(FileId id) const { return list_.path(id); }
  // Its size, runs (holes included) and what else a sum over all files needs.
  [[nodiscard]] FileOutline outline(FileId id) const { return list_.outline(id); }

  void set_outcome(FileId id, FileOutcome outcome, std::string_view reason);
  // Until set_outcome() comes.
  void settle(FileId id, FileOutcome outcome, std::string_view reason);
  void set_known_benign(FileId id, bool is_known = true) {
    marks_[id] = static_cast<std::uint8_t>(is_known ? marks_[id] | kKnownBenign
                                                    : marks_[id] & ~kKnownBenign);
  }
  void set_looked_late(FileId id) { marks_[id] |= kLookedLate; }

  [[nodiscard]] FileOutcome outcome(FileId id) const {
    return static_cast<FileOutcome>(marks_[id] & kOutcome);
  }
  [[nodiscard]] std::string_view reason(FileId id) const {
    return reasons_[reason_numbers_[id]];
  }
  // For good.
  [[nodiscard]] bool is_outcome_known(FileId id) const {
    return (marks_[id] & kOutcomeKnown) != 0;
  }
  // By a tier before the last, until it is known.
  [[nodiscard]] bool is_settled(FileId id) const {
    return (marks_[id] & kSettled) != 0;
  }
  [[nodiscard]] bool is_known_benign(FileId id) const {
    return (marks_[id] & kKnownBenign) != 0;
  }

  // No look at it is sure before the last tier (LookedLate).
  [[nodiscard]] bool is_looked_late(FileId id) const {
    return (marks_[id] & kLookedLate) != 0;
  }

 private:
  static constexpr std::uint8_t kOutcome = 7;
  static constexpr std::uint8_t kOutcomeKnown = 8;
  static constexpr std::uint8_t kSettled = 16;
  static constexpr std::uint8_t kKnownBenign = 32;
  static constexpr std::uint8_t kLookedLate = 64;
  static_assert(kFileOutcomes <= kOutcome + 1);

  void put(FileId id, FileOutcome outcome, std::string_view reason);

  FileList list_;
  std::deque<std::uint8_t> marks_;
  std::deque<std::uint32_t> reason_numbers_;
  TextTable reasons_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_FILE_TABLE_H_
