// FileTable: the inventory of one exhibit, held small: about 150 bytes a file and its
// path, so that a million files stay within a few hundred megabytes.
//
// Rows are added in the order of their FileId and never leave; views into the table are
// valid as long as it lives. One thread at a time.
#ifndef WINNOW_SCANNER_LEDGER_FILE_TABLE_H_
#define WINNOW_SCANNER_LEDGER_FILE_TABLE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/wire/records.h"

namespace winnow {

class FileTable {
 public:
  struct Row {
    std::string_view path;
    std::uint64_t size = 0;
    std::uint64_t inode = 0;
    std::uint64_t first_run = 0;
    std::uint64_t first_instant = 0;
    std::uint32_t run_count = 0;
    FileId same_content_as = kNoFile;
    std::uint32_t reason = 0;  // number of an interned text
    ContentKind content = ContentKind::runs;
    FileOutcome outcome = FileOutcome::unvisited;
    std::uint8_t instants =
        0;  // bit per known time: modified, accessed, changed, created
    bool allocated = true;
    bool uncertain = false;
    bool outcome_known = false;  // for good
    bool is_settled = false;     // by a tier before the last, until it is known
    bool known_benign = false;
  };

  void add(const FileRecord& file);
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] const Row& operator[](FileId id) const { return rows_[id]; }
  [[nodiscard]] const std::deque<Row>& rows() const { return rows_; }

  void set_outcome(FileId id, FileOutcome outcome, const std::string& reason);
  // Until set_outcome() comes.
  void settle(FileId id, FileOutcome outcome, const std::string& reason);
  void set_known_benign(FileId id) { rows_[id].known_benign = true; }

  [[nodiscard]] std::vector<Run> runs(FileId id) const;  // holes included
  [[nodiscard]] FileTimes times(FileId id) const;
  [[nodiscard]] const std::string& reason(FileId id) const {
    return reasons_[rows_[id].reason];
  }

 private:
  std::string_view keep(std::string_view text);
  void put(Row& row, FileOutcome outcome, const std::string& reason);

  std::deque<Row> rows_;
  std::deque<Run> runs_;
  std::deque<Instant> instants_;
  std::vector<std::unique_ptr<char[]>> blocks_;  // texts of the paths
  std::size_t block_left_ = 0;
  std::vector<std::string> reasons_ = {""};
  std::unordered_map<std::string, std::uint32_t> reason_numbers_ = {{"", 0}};
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_FILE_TABLE_H_
