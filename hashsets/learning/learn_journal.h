// LearnJournal: what was learned so far, on the disk, so that a run that was killed is
// gone on with. It lies beside the set that is made and goes when that is written.
//
//   journal := record *record               numbers are little-endian
//   record  := length: u32  kind: u32  check: u64  payload: length bytes
//   kind    := 'H'  the first: version and the folder's path
//              'B'  blocks, a PlacedBlock each, for the next 'F'
//              'F'  a file: see learn_journal.cc
//
// `check` is XXH3 of the payload with the kind as its seed. Reading ends before the
// first record that is not whole, and so does what is believed of the file: a torn end
// is cut off. The records of a file stand together, whatever the number of threads.
#ifndef WINNOW_HASHSETS_LEARNING_LEARN_JOURNAL_H_
#define WINNOW_HASHSETS_LEARNING_LEARN_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "hashsets/learning/file_learner.h"
#include "hashsets/learning/folder_files.h"

namespace winnow {

class LearnJournal {
 public:
  // Opens or makes the journal at `path`, for the folder of this absolute path; a fault
  // if it is another folder's, or if another program has it open. Large contents go by
  // way of nameless files in `spool_folder`.
  [[nodiscard]] static Result<LearnJournal> open(const std::string& path,
                                                 const std::string& learned_folder,
                                                 const std::string& spool_folder);

  // Any thread.
  [[nodiscard]] Result<void> append(const FolderFile& file, const LearnedFile& learned);

  using See = std::function<Result<void>(const FolderFile&, const LearnedFile&)>;
  // Every file in the order in which they were appended; one may stand there again. Not
  // while others append.
  [[nodiscard]] Result<void> for_each(const See& see) const;

  // When the set is written.
  [[nodiscard]] Result<void> remove();

 private:
  struct Record;

  LearnJournal(Fd file, std::string path, std::string spool_folder);
  Result<void> begin_or_check(const std::string& learned_folder);
  Result<void> begin(const std::string& head_text);
  Result<bool> read_record(std::uint64_t& at, Record& record) const;
  // Also tells where the last whole file ends.
  Result<std::uint64_t> read_files(std::uint64_t at, const See& see) const;
  Result<void> write_record(std::uint32_t kind, Bytes payload);

  Fd file_;
  std::string path_;
  std::string spool_folder_;
  std::uint64_t first_ = 0;  // behind the first record
  std::uint64_t end_ = 0;
  std::unique_ptr<std::mutex> writing_ = std::make_unique<std::mutex>();  // `end_`
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_LEARN_JOURNAL_H_
