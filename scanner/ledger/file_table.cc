#include "scanner/ledger/file_table.h"

namespace winnow {

FileTable::FileTable() {
  static_cast<void>(reasons_.number_of(""));  // number 0: no reason
}

void FileTable::add(const FileRecord& file) {
  list_.push_back(file);
  marks_.push_back(static_cast<std::uint8_t>(FileOutcome::unvisited));
  reason_numbers_.push_back(0);
}

void FileTable::put(FileId id, FileOutcome outcome, std::string_view reason) {
  reason_numbers_[id] = reasons_.number_of(reason);
  marks_[id] = static_cast<std::uint8_t>((marks_[id] & ~kOutcome) |
                                         static_cast<std::uint8_t>(outcome));
}

void FileTable::set_outcome(FileId id, FileOutcome outcome, std::string_view reason) {
  put(id, outcome, reason);
  marks_[id] |= kOutcomeKnown;
}

void FileTable::settle(FileId id, FileOutcome outcome, std::string_view reason) {
  put(id, outcome, reason);
  marks_[id] |= kSettled;
}

}  // namespace winnow
